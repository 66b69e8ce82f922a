import { jest } from '@jest/globals';
import type { AdminEndpointName } from '@passant/contracts';
import type { AdminApi, CallOptions } from '../server/admin-api.js';
import { type Made, remove, sweep } from './removal.js';

type Reply = { status: number; body: unknown };

/** An admin API that answers as told, and remembers what was deleted. */
function adminThat(answers: (name: AdminEndpointName, options: CallOptions) => Reply | undefined) {
  const deleted: string[] = [];
  const request = (name: AdminEndpointName, options: CallOptions = {}): Promise<Reply> => {
    const reply = answers(name, options) ?? { status: name.startsWith('list') ? 200 : 204, body: { items: [] } };
    if (name.startsWith('delete') && reply.status === 204) deleted.push(Object.values(options.parameters!).join());
    return Promise.resolve(reply);
  };
  const call = async (name: AdminEndpointName, options?: CallOptions) => (await request(name, options)).body;
  return { admin: { request, call } as unknown as AdminApi, deleted };
}

const IN_USE = { status: 409, body: { error: 'conflict' } };
const MADE: Made[] = [
  { kind: 'scope', id: 'scope' },
  { kind: 'application', id: 'app' },
  { kind: 'appInstallation', id: 'phone' },
  { kind: 'webClient', id: 'web' },
];

describe('What a test has made', () => {
  it('is removed before what it refers to', async () => {
    const { admin, deleted } = adminThat(() => undefined);
    await remove(admin, MADE);
    expect(deleted).toEqual(['web', 'phone', 'app', 'scope']);
  });

  it('keeps nothing else where it cannot be removed, and that is told', async () => {
    const { admin, deleted } = adminThat((name) => (name === 'deleteApplication' ? IN_USE : undefined));
    await expect(remove(admin, MADE)).rejects.toThrow('application app could not be removed: 409 {"error":"conflict"}');
    expect(deleted).toEqual(['web', 'phone', 'scope']);
  });

  it.each(['application', 'appInstallation'] as const)(
    'is told where a second administrator has to approve that it goes: %s',
    async (kind) => {
      const { admin } = adminThat((name) => {
        if (name === 'listAppInstallations') return { status: 200, body: { items: [{ client_id: 'phone' }] } };
        return name.startsWith('delete') ? { status: 202, body: { state: 'PENDING' } } : undefined;
      });
      await expect(remove(admin, [{ kind, id: 'made' }])).rejects.toThrow(
        `${kind} made could not be removed: it waits for a second administrator`,
      );
    },
  );

  it('is left to those who have come to use it, where others may', async () => {
    const { admin, deleted } = adminThat((name) => (name === 'deleteScope' ? IN_USE : undefined));
    await remove(admin, [...MADE.slice(1), { kind: 'scope', id: 'scope', shared: true }]);
    expect(deleted).toEqual(['web', 'phone', 'app']);
  });

  it('is given up where its installations stay, instead of trying for ever', async () => {
    const { admin } = adminThat((name) => {
      if (name === 'listAppInstallations') return { status: 200, body: { items: [{ client_id: 'phone' }] } };
      return name === 'deleteAppInstallation' ? { status: 403, body: { error: 'forbidden' } } : undefined;
    });
    await expect(remove(admin, [{ kind: 'application', id: 'app' }])).rejects.toThrow('403');
  });
});

describe('What a run left behind that was killed', () => {
  const old = `pw-${Math.floor(Date.now() / 60_000 - 200).toString(36)}-abc123-app1`;
  const leftBehind = (name: AdminEndpointName) =>
    name === 'listApplications' ? { status: 200, body: { items: [{ identifier: old }] } } : undefined;

  it('keeps no run from beginning where somebody has come to use it', async () => {
    const { admin } = adminThat((name) => (name === 'deleteApplication' ? IN_USE : leftBehind(name)));
    const said = jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    await sweep(admin, 120);
    expect(said.mock.calls.map(([text]) => text).join('')).toContain(`application ${old} could not be removed: 409`);
    said.mockRestore();
  });

  it('stays as long as its worker makes anything, and goes when that makes nothing any more', async () => {
    const minutesAgo = (minutes: number) => Math.floor(Date.now() / 60_000 - minutes).toString(36);
    const named = (minutes: number, worker: string) => ({ identifier: `pw-${minutesAgo(minutes)}-${worker}-app1` });
    const items = [named(300, 'lives0'), named(300, 'killed'), named(121, 'killed')];
    const there: Partial<Record<AdminEndpointName, object[]>> = {
      listApplications: items,
      listWebHooks: [{ id: `pw-${minutesAgo(119)}-lives0-lease1` }],
    };
    const { admin, deleted } = adminThat((name) => there[name] && { status: 200, body: { items: there[name] } });
    await sweep(admin, 120);
    expect(deleted.sort()).toEqual([items[1], items[2]].map((item) => item!.identifier).sort());
  });

  it('cannot be looked for by whoever may not look', async () => {
    const { admin } = adminThat(() => ({ status: 403, body: { error: 'forbidden' } }));
    await expect(sweep(admin, 120)).rejects.toThrow('listWebClients was answered 403: {"error":"forbidden"}');
  });
});
