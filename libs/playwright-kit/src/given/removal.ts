import type { AdminEndpointName } from '@passant/contracts';
import type { AdminApi } from '../server/admin-api.js';
import { type Mark, markOf, searchedFor } from './run-marker.js';

/** Something that was created and has to be removed. */
export interface Made {
  kind: Kind;
  /** Its identifier. */
  id: string;
  /** Others may have come to use it. They remove it then. */
  shared?: true;
}

/** Kinds in order of removal: a referring kind comes before the kind it refers to. */
const KINDS = [
  'webClient',
  'apiClient',
  'initialAccessToken',
  'softwareStatement',
  'appInstallation',
  'application',
  'identityProvider',
  'webHook',
  'scope',
] as const;
export type Kind = (typeof KINDS)[number];

interface Endpoints {
  delete: AdminEndpointName;
  parameter: string;
  /**
   * How to find leftovers of a crash: the list endpoint, and the member that identifies a thing. Its mark is there, or
   * begins another member.
   */
  list?: { endpoint: AdminEndpointName; member: string; orIn?: string };
}

const ENDPOINTS: Record<Kind, Endpoints> = {
  webClient: {
    delete: 'deleteWebClient',
    parameter: 'client_id',
    list: { endpoint: 'listWebClients', member: 'client_id' },
  },
  apiClient: {
    delete: 'deleteApiClient',
    parameter: 'client_id',
    list: { endpoint: 'listApiClients', member: 'client_id' },
  },
  // Of these nothing says which run has made them. They belong to an application, and go with one that was made here.
  initialAccessToken: { delete: 'revokeInitialAccessToken', parameter: 'id' },
  softwareStatement: { delete: 'revokeSoftwareStatement', parameter: 'id' },
  appInstallation: { delete: 'deleteAppInstallation', parameter: 'client_id' },
  application: {
    delete: 'deleteApplication',
    parameter: 'identifier',
    list: { endpoint: 'listApplications', member: 'identifier' },
  },
  identityProvider: {
    delete: 'deleteIdentityProvider',
    parameter: 'identifier',
    list: { endpoint: 'listIdentityProviders', member: 'identifier' },
  },
  webHook: { delete: 'deleteWebHook', parameter: 'id', list: { endpoint: 'listWebHooks', member: 'id' } },
  scope: {
    delete: 'deleteScope',
    parameter: 'identifier',
    list: { endpoint: 'listScopes', member: 'identifier', orIn: 'description' },
  },
};

/**
 * Removes things in a valid order. Things that are already gone are not an error, and what cannot be removed keeps
 * nothing else.
 * @throws a sentence for each thing that could not be removed
 */
export async function remove(admin: AdminApi, things: readonly Made[]): Promise<void> {
  const left: string[] = [];
  for (const kind of KINDS) {
    for (const { id, shared } of things.filter((made) => made.kind === kind).reverse()) {
      const why = await problemOf(async () => {
        if (kind === 'application') await removeInstallations(admin, id);
        const { delete: endpoint, parameter } = ENDPOINTS[kind];
        await removeOne(admin, endpoint, { [parameter]: id }, shared);
      });
      if (why !== undefined) left.push(`${kind} ${id} could not be removed: ${why}`);
    }
  }
  if (left.length > 0) throw new Error(left.join('\n'));
}

async function problemOf(work: () => Promise<void>): Promise<string | undefined> {
  try {
    await work();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

async function removeOne(
  admin: AdminApi,
  endpoint: AdminEndpointName,
  parameters: Record<string, string>,
  shared = false,
): Promise<void> {
  const { status, body } = await admin.request(endpoint, { parameters });
  if (status === 202) throw new Error('it waits for a second administrator, who has to approve that it is deleted');
  const isInUse = status === 409;
  if (status >= 300 && status !== 404 && !(shared && isInUse)) throw new Error(`${status} ${JSON.stringify(body)}`);
}

/** An application cannot be deleted while it has installations. */
async function removeInstallations(admin: AdminApi, application: string): Promise<void> {
  for (;;) {
    const { items } = await admin.call('listAppInstallations', { query: { application, limit: '200' } });
    if (items.length === 0) return;
    for (const { client_id } of items) await removeOne(admin, 'deleteAppInstallation', { client_id });
  }
}

/**
 * Removes leftovers of runs that were aborted. What somebody has come to use since then stays, and is told on standard
 * error: it must not keep a run from beginning.
 * @param minutes for which a worker must have made nothing: until then it may still be at work ({@link SignsOfLife}),
 * and everything of it stays
 * @param prefix of the names; by default that of the kit
 */
export async function sweep(admin: AdminApi, minutes: number, prefix?: string): Promise<void> {
  const found: (Made & Mark)[] = [];
  for (const kind of KINDS) found.push(...(await markedThings(admin, kind, prefix)));
  const silent = new Map<string, number>();
  for (const { worker, age } of found) silent.set(worker, Math.min(age, silent.get(worker) ?? Infinity));
  const left = found.filter(({ worker }) => silent.get(worker)! >= minutes);
  const why = await problemOf(() => remove(admin, left));
  if (why !== undefined) process.stderr.write(`Of a run that was ended before its time, this is left:\n${why}\n`);
}

/** Everything of a kind that has the mark of a worker, of which run ever. */
async function markedThings(admin: AdminApi, kind: Kind, prefix?: string): Promise<(Made & Mark)[]> {
  const { list } = ENDPOINTS[kind];
  if (!list) return [];
  const found: (Made & Mark)[] = [];
  for (let cursor: string | undefined, more = true; more;) {
    const query = { q: searchedFor(prefix), limit: '200', ...(cursor === undefined ? {} : { cursor }) };
    const reply = await admin.request(list.endpoint, { query });
    if (reply.status !== 200) {
      throw new Error(`${list.endpoint} was answered ${reply.status}: ${JSON.stringify(reply.body)}`);
    }
    const page = reply.body as { items: Record<string, string>[]; next_cursor?: string };
    for (const item of page.items) {
      const id = item[list.member]!;
      const own = markOf(id, Date.now(), prefix);
      const mark = own ?? markOf((list.orIn && item[list.orIn]) ?? '', Date.now(), prefix);
      if (mark) found.push({ kind, id, ...(own ? {} : { shared: true }), ...mark });
    }
    cursor = page.next_cursor;
    more = cursor !== undefined;
  }
  return found;
}
