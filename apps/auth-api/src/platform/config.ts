import { createHash } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { EventName, NewPassword, ScopeValue } from '@passant/contracts';
import type { ScriptLimits } from '@passant/extension-engine';
import { redirectSchemeProblem } from '@passant/protocol';
import { readServerLocation } from '@passant/persistence';
import { z } from 'zod';
import proxyAddress from '@fastify/proxy-addr';
import {
  type ConsoleSignIn,
  CONSOLE_SIGN_IN_SETTINGS,
  consoleSignInProblem,
  readConsoleSignIn,
} from './console-sign-in.js';
import { distance } from './letter-distance.js';
import { normalPublicUrl, publicUrlProblem } from './public-url.js';
import type { RegistrationSettings } from './registration-policy.js';

/** A setting cannot be used. The message is one sentence for the operator. */
export class ConfigError extends Error {}

/** The server cannot start. The message says why, in one sentence for the operator. */
export class StartError extends Error {}

const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(min, `must be at least ${min}`).max(max, `must be at most ${max}`));

/** Most processes that `auto` starts: twelve leave half of the 100 connections that PostgreSQL accepts by default. */
const MOST_AUTO_WORKERS = 12;

const workers = z.union([z.literal('auto'), integer(1, 64)], {
  error: 'must be a whole number from 1 to 64, or "auto"',
});

const flag = z.enum(['on', 'off'], { error: 'must be "on" or "off"' }).transform((value) => value === 'on');

const masterKey = z
  .string()
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((key) => key.length === 32, 'must be 32 bytes in base64');

/** Whether a secret that lets in whoever has it may have been drawn: what stands in for one often repeats a character. */
const mayBeDrawn = (secret: string) => new Set(secret).size >= 8;
const NOT_DRAWN = 'must be drawn at random: it repeats a few characters';

/**
 * A list of names separated by commas or spaces, without duplicates.
 * @param problemOf returns what is wrong with a name, if anything
 */
const names = (problemOf: (name: string) => string | undefined) =>
  z.string().transform((text, context) => {
    const listed = [...new Set(text.split(/[\s,]+/).filter((name) => name !== ''))];
    for (const name of listed) {
      const problem = problemOf(name);
      if (problem !== undefined) context.addIssue({ code: 'custom', message: `names ${name}, which ${problem}` });
    }
    return listed;
  });

/** Addresses, networks in CIDR notation, or `loopback`, `linklocal`, `uniquelocal`. */
const trustedProxies = z.string().transform((text, context) => {
  const proxies = text.split(/[\s,]+/).filter((entry) => entry !== '');
  for (const proxy of proxies) {
    try {
      proxyAddress.compile([proxy]);
    } catch {
      context.addIssue({ code: 'custom', message: `names what is no address and no network: ${proxy}` });
    }
  }
  return proxies;
});

const Environment = z.object({
  PORT: integer(0, 65_535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATABASE_URL: z
    .string()
    .superRefine((url, context) => {
      const read = readServerLocation(url);
      if ('problem' in read) context.addIssue({ code: 'custom', message: read.problem });
    })
    .optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  LOG_FORMAT: z.enum(['pretty', 'json']).optional(),
  PASSANT_PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).optional(),
  PASSANT_DATA_DIR: z.string().min(1).default('./data'),
  PASSANT_DATA_SYNC: flag.default(false),
  PASSANT_ADMIN_EMAIL: z.email('must be an e-mail address').optional(),
  PASSANT_ADMIN_PASSWORD: NewPassword.optional(),
  PASSANT_REQUIRE_SECOND_FACTOR: flag.default(false),
  ...CONSOLE_SIGN_IN_SETTINGS,
  // Limited to the characters of a bearer token (RFC 6750 §2.1): any other value could never be presented.
  PASSANT_MASTER_TOKEN: z
    .string()
    .min(32, 'must have at least 32 characters')
    .regex(/^[A-Za-z0-9\-._~+/]+=*$/, 'must have nothing but letters, digits and - . _ ~ + /')
    .refine(mayBeDrawn, NOT_DRAWN)
    .optional(),
  PASSANT_MASTER_TOKEN_SHA256: z
    .string()
    .regex(/^[0-9a-fA-F]{64}$/, 'must be 64 hexadecimal characters')
    .optional(),
  PASSANT_MASTER_KEY: masterKey.optional(),
  PASSANT_MASTER_KEY_PREVIOUS: masterKey.optional(),
  PASSANT_BOOTSTRAP_CLIENT_ID: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'must have 1 to 64 letters, digits, "_" and "-"')
    .optional(),
  // Basic credentials are form-encoded; these characters are the same with and without encoding.
  PASSANT_BOOTSTRAP_CLIENT_SECRET: z
    .string()
    .regex(/^[A-Za-z0-9._~-]{32,}$/, 'must have at least 32 letters, digits, ".", "_", "~" and "-"')
    .refine(mayBeDrawn, NOT_DRAWN)
    .optional(),
  PASSANT_LEAVE_SECONDS: integer(0, 3600).default(0),
  PASSANT_DRAIN_SECONDS: integer(1, 3600).default(30),
  PASSANT_KEEP_ALIVE_SECONDS: integer(1, 3600).default(72),
  PASSANT_FEED_READERS: integer(1, 100_000).default(1000),
  PASSANT_SEED: z.enum(['demo', 'none'], { error: 'must be "demo" or "none"' }).optional(),
  PASSANT_TRUSTED_PROXIES: trustedProxies.default([]),
  PASSANT_WORKERS: workers.default(1),
  PASSANT_TEST_CLOCK: flag.default(false),
  PASSANT_BODY_LIMIT: integer(1024, 16 * 1024 * 1024).default(64 * 1024),
  PASSANT_ALLOW_PRIVATE_WEB_HOOKS: flag.default(false),
  PASSANT_ALLOW_PRIVATE_JWKS_URI: flag.default(false),
  PASSANT_ALLOW_PRIVATE_SCRIPT_HOSTS: flag.optional(),
  PASSANT_OPEN_REGISTRATION: flag.default(false),
  PASSANT_OPEN_REGISTRATION_SCOPES: names((name) =>
    ScopeValue.safeParse(name).success ? undefined : 'is no scope: it may hold letters, digits, "_", "-", ":" and "."',
  ).default([]),
  PASSANT_OPEN_REGISTRATIONS_PER_HOUR: integer(1, 1_000_000).default(1200),
  PASSANT_UNUSED_CLIENT_HOURS: integer(1, 8760).default(24),
  PASSANT_IDLE_INSTALLATION_DAYS: integer(0, 3650).default(30),
  PASSANT_ROTATE_REGISTRATION_TOKEN: flag.default(true),
  PASSANT_ROTATE_CLIENT_SECRET: flag.default(true),
  PASSANT_OLD_SECRET_MINUTES: integer(0, 43_200).default(30),
  PASSANT_REDIRECT_SCHEMES: names(redirectSchemeProblem).default([]),
  PASSANT_REGISTRATIONS_PER_MINUTE: integer(0, 1_000_000).default(0),
  PASSANT_INSTALLATION_REGISTRATIONS_PER_MINUTE: integer(0, 1_000_000).default(0),
  PASSANT_TOKEN_REQUESTS_PER_MINUTE: integer(0, 1_000_000).default(0),
  PASSANT_SCRIPT_CPU_MS: integer(10, 30_000).default(1000),
  // Must stay below the time for which a transaction is claimed.
  PASSANT_SCRIPT_WALL_CLOCK_MS: integer(100, 45_000).default(15_000),
  PASSANT_SCRIPT_MEMORY_MIB: integer(16, 2048).default(32),
  PASSANT_SCRIPT_STACK_KIB: integer(16, 256).default(256),
  PASSANT_SCRIPT_RESULT_KIB: integer(1, 16_384).default(64),
  PASSANT_ACCESS_LOG: flag.default(false),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .string()
    .refine(
      (url) => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol) && new URL(url).search === '',
      'must be an http or https URL without a query',
    )
    .optional(),
  OTEL_SERVICE_NAME: z.string().min(1).default('passant'),
  PASSANT_METRICS_TOKEN: z
    .string()
    .min(32, 'must have at least 32 characters')
    .refine(mayBeDrawn, NOT_DRAWN)
    .optional(),
  PASSANT_EVENT_RETENTION_DAYS: integer(1, 3650).default(30),
  PASSANT_EVENTS_EXCLUDED: names((name) => (EventName.safeParse(name).success ? undefined : 'is no event that exists'))
    .transform((listed) => listed as EventName[])
    .default([]),
  PASSANT_EVENTS_DETAILED: names((name) => (EventName.safeParse(name).success ? undefined : 'is no event that exists'))
    .transform((listed) => listed as EventName[])
    .default([]),
});

/** Every environment variable that is a setting. */
export const SETTING_NAMES = Object.keys(Environment.shape);

/** The operator's settings, validated. */
export interface Config {
  host: string;
  port: number;
  /** As configured. Without it, the address the server listens on is the public one. */
  publicUrl: string | undefined;
  databaseUrl: string | undefined;
  dataDirectory: string;
  /** Whether the embedded database writes to the disk what it acknowledges. */
  dataSync: boolean;
  admin: { email: string | undefined; password: string | undefined };
  /** Whether administrators can do nothing before they have set up a second factor. */
  requireSecondFactor: boolean;
  consoleSignIn: ConsoleSignIn;
  /** SHA-256 of the master token for client registration. */
  masterTokenHash: Buffer | undefined;
  masterKey: Buffer | undefined;
  /** The previous master key, needed during a key change and as long as values made with it must be recognised. */
  previousMasterKey: Buffer | undefined;
  bootstrapClient: { clientId: string; secret: string } | undefined;
  seed: 'demo' | 'none' | undefined;
  /** Proxies whose `X-Forwarded-For` header is trusted. */
  trustedProxies: string[];
  /** Processes on the one port. */
  workers: number;
  /** Whether tests may move the server's time. */
  testClock: boolean;
  /** Seconds to go on serving at shutdown while `/health/ready` says that the server is about to stop. */
  leaveSeconds: number;
  /** Seconds to wait for requests in progress at shutdown. */
  drainSeconds: number;
  /** Seconds a connection may stay idle between two requests. */
  keepAliveSeconds: number;
  /** Maximum number of concurrent requests to the feed of ended tokens, per process. */
  feedReaders: number;
  /** Maximum size of a request body in bytes. */
  bodyLimit: number;
  /** Whether web hooks may be at addresses that are not on the public Internet. */
  allowPrivateWebHooks: boolean;
  /** Whether the keys of clients may be fetched from this machine and its network. */
  allowPrivateJwksUri: boolean;
  /** Whether scripts may reach hosts that are not on the public Internet. */
  allowPrivateScriptHosts: boolean;
  registration: RegistrationSettings;
  /** What clients may do per minute; 0: as much as they like. */
  limits: { registrationsPerMinute: number; registrationsOfOnePerMinute: number; tokenRequestsPerMinute: number };
  /** Resource limits for one script run. */
  scriptLimits: ScriptLimits;
  /** SHA-256 of the token that grants access to the metrics. */
  metricsTokenHash: Buffer | undefined;
  /** Whether to log one line per response. */
  accessLog: boolean;
  /** Where traces and metrics are sent. */
  telemetry: { endpoint: string; serviceName: string } | undefined;
  events: { retentionDays: number; excluded: EventName[]; detailed: EventName[] };
  log: { level: string; format: 'pretty' | 'json' };
}

/** How far an unknown name is from a known one; some known ones have no prefix, which whoever guesses gives them. */
const farFrom = (name: string, known: string): number =>
  Math.min(distance(name, known), distance(name.replace(/^PASSANT_/, ''), known));

function refuseUnknown(environment: Record<string, string | undefined>): void {
  for (const name of Object.keys(environment)) {
    if (!name.startsWith('PASSANT_') || SETTING_NAMES.includes(name)) continue;
    const nearest = SETTING_NAMES.reduce((best, known) => (farFrom(name, known) < farFrom(name, best) ? known : best));
    throw new ConfigError(`There is no setting ${name}; did you mean ${nearest}?`);
  }
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Whether plain http is safe enough because no traffic leaves this machine. */
export function isLoopback(url: string): boolean {
  return LOOPBACK.has(new URL(url).hostname);
}

/**
 * Whether only this machine can reach the server: it listens on a loopback address, and no proxy gives it another public
 * one. Where it says that it is does not decide alone: in a container it listens to whoever the machine lets in.
 */
export function isOnThisMachineOnly({ publicUrl, host }: Pick<Config, 'publicUrl' | 'host'>): boolean {
  return isLoopbackHost(host) && (publicUrl === undefined || isLoopback(publicUrl));
}

/**
 * A value without the trailing line breaks that files and shells add. All settings are treated alike, so that none
 * keeps a line break by accident. Throws {@link ConfigError} for any other leading or trailing white space, because it
 * might be intended.
 */
function valueOf(name: string, given: string | undefined): string | undefined {
  const value = given?.replace(/[\r\n]+$/, '');
  if (value !== value?.trim()) throw new ConfigError(`${name} must not begin or end with white space.`);
  return value || undefined;
}

/** Processes for this machine: one for each core, or a single one where several are not possible. */
const workersFor = (cores: number, env: { DATABASE_URL?: string | undefined; PASSANT_TEST_CLOCK: boolean }): number =>
  env.DATABASE_URL && !env.PASSANT_TEST_CLOCK ? Math.min(MOST_AUTO_WORKERS, cores) : 1;

/**
 * Reads and validates the environment. Empty values count as absent.
 * Throws {@link ConfigError} with one sentence that names the setting.
 * @param cores of this machine, as many as the process may use
 */
export function readConfig(environment: Record<string, string | undefined>, cores = availableParallelism()): Config {
  refuseUnknown(environment);
  const given = Object.fromEntries(SETTING_NAMES.map((name) => [name, valueOf(name, environment[name])]));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw new ConfigError(`${issue.path.join('.')} ${issue.message}.`);
  }
  const env = parsed.data;
  const problem = env.PASSANT_PUBLIC_URL && publicUrlProblem(env.PASSANT_PUBLIC_URL);
  if (problem) throw new ConfigError(`PASSANT_PUBLIC_URL ${problem}.`);
  const publicUrl = env.PASSANT_PUBLIC_URL && normalPublicUrl(env.PASSANT_PUBLIC_URL);
  if (publicUrl !== undefined) {
    const url = new URL(publicUrl);
    if (url.protocol === 'http:' && !isLoopback(publicUrl)) {
      throw new ConfigError('PASSANT_PUBLIC_URL must be https, unless it is a loopback address.');
    }
    if (url.protocol === 'https:' && env.PASSANT_TEST_CLOCK) {
      throw new ConfigError('PASSANT_TEST_CLOCK cannot be on with a public https address.');
    }
  }
  if (publicUrl === undefined && !isLoopbackHost(env.HOST)) {
    throw new ConfigError(
      `PASSANT_PUBLIC_URL must be given with HOST ${env.HOST}: others than this machine can reach it.`,
    );
  }
  if (env.DATABASE_URL && !env.PASSANT_MASTER_KEY) {
    throw new ConfigError('PASSANT_MASTER_KEY must be given with DATABASE_URL: 32 random bytes in base64.');
  }
  if (env.DATABASE_URL && env.PASSANT_DATA_SYNC) {
    throw new ConfigError(
      'PASSANT_DATA_SYNC is for the embedded database: with DATABASE_URL, the settings of PostgreSQL say what is on the disk.',
    );
  }
  if (env.PASSANT_MASTER_KEY_PREVIOUS && !env.PASSANT_MASTER_KEY) {
    throw new ConfigError(
      'PASSANT_MASTER_KEY_PREVIOUS is the key before PASSANT_MASTER_KEY, which must be given as well.',
    );
  }
  if (env.PASSANT_MASTER_KEY_PREVIOUS && env.PASSANT_MASTER_KEY?.equals(env.PASSANT_MASTER_KEY_PREVIOUS)) {
    throw new ConfigError('PASSANT_MASTER_KEY_PREVIOUS must be another key than PASSANT_MASTER_KEY.');
  }
  const workers = env.PASSANT_WORKERS === 'auto' ? workersFor(cores, env) : env.PASSANT_WORKERS;
  if (workers > 1 && !env.DATABASE_URL) {
    throw new ConfigError('PASSANT_WORKERS above 1 needs DATABASE_URL: the embedded database serves one process.');
  }
  if (workers > 1 && env.PASSANT_TEST_CLOCK) {
    throw new ConfigError(
      'PASSANT_TEST_CLOCK cannot be on with PASSANT_WORKERS above 1: each would have its own time.',
    );
  }
  if (Boolean(env.PASSANT_BOOTSTRAP_CLIENT_ID) !== Boolean(env.PASSANT_BOOTSTRAP_CLIENT_SECRET)) {
    throw new ConfigError('PASSANT_BOOTSTRAP_CLIENT_ID and PASSANT_BOOTSTRAP_CLIENT_SECRET go together.');
  }
  if (env.PASSANT_MASTER_TOKEN && env.PASSANT_MASTER_TOKEN_SHA256) {
    throw new ConfigError('PASSANT_MASTER_TOKEN and PASSANT_MASTER_TOKEN_SHA256 exclude each other.');
  }
  const signInProblem = consoleSignInProblem(env, env.PASSANT_REQUIRE_SECOND_FACTOR);
  if (signInProblem !== undefined) throw new ConfigError(signInProblem);
  const both = env.PASSANT_EVENTS_DETAILED.find((name) => env.PASSANT_EVENTS_EXCLUDED.includes(name));
  if (both !== undefined) {
    throw new ConfigError(`PASSANT_EVENTS_DETAILED names ${both}, which PASSANT_EVENTS_EXCLUDED leaves out.`);
  }
  return {
    host: env.HOST,
    port: env.PORT,
    publicUrl,
    databaseUrl: env.DATABASE_URL,
    dataDirectory: env.PASSANT_DATA_DIR,
    dataSync: env.PASSANT_DATA_SYNC,
    admin: { email: env.PASSANT_ADMIN_EMAIL?.toLowerCase(), password: env.PASSANT_ADMIN_PASSWORD },
    requireSecondFactor: env.PASSANT_REQUIRE_SECOND_FACTOR,
    consoleSignIn: readConsoleSignIn(env),
    masterTokenHash: env.PASSANT_MASTER_TOKEN_SHA256
      ? Buffer.from(env.PASSANT_MASTER_TOKEN_SHA256, 'hex')
      : env.PASSANT_MASTER_TOKEN
        ? createHash('sha256').update(env.PASSANT_MASTER_TOKEN).digest()
        : undefined,
    masterKey: env.PASSANT_MASTER_KEY,
    previousMasterKey: env.PASSANT_MASTER_KEY_PREVIOUS,
    bootstrapClient:
      env.PASSANT_BOOTSTRAP_CLIENT_ID && env.PASSANT_BOOTSTRAP_CLIENT_SECRET
        ? { clientId: env.PASSANT_BOOTSTRAP_CLIENT_ID, secret: env.PASSANT_BOOTSTRAP_CLIENT_SECRET }
        : undefined,
    seed: env.PASSANT_SEED,
    trustedProxies: env.PASSANT_TRUSTED_PROXIES,
    workers,
    testClock: env.PASSANT_TEST_CLOCK,
    leaveSeconds: env.PASSANT_LEAVE_SECONDS,
    drainSeconds: env.PASSANT_DRAIN_SECONDS,
    keepAliveSeconds: env.PASSANT_KEEP_ALIVE_SECONDS,
    feedReaders: env.PASSANT_FEED_READERS,
    bodyLimit: env.PASSANT_BODY_LIMIT,
    allowPrivateWebHooks: env.PASSANT_ALLOW_PRIVATE_WEB_HOOKS,
    allowPrivateJwksUri: env.PASSANT_ALLOW_PRIVATE_JWKS_URI,
    // In a local trial, the identity scheme runs on the same machine, and nobody else can reach either of them.
    allowPrivateScriptHosts:
      env.PASSANT_ALLOW_PRIVATE_SCRIPT_HOSTS ?? isOnThisMachineOnly({ publicUrl, host: env.HOST }),
    registration: {
      open: env.PASSANT_OPEN_REGISTRATION,
      openScopes: env.PASSANT_OPEN_REGISTRATION_SCOPES,
      redirectSchemes: env.PASSANT_REDIRECT_SCHEMES,
      openPerHour: env.PASSANT_OPEN_REGISTRATIONS_PER_HOUR,
      unusedClientLifetime: env.PASSANT_UNUSED_CLIENT_HOURS * 3600,
      idleInstallationLifetime: env.PASSANT_IDLE_INSTALLATION_DAYS * 86_400,
      rotateToken: env.PASSANT_ROTATE_REGISTRATION_TOKEN,
      rotateSecret: env.PASSANT_ROTATE_CLIENT_SECRET,
      secretOverlap: env.PASSANT_OLD_SECRET_MINUTES * 60,
    },
    limits: {
      registrationsPerMinute: env.PASSANT_REGISTRATIONS_PER_MINUTE,
      registrationsOfOnePerMinute: env.PASSANT_INSTALLATION_REGISTRATIONS_PER_MINUTE,
      tokenRequestsPerMinute: env.PASSANT_TOKEN_REQUESTS_PER_MINUTE,
    },
    scriptLimits: {
      cpuMs: env.PASSANT_SCRIPT_CPU_MS,
      wallClockMs: env.PASSANT_SCRIPT_WALL_CLOCK_MS,
      memoryBytes: env.PASSANT_SCRIPT_MEMORY_MIB * 1024 * 1024,
      stackBytes: env.PASSANT_SCRIPT_STACK_KIB * 1024,
      resultBytes: env.PASSANT_SCRIPT_RESULT_KIB * 1024,
    },
    metricsTokenHash: env.PASSANT_METRICS_TOKEN
      ? createHash('sha256').update(env.PASSANT_METRICS_TOKEN).digest()
      : undefined,
    accessLog: env.PASSANT_ACCESS_LOG,
    telemetry: env.OTEL_EXPORTER_OTLP_ENDPOINT
      ? { endpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT, serviceName: env.OTEL_SERVICE_NAME }
      : undefined,
    events: {
      retentionDays: env.PASSANT_EVENT_RETENTION_DAYS,
      excluded: env.PASSANT_EVENTS_EXCLUDED,
      detailed: env.PASSANT_EVENTS_DETAILED,
    },
    log: { level: env.LOG_LEVEL, format: env.LOG_FORMAT ?? (process.stdout.isTTY ? 'pretty' : 'json') },
  };
}
