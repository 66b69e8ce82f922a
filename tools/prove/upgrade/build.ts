import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { StepFailed, quietly } from '../../lib/run.mjs';
import { ROOT } from '../../lib/workspace.mjs';
import { MASTER_KEY, builtServer, knowsSetting } from '../../world/passant.js';

/** A built server of some version. */
export interface Build {
  name: string;
  checkout: string;
  /** Whether it can serve for a while with a red readiness check before it stops. */
  canLeave: boolean;
}

/** @throws {StepFailed} if nothing is built there */
export function buildIn(checkout: string, name: string): Build {
  const root = resolve(checkout);
  if (!existsSync(builtServer(root))) {
    throw new StepFailed(`There is no built Passant in ${root}: run npm ci and npm run build there.`);
  }
  return { name, checkout: root, canLeave: knowsSetting('PASSANT_LEAVE_SECONDS', root) };
}

export const thisBuild = (): Build => buildIn(ROOT, 'new');

/** Runs `db migrate` or `db revert` of a build, as an operator would beside running servers. */
export async function schemaCommand({ checkout }: Build, command: 'migrate' | 'revert', databaseUrl: string) {
  await quietly(`db ${command} failed`, process.execPath, [builtServer(checkout), 'db', command], {
    env: { DATABASE_URL: databaseUrl, PASSANT_MASTER_KEY: MASTER_KEY, PASSANT_PUBLIC_URL: undefined },
  });
}
