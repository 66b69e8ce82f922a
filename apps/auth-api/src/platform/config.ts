import { createHash } from 'node:crypto';
import { EventName } from '@passant/contracts';
import type { ScriptLimits } from '@passant/extension-engine';
import { z } from 'zod';
import type { RegistrationSettings } from './registration-policy.js';

/** A setting that cannot be used. The message is one sentence for the operator. */
export class ConfigError extends Error {}

const integer = (min: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.number().min(min, `must be at least ${min}`).max(max, `must be at most ${max}`));

const flag = z.enum(['on', 'off'], { error: 'must be "on" or "off"' }).transform((value) => value === 'on');

const masterKey = z
  .string()
  .transform((text) => Buffer.from(text, 'base64'))
  .refine((key) => key.length === 32, 'must be 32 bytes in base64');

const eventNames = z.string().transform((text, context) => {
  const names = text.split(/[\s,]+/).filter((name) => name !== '');
  const unknown = names.find((name) => !EventName.safeParse(name).success);
  if (unknown !== undefined)
    context.addIssue({ code: 'custom', message: `names an event that does not exist: ${unknown}` });
  return names as EventName[];
});

const Environment = z.object({
  PORT: integer(0, 65_535).default(3000),
  HOST: z.string().min(1).default('127.0.0.1'),
  DATABASE_URL: z
    .string()
    .regex(/^postgres(ql)?:\/\//, 'must begin with postgresql://')
    .refine((url) => URL.canParse(url), 'must be a URL')
    .optional(),
  LOG_LEVEL: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info'),
  LOG_FORMAT: z.enum(['pretty', 'json']).optional(),
  PASSANT_PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https URL' }).optional(),
  PASSANT_DATA_DIR: z.string().min(1).default('./data'),
  PASSANT_ADMIN_EMAIL: z.email('must be an e-mail address').optional(),
  PASSANT_ADMIN_PASSWORD: z.string().min(12, 'must have at least 12 characters').optional(),
  // What a bearer token may be made of (RFC 6750 §2.1): another could never be presented.
  PASSANT_MASTER_TOKEN: z
    .string()
    .min(32, 'must have at least 32 characters')
    .regex(/^[A-Za-z0-9\-._~+/]+=*$/, 'must have nothing but letters, digits and - . _ ~ + /')
    .refine((token) => new Set(token).size >= 8, 'must be drawn at random: it repeats a few characters')
    .optional(),
  PASSANT_MASTER_TOKEN_SHA256: z
    .string()
    .regex(/^[0-9a-fA-F]{64}$/, 'must be 64 hexadecimal characters')
    .optional(),
  PASSANT_MASTER_KEY: masterKey.optional(),
  PASSANT_BOOTSTRAP_CLIENT_ID: z
    .string()
    .regex(/^[A-Za-z0-9_-]{1,64}$/, 'must have 1 to 64 letters, digits, "_" and "-"')
    .optional(),
  // Basic credentials are form-encoded: these characters mean the same with and without.
  PASSANT_BOOTSTRAP_CLIENT_SECRET: z
    .string()
    .regex(/^[A-Za-z0-9._~-]{32,}$/, 'must have at least 32 letters, digits, ".", "_", "~" and "-"')
    .optional(),
  PASSANT_DRAIN_SECONDS: integer(1, 3600).default(30),
  PASSANT_SEED: z.enum(['demo', 'none'], { error: 'must be "demo" or "none"' }).optional(),
  PASSANT_WORKERS: integer(1, 64).default(1),
  PASSANT_TEST_CLOCK: flag.default(false),
  PASSANT_BODY_LIMIT: integer(1024, 16 * 1024 * 1024).default(64 * 1024),
  PASSANT_ALLOW_PRIVATE_WEB_HOOKS: flag.default(false),
  PASSANT_ALLOW_PRIVATE_JWKS_URI: flag.default(false),
  PASSANT_OPEN_REGISTRATION: flag.default(false),
  PASSANT_OPEN_REGISTRATIONS_PER_HOUR: integer(1, 1_000_000).default(1200),
  PASSANT_UNUSED_CLIENT_HOURS: integer(1, 8760).default(24),
  PASSANT_IDLE_INSTALLATION_DAYS: integer(0, 3650).default(30),
  PASSANT_ROTATE_REGISTRATION_TOKEN: flag.default(true),
  PASSANT_ROTATE_CLIENT_SECRET: flag.default(true),
  PASSANT_OLD_SECRET_MINUTES: integer(0, 43_200).default(30),
  PASSANT_SCRIPT_CPU_MS: integer(10, 30_000).default(1000),
  // Below the time for which a transaction is claimed.
  PASSANT_SCRIPT_WALL_CLOCK_MS: integer(100, 45_000).default(15_000),
  PASSANT_SCRIPT_MEMORY_MIB: integer(16, 2048).default(32),
  PASSANT_SCRIPT_STACK_KIB: integer(16, 256).default(256),
  PASSANT_SCRIPT_RESULT_KIB: integer(1, 16_384).default(64),
  PASSANT_METRICS_TOKEN: z.string().min(32, 'must have at least 32 characters').optional(),
  PASSANT_EVENT_RETENTION_DAYS: integer(1, 3650).default(30),
  PASSANT_EVENTS_EXCLUDED: eventNames.default([]),
});

const KNOWN = Object.keys(Environment.shape);

/** What the operator decided, checked. */
export interface Config {
  host: string;
  port: number;
  /** As given; without it the address the server listens on is the public one. */
  publicUrl: string | undefined;
  databaseUrl: string | undefined;
  dataDirectory: string;
  admin: { email: string | undefined; password: string | undefined };
  /** SHA-256 of the master token of client registration. */
  masterTokenHash: Buffer | undefined;
  masterKey: Buffer | undefined;
  bootstrapClient: { clientId: string; secret: string } | undefined;
  seed: 'demo' | 'none' | undefined;
  workers: number;
  testClock: boolean;
  /** Seconds that requests under way are waited for at the end. */
  drainSeconds: number;
  /** Bytes of a request body. */
  bodyLimit: number;
  /** Whether web hooks may stand at addresses that are not on the open Internet. */
  allowPrivateWebHooks: boolean;
  /** Whether the keys of clients may be fetched from this machine and its network. */
  allowPrivateJwksUri: boolean;
  registration: RegistrationSettings;
  /** What one run of a script may use. */
  scriptLimits: ScriptLimits;
  /** SHA-256 of the token that opens the metrics. */
  metricsTokenHash: Buffer | undefined;
  events: { retentionDays: number; excluded: EventName[] };
  log: { level: string; format: 'pretty' | 'json' };
}

function distance(left: string, right: string): number {
  const row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i += 1) {
    let diagonal = row[0]!;
    row[0] = i;
    for (let j = 1; j <= right.length; j += 1) {
      const above = row[j]!;
      row[j] = Math.min(above + 1, row[j - 1]! + 1, diagonal + (left[i - 1] === right[j - 1] ? 0 : 1));
      diagonal = above;
    }
  }
  return row[right.length]!;
}

function refuseUnknown(environment: Record<string, string | undefined>): void {
  for (const name of Object.keys(environment)) {
    if (!name.startsWith('PASSANT_') || KNOWN.includes(name)) continue;
    const nearest = KNOWN.reduce((best, known) => (distance(name, known) < distance(name, best) ? known : best));
    throw new ConfigError(`There is no setting ${name}; did you mean ${nearest}?`);
  }
}

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

function isLoopbackHost(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

/** Whether plain http is safe enough: nothing leaves this machine. */
export function isLoopback(url: string): boolean {
  return LOOPBACK.has(new URL(url).hostname);
}

/**
 * Reads and checks the environment. Empty values count as absent.
 * Throws {@link ConfigError} with one sentence that names the setting.
 */
export function readConfig(environment: Record<string, string | undefined>): Config {
  refuseUnknown(environment);
  const given = Object.fromEntries(KNOWN.map((name) => [name, environment[name] || undefined]));
  const parsed = Environment.safeParse(given);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw new ConfigError(`${issue.path.join('.')} ${issue.message}.`);
  }
  const env = parsed.data;
  const publicUrl = env.PASSANT_PUBLIC_URL?.replace(/\/+$/, '');
  if (publicUrl !== undefined) {
    const url = new URL(publicUrl);
    if (url.search || url.hash || url.username) {
      throw new ConfigError('PASSANT_PUBLIC_URL must have no query, fragment or user.');
    }
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
  if (env.PASSANT_WORKERS > 1 && !env.DATABASE_URL) {
    throw new ConfigError('PASSANT_WORKERS above 1 needs DATABASE_URL: the embedded database serves one process.');
  }
  if (Boolean(env.PASSANT_BOOTSTRAP_CLIENT_ID) !== Boolean(env.PASSANT_BOOTSTRAP_CLIENT_SECRET)) {
    throw new ConfigError('PASSANT_BOOTSTRAP_CLIENT_ID and PASSANT_BOOTSTRAP_CLIENT_SECRET go together.');
  }
  if (env.PASSANT_MASTER_TOKEN && env.PASSANT_MASTER_TOKEN_SHA256) {
    throw new ConfigError('PASSANT_MASTER_TOKEN and PASSANT_MASTER_TOKEN_SHA256 exclude each other.');
  }
  return {
    host: env.HOST,
    port: env.PORT,
    publicUrl,
    databaseUrl: env.DATABASE_URL,
    dataDirectory: env.PASSANT_DATA_DIR,
    admin: { email: env.PASSANT_ADMIN_EMAIL?.toLowerCase(), password: env.PASSANT_ADMIN_PASSWORD },
    masterTokenHash: env.PASSANT_MASTER_TOKEN_SHA256
      ? Buffer.from(env.PASSANT_MASTER_TOKEN_SHA256, 'hex')
      : env.PASSANT_MASTER_TOKEN
        ? createHash('sha256').update(env.PASSANT_MASTER_TOKEN).digest()
        : undefined,
    masterKey: env.PASSANT_MASTER_KEY,
    bootstrapClient:
      env.PASSANT_BOOTSTRAP_CLIENT_ID && env.PASSANT_BOOTSTRAP_CLIENT_SECRET
        ? { clientId: env.PASSANT_BOOTSTRAP_CLIENT_ID, secret: env.PASSANT_BOOTSTRAP_CLIENT_SECRET }
        : undefined,
    seed: env.PASSANT_SEED,
    workers: env.PASSANT_WORKERS,
    testClock: env.PASSANT_TEST_CLOCK,
    drainSeconds: env.PASSANT_DRAIN_SECONDS,
    bodyLimit: env.PASSANT_BODY_LIMIT,
    allowPrivateWebHooks: env.PASSANT_ALLOW_PRIVATE_WEB_HOOKS,
    allowPrivateJwksUri: env.PASSANT_ALLOW_PRIVATE_JWKS_URI,
    registration: {
      open: env.PASSANT_OPEN_REGISTRATION,
      openPerHour: env.PASSANT_OPEN_REGISTRATIONS_PER_HOUR,
      unusedClientLifetime: env.PASSANT_UNUSED_CLIENT_HOURS * 3600,
      idleInstallationLifetime: env.PASSANT_IDLE_INSTALLATION_DAYS * 86_400,
      rotateToken: env.PASSANT_ROTATE_REGISTRATION_TOKEN,
      rotateSecret: env.PASSANT_ROTATE_CLIENT_SECRET,
      secretOverlap: env.PASSANT_OLD_SECRET_MINUTES * 60,
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
    events: { retentionDays: env.PASSANT_EVENT_RETENTION_DAYS, excluded: env.PASSANT_EVENTS_EXCLUDED },
    log: { level: env.LOG_LEVEL, format: env.LOG_FORMAT ?? (process.stdout.isTTY ? 'pretty' : 'json') },
  };
}
