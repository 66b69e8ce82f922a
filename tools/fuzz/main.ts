/**
 * Draws requests for every operation of both OpenAPI documents, and checks every answer against them. Exits with 0 only
 * if all of them are as documented, and the server is well afterwards.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PATHS } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { residentMiB } from '../bench/resident.js';
import { provideDatabase } from '../lib/postgres.mjs';
import { StepFailed, onAskedToEnd } from '../lib/run.mjs';
import { say } from '../lib/say.mjs';
import { withTemporaryFolder } from '../lib/temporary.mjs';
import { conclude } from '../lib/tool.mjs';
import { Databases } from '../world/databases.js';
import { startPassant } from '../world/passant.js';
import type { Program } from '../world/program.js';
import { type OpenApi, type Operation, type Surface, operationsOf } from './document.js';
import { type Options, USAGE, readOptions } from './options.js';
import { renderFigures, renderFinding, renderProgress } from './report.js';
import { Tally, tryOperation } from './run.js';
import { Drawer } from './schema.js';
import { Sender } from './send.js';
import { MASTER_TOKEN, World } from './world.js';

/** In this order: administrators may take away what clients need. */
const DOCUMENTS: Record<Surface, string> = { protocol: '/oauth/openapi.json', admin: '/admin/api/v1/openapi.json' };

/** What takes away everything comes last, and then what tries passwords, of which there is a limit. */
const LAST = [/configuration\/apply|client-deletions|keys\//, /\/own-|session|invitations|second-factor|passkey/];

/** Milliseconds between two lines of progress: many requests take hours. */
const PROGRESS = 60_000;

/** Memory may grow by this before it is refused: buffers are kept, and a server that leaks has no bound. */
const GROWTH = { factor: 3, MiB: 300 };

interface Subject {
  operation: Operation;
  drawer: Drawer;
}

async function subjectsOf({ url, known, wholes }: World, { only, operation: id }: Options): Promise<Subject[]> {
  const surfaces = (Object.keys(DOCUMENTS) as Surface[]).filter((surface) => only === undefined || surface === only);
  const subjects: Subject[] = [];
  for (const surface of surfaces) {
    const { body: document } = await send<OpenApi>('GET', url + DOCUMENTS[surface]);
    const drawer = new Drawer(document, known);
    subjects.push(...operationsOf(surface, document).map((operation) => ({ operation, drawer })));
  }
  const unknown = wholes.operations.find((name) => !subjects.some(({ operation }) => operation.id === name));
  if (unknown !== undefined && only === undefined) throw new StepFailed(`No document has the operation "${unknown}".`);
  const wanted = subjects.filter(({ operation }) => id === undefined || operation.id === id);
  if (wanted.length === 0) throw new StepFailed(`There is no operation "${id}".`, USAGE);
  const isLast = ({ operation }: Subject) => LAST.findIndex((paths) => paths.test(operation.path));
  return wanted.toSorted((one, other) => isLast(one) - isLast(other));
}

/** Lines of the log about faults of the server. */
function faultsIn(log: string): string[] {
  return readFileSync(log, 'utf8')
    .split('\n')
    .filter((line) => /"level":"?(error|fatal|50|60)\b/.test(line));
}

async function fuzz(options: Options, server: Program, log: string): Promise<number> {
  const world = await World.prepare(server.url);
  const subjects = await subjectsOf(world, options);
  const sender = new Sender(world);
  const tally = new Tally();
  const requests = Math.ceil(options.requests / subjects.length);
  let warm = 0;
  let failed = 0;
  let tried = 0;
  const progress = setInterval(
    () => say(renderProgress({ tally, tried, operations: subjects.length, memory: residentMiB(server.pid) })),
    PROGRESS,
  );
  progress.unref();
  for (const { operation, drawer } of subjects) {
    const run = { world, sender, tally, seed: options.seed, requests };
    const finding = await tryOperation(operation, drawer, run);
    if (finding) console.log(`${renderFinding(finding, options.seed)}\n`);
    if (finding) failed += 1;
    tried += 1;
    if (warm === 0 && tally.requests * 10 > options.requests) warm = residentMiB(server.pid);
    if (!server.isRunning) throw new StepFailed(`The server ended after ${operation.id}.`);
  }
  clearInterval(progress);
  sender.close();
  const last = residentMiB(server.pid);
  const problems = faultsIn(log).map((line) => `The log has a fault: ${line}`);
  if (last > warm * GROWTH.factor + GROWTH.MiB) problems.push(`Memory grew from ${warm} to ${last} MiB.`);
  const ready = await fetch(`${server.url}${PATHS.openIdConfiguration}`);
  if (!ready.ok) problems.push(`The server does not serve any more: ${ready.status}.`);
  for (const problem of problems) console.log(problem);
  console.log(
    renderFigures({ tally, operations: subjects.map(({ operation }) => operation.id), memory: { warm, last } }),
  );
  console.log(
    `${subjects.length - failed} operations are answered as documented, ${failed} not, ${problems.length} other problems`,
  );
  return failed + problems.length === 0 ? 0 : 1;
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') {
    console.log(USAGE);
    return 0;
  }
  const database = await provideDatabase();
  const databases = 'reason' in database ? undefined : new Databases(database.url);
  if ('reason' in database) say(`On the embedded database: ${database.reason}.`);
  try {
    return await withTemporaryFolder('fuzz', async (folder) => {
      const databaseUrl = await databases?.create('fuzz');
      const settings = { LOG_LEVEL: 'warn', PASSANT_MASTER_TOKEN: MASTER_TOKEN };
      const server = await startPassant({ folder, settings, ...(databaseUrl === undefined ? {} : { databaseUrl }) });
      try {
        return await fuzz(options, server, join(folder, 'passant.log'));
      } finally {
        await server.stop();
        await databases?.drop();
      }
    });
  } finally {
    if (!('reason' in database)) await database.stop();
  }
}

// Leaving through exit() stops every process of the run.
onAskedToEnd(() => process.exit(130));
await conclude(main);
