import { setTimeout as pause } from 'node:timers/promises';
import { ADMIN_ENDPOINTS, type AdminEndpointName, PATHS } from '@passant/contracts';
import { StepFailed } from '../../lib/run.mjs';
import type { Evidence } from './evidence.js';
import type { Flows } from './flows.js';
import { type Installation, type Query, pieceOf, readTables } from './installation.js';
import type { Outside } from './outside.js';
import type { World } from './world.js';

/** How long events may take to be written, in milliseconds. */
const PATIENCE = 20_000;

/** What those see who look through the server: administrators, operators, and whoever is sent traces. */
export async function collectShown(world: World, flows: Flows, outside: Outside, evidence: Evidence): Promise<void> {
  await untilEventsAreWritten(world);
  for (const [name, endpoint] of Object.entries(ADMIN_ENDPOINTS)) {
    if (endpoint.method !== 'GET' || endpoint.path.includes('{')) continue;
    const place = name === 'listEvents' ? 'events' : 'console';
    for await (const page of pagesOf(world, name as AdminEndpointName)) evidence.add(place, endpoint.path, page);
  }
  for (const errorId of flows.errorIds) {
    const { status, body } = await world.admin.request('readRefusal', { parameters: { error_id: errorId } });
    if (status === 200) evidence.add('refusals', errorId, JSON.stringify(body));
  }
  const headers = { authorization: world.backEnd };
  evidence.add('events', PATHS.events, await (await fetch(world.url + PATHS.events, { headers })).text());
  const metrics = await fetch(`${world.url}/metrics`);
  if (metrics.status !== 404) evidence.add('metrics', '/metrics', await metrics.text());
  for (const { path, body } of outside.collected) evidence.add('traces', path, body);
}

/** What was written down, whoever may read it; called again to see what has changed. */
export async function collectAtRest(installation: Installation, evidence: Evidence): Promise<void> {
  // Pages that are still in the memory of the database belong to what is at rest, too.
  await installation.withDatabase((query) => query('CHECKPOINT'));
  evidence.replace('dump', await installation.dump());
  evidence.replace('queues', await installation.withDatabase(readQueues));
  evidence.replace('database-files', installation.databaseFiles());
  evidence.replace('write-ahead-log', installation.writeAheadLog());
  const { server, database } = installation.logFiles;
  evidence.replace('server-log', pieceOf(server, 'passant.log'));
  if (database) evidence.replace('database-log', pieceOf(database, 'postgresql.log'));
  evidence.replace('temporary-files', installation.otherFiles());
}

/** Tables whose rows wait for somebody, by the words in their names; new ones are found by themselves. */
const QUEUES = '(transaction|cache|delivery|deliveries|refusal|queue|outbox|pending)';

async function readQueues(query: Query) {
  const tables = await query(
    `SELECT table_name AS name FROM information_schema.tables
      WHERE table_schema = 'public' AND table_type = 'BASE TABLE' AND table_name ~ $1`,
    [QUEUES],
  );
  return readTables(
    query,
    tables.map(({ name }) => String(name)),
  );
}

/** All pages of a list; anything else the endpoint says is one page. */
async function* pagesOf({ admin }: World, name: AdminEndpointName): AsyncGenerator<string> {
  let cursor: string | undefined;
  do {
    const { status, body } = await admin.request(name, cursor === undefined ? {} : { query: { cursor } });
    if (status !== 200) return;
    yield JSON.stringify(body);
    cursor = (body as { next_cursor?: string }).next_cursor;
  } while (cursor !== undefined);
}

/** Events are written after the answers, in order: when the last one is there, all are. */
async function untilEventsAreWritten(world: World): Promise<void> {
  const requestId = `the-last-of-the-flows-${process.pid}`;
  const headers = { authorization: world.backEnd, 'x-request-id': requestId };
  const body = new URLSearchParams({ token: 'none' });
  const reply = await fetch(world.url + PATHS.introspectV2, { method: 'POST', headers, body });
  if (reply.status !== 200) throw new StepFailed(`The last introspection was answered ${reply.status}.`);
  const until = Date.now() + PATIENCE;
  while (Date.now() < until) {
    const { body: page } = await world.admin.request('listEvents', { query: { request_id: requestId } });
    if ((page as { items?: unknown[] }).items?.length) return;
    await pause(50);
  }
  throw new StepFailed(`The events were not written within ${PATIENCE / 1000} seconds.`);
}
