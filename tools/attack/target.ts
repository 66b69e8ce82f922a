import { ISSUER_PATH, PATHS } from '@passant/contracts';
import { requireDeletions } from '@passant/playwright/server';
import { StepFailed } from '../lib/run.mjs';
import { described } from './judge.js';
import type { Target } from './installation.js';
import { Wire } from './wire.js';
import { World } from './world.js';

/**
 * Looks at the installation before anything is fired, and lets the administrator sign in.
 * @throws {StepFailed} if it is not there, is no Passant, calls itself otherwise, does not let the administrator in,
 * or has a second administrator approve what is deleted
 */
export async function approach(target: Target, thorough: boolean, stop: AbortSignal): Promise<World> {
  const wire = new Wire(target.url, stop);
  const metadata = await wire.ask('GET', PATHS.openIdConfiguration).catch((error: Error) => {
    throw new StepFailed(`There is no server at ${target.url}: ${error.message}`);
  });
  const { issuer } = (metadata.json ?? {}) as { issuer?: unknown };
  if (metadata.status !== 200 || typeof issuer !== 'string') {
    throw new StepFailed(`${target.url} is no Passant: ${described(metadata)}`);
  }
  // Assertions are made for the issuer, so every one would be refused for its audience and prove nothing.
  if (issuer !== target.url + ISSUER_PATH) {
    throw new StepFailed(`This server calls itself ${issuer}: give that address, without ${ISSUER_PATH}, with --url.`);
  }
  const date = Date.parse(metadata.headers.get('date') ?? '');
  const ahead = Number.isNaN(date) ? 0 : Math.round((date - Date.now()) / 1000);
  // A second or two are the way and the rounding, not the clock.
  const world = new World(target, wire, thorough, Math.abs(ahead) > 2 ? ahead : 0);
  const session = await world.session().catch((error: Error) => {
    throw new StepFailed(error.message);
  });
  const { role } = (await world.askAdmin('readSession', { ...session })).json as { role?: unknown };
  if (role !== 'Admin')
    throw new StepFailed('The suite makes what it attacks, so it needs an administrator of the role Admin.');
  await requireDeletions(world.admin, target.url).catch((error: Error) => {
    throw new StepFailed(error.message);
  });
  return world;
}
