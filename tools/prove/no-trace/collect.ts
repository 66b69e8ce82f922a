import { setTimeout as pause } from 'node:timers/promises';
import { ADMIN_ENDPOINTS, type AdminEndpointName, type Impact, PATHS } from '@passant/contracts';
import { StepFailed } from '../../lib/run.mjs';
import type { Evidence } from './evidence.js';
import { type Installation, type Query, pieceOf, readTables } from './installation.js';
import type { Outside } from './outside.js';
import type { Traffic } from './traffic.js';
import type { World } from './world.js';

/** How long events may take to be written, in milliseconds. */
const PATIENCE = 120_000;

/** Collects what people see who inspect the server: administrators, operators, and whoever receives its traces. */
export async function collectShown(
  world: World,
  traffic: Traffic,
  outside: Outside,
  evidence: Evidence,
): Promise<void> {
  await untilEventsAreWritten(world);
  const names = Object.keys(ADMIN_ENDPOINTS) as AdminEndpointName[];
  for (const name of names.filter((each) => ADMIN_ENDPOINTS[each].method === 'GET')) {
    const { path } = ADMIN_ENDPOINTS[name];
    const place = name === 'listEvents' ? 'events' : 'console';
    for (const parameters of await parametersOf(world, path)) {
      for await (const page of pagesOf(world, name, parameters)) {
        evidence.add(place, [path, ...Object.values(parameters)].join(' '), JSON.stringify(page));
      }
    }
  }
  for (const name of ['previewApplicationImpact', 'previewIdentityProviderImpact'] as const) {
    const { path } = ADMIN_ENDPOINTS[name];
    for (const parameters of await parametersOf(world, path)) {
      const impact = await world.admin.call<Impact>(name, { parameters, body: { enabled: false } });
      evidence.add('console', [path, ...Object.values(parameters)].join(' '), JSON.stringify(impact));
    }
  }
  for (const errorId of traffic.errorIds) {
    const { status, body } = await world.admin.request('readRefusal', { parameters: { error_id: errorId } });
    if (status === 200) evidence.add('refusals', errorId, JSON.stringify(body));
  }
  const headers = { authorization: world.backEnd };
  evidence.add('events', PATHS.events, await textOf(world.url + PATHS.events, headers));
  evidence.add('metrics', '/metrics', await textOf(`${world.url}/metrics`));
  for (const { path, body } of outside.collected) evidence.add('traces', path, body);
}

async function textOf(url: string, headers: Record<string, string> = {}): Promise<string> {
  const reply = await fetch(url, { headers });
  if (reply.status !== 200) throw new StepFailed(`${url} was answered ${reply.status}.`);
  return reply.text();
}

/** Collects what was written to disk, whoever may read it. Call it again to collect later changes. */
export async function collectAtRest(installation: Installation, evidence: Evidence): Promise<void> {
  // Pages that are still in the database's memory count as data at rest, too.
  await installation.withDatabase((query) => query('CHECKPOINT'));
  evidence.replace('dump', await installation.dump());
  evidence.replace('queues', await installation.withDatabase(readQueues));
  evidence.replace('request-shapes', await installation.withDatabase((query) => readTables(query, ['request_shape'])));
  evidence.replace('database-files', installation.databaseFiles());
  evidence.replace('write-ahead-log', installation.writeAheadLog());
  const { server, database } = installation.logFiles;
  evidence.replace('server-log', pieceOf(server, 'passant.log'));
  if (database) evidence.replace('database-log', pieceOf(database, 'postgresql.log'));
  evidence.replace('temporary-files', installation.otherFiles());
}

/** Tables whose rows wait for something, by words in their names, so that new tables are included automatically. */
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

/** Values for the parameters of a path: everything that the lists on the paths above it contain. */
async function parametersOf(world: World, path: string): Promise<Record<string, string>[]> {
  const [, above, parameter] = /^(.*)\/\{(\w+)\}[^{}]*$/.exec(path) ?? [];
  if (above === undefined || parameter === undefined) return [{}];
  const list = LISTS.get(above);
  // Users and refusals cannot be listed. The flows look for users by themselves, and know the IDs of the refusals.
  if (!list) return [];
  const known: Record<string, string>[] = [];
  for (const parameters of await parametersOf(world, above)) {
    for await (const { items = [] } of pagesOf(world, list, parameters)) {
      known.push(...items.map((item) => ({ ...parameters, [parameter]: String(item[parameter]) })));
    }
  }
  return known;
}

const LISTS = new Map(
  Object.entries(ADMIN_ENDPOINTS)
    .filter(([, { method }]) => method === 'GET')
    .map(([name, { path }]) => [path, name as AdminEndpointName]),
);

interface Page {
  items?: Record<string, unknown>[];
  next_cursor?: string;
}

/** All pages of a list. Any other response counts as a single page; so does a 404 about one thing of a list. */
async function* pagesOf({ admin }: World, name: AdminEndpointName, parameters: Record<string, string>) {
  let cursor: string | undefined;
  do {
    const query = cursor === undefined ? {} : { query: { cursor } };
    const { status, body } = await admin.request(name, { parameters, ...query });
    // Some things have no such page: only clients that a document describes have a list of their grants.
    if (status !== 200 && !(status === 404 && Object.keys(parameters).length > 0)) {
      throw new StepFailed(`${name} was answered ${status}: ${JSON.stringify(body)}.`);
    }
    const page = body as Page;
    yield page;
    cursor = page.next_cursor;
  } while (cursor !== undefined);
}

/** Events are written after the responses, in order: once the last one is there, all of them are. */
async function untilEventsAreWritten(world: World): Promise<void> {
  const headers = { authorization: world.backEnd };
  const body = new URLSearchParams({ token: 'none' });
  const reply = await fetch(world.url + PATHS.introspectV2, { method: 'POST', headers, body });
  if (reply.status !== 200) throw new StepFailed(`The last introspection was answered ${reply.status}.`);
  const requestId = reply.headers.get('x-request-id') ?? '';
  const until = Date.now() + PATIENCE;
  while (Date.now() < until) {
    const { body: page } = await world.admin.request('listEvents', { query: { request_id: requestId } });
    if ((page as { items?: unknown[] }).items?.length) return;
    await pause(50);
  }
  throw new StepFailed(`The events were not written within ${PATIENCE / 1000} seconds.`);
}
