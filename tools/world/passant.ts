import { join } from 'node:path';
import { at } from '../lib/workspace.mjs';
import { Program } from './program.js';

/** Who signs in at every server that a tool starts. */
export const ADMINISTRATOR = { email: 'admin@example.com', password: 'only-for-this-run' };

/** Wraps the keys of a server on PostgreSQL; such a server and its database live as long as the run. */
export const MASTER_KEY = Buffer.alloc(32, 7).toString('base64');

export interface PassantOptions {
  /** Where its files go: `data`, and its log `passant.log`. */
  folder: string;
  /** PostgreSQL; the embedded database unless given. */
  databaseUrl?: string;
  /** Settings beside, or instead of, the usual ones. */
  settings?: Record<string, string>;
  /** Arguments of Node itself: a profiler. */
  nodeArguments?: string[];
}

/**
 * Starts the built server as an operator does, on a free port of the loopback interface, without the demo.
 * @throws {StepFailed} with what the server printed, if it does not start
 */
export async function startPassant({ folder, databaseUrl, settings, nodeArguments }: PassantOptions): Promise<Program> {
  return Program.start({
    name: 'Passant',
    file: at('apps/auth-api/dist/main.js'),
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
    // Printed when it is ready to serve.
    address: /^ *Issuer +(\S+)\/oauth$/m,
    ...(nodeArguments ? { nodeArguments } : {}),
  });
}

/** The environment without what another server may have been set to. */
function withoutSettings(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const foreign = /^(PASSANT_.*|DATABASE_URL|LOG_LEVEL|LOG_FORMAT|OTEL_.*)$/;
  return Object.fromEntries(Object.entries(environment).filter(([name]) => !foreign.test(name)));
}
