import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { at } from '../lib/workspace.mjs';
import { Program } from './program.js';

/** The administrator of every server that a tool starts. */
export const ADMINISTRATOR = { email: 'admin@example.com', password: 'only-for-this-run' };

/** Wraps the keys of a server on PostgreSQL. Such a server and its database last only for the run. */
export const MASTER_KEY = Buffer.alloc(32, 7).toString('base64');

/** @param checkout its root; by default this one @returns path of its built server */
export const builtServer = (checkout = at('.')): string => join(checkout, 'apps/auth-api/dist/main.js');

/** Whether the build of a checkout, of any version, has a setting. An older one refuses what it does not know. */
export function knowsSetting(name: string, checkout?: string): boolean {
  const folder = dirname(builtServer(checkout));
  const files = readdirSync(folder).filter((file) => file.endsWith('.js'));
  return files.some((file) => readFileSync(join(folder, file), 'utf8').includes(name));
}

export interface PassantOptions {
  /** Folder for its files: `data`, and its log `passant.log`. */
  folder: string;
  /** Root of the checkout whose built server to start; by default this one. */
  checkout?: string;
  /** PostgreSQL connection string; by default the embedded database is used. */
  databaseUrl?: string;
  /** Settings that are added to the usual ones or override them. */
  settings?: Record<string, string>;
  /** Arguments for Node itself, for example for a profiler. */
  nodeArguments?: string[];
}

/**
 * Starts the built server as an operator would, on a free port of the loopback interface, without the demo data.
 * @throws {StepFailed} with what the server printed, if it does not start
 */
export async function startPassant(options: PassantOptions): Promise<Program> {
  const { folder, databaseUrl, settings, nodeArguments, checkout } = options;
  return Program.start({
    name: 'Passant',
    file: builtServer(checkout),
    env: {
      ...withoutSettings(process.env),
      PORT: '0',
      HOST: '127.0.0.1',
      LOG_FORMAT: 'json',
      PASSANT_DATA_DIR: join(folder, 'data'),
      PASSANT_ADMIN_EMAIL: ADMINISTRATOR.email,
      PASSANT_ADMIN_PASSWORD: ADMINISTRATOR.password,
      PASSANT_SEED: 'none',
      ...(databaseUrl ? { DATABASE_URL: databaseUrl, PASSANT_MASTER_KEY: MASTER_KEY } : {}),
      ...settings,
    },
    logFile: join(folder, 'passant.log'),
    // Printed once it is ready to serve.
    address: /^ *Issuer +(\S+)\/oauth$/m,
    ...(nodeArguments ? { nodeArguments } : {}),
  });
}

/** The environment without settings that were meant for another server. */
function withoutSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const foreign = /^(PASSANT_.*|DATABASE_URL|LOG_LEVEL|LOG_FORMAT|OTEL_.*)$/;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !foreign.test(name)));
}
