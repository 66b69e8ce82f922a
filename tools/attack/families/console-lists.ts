import type { AdminEndpointName } from '@passant/contracts';
import { type AttackCase, casesOf } from '../case.js';
import { described, requireDiscretion, requireRefusal, requireStatus, requireThat } from '../judge.js';
import type { World } from '../world.js';

const family = 'console';

const LISTS = casesOf(
  {
    family,
    severity: 'medium',
    references: ['ASVS 2.2.1', 'ASVS 1.2.4'],
    expected: '400 with invalid_request, or an empty list',
  },
  [
    ...(
      [
        ['limit-zero', 'listApplications', '?limit=0'],
        ['limit-large', 'listApplications', '?limit=100000'],
        ['limit-text', 'listApplications', '?limit=all'],
        ['limit-twice', 'listApplications', '?limit=1&limit=2'],
        ['cursor', 'listApplications', '?cursor=attack'],
        ['cursor-sql', 'listEvents', "?cursor=' OR 1=1 --"],
        ['unknown', 'listApplications', '?role=Admin'],
        ['search-long', 'search', `?q=${'x'.repeat(10_000)}`],
      ] as [string, AdminEndpointName, string][]
    ).map(([id, name, query]) => ({
      id: `list-${id}`,
      title: `A list is not asked for in a way that nobody offers (${id.replaceAll('-', ' ')}).`,
      run: async (world: World) => {
        const reply = await world.askAdmin(name, { ...(await world.session()) }, { query: encodeURI(query) });
        requireRefusal(reply, { status: [400, 404, 405, 415], error: ['invalid_request', 'not_found'] });
      },
    })),
    {
      id: 'list-like',
      title: 'A search for a sign of SQL finds what has that sign, not everything.',
      expected: 'an empty list',
      async run(world) {
        const session = { ...(await world.session()) };
        await world.given.application({ name: 'Attack suite: found' });
        for (const q of ['%', '_%_%_%', "' OR '1'='1", '\\']) {
          const reply = await world.askAdmin('listApplications', session, { query: `?q=${encodeURIComponent(q)}` });
          requireStatus(reply, 200);
          const { items } = reply.json as { items?: { identifier: string }[] };
          requireThat(Array.isArray(items), described(reply));
          requireThat(
            !items.some(({ identifier }) => identifier.startsWith('attack-')),
            `"${q}" finds what it is not in.`,
          );
          requireDiscretion(reply);
        }
        const all = await world.askAdmin('listApplications', session, { query: '?q=attack-' });
        requireThat(((all.json as { items?: unknown[] }).items ?? []).length > 0, 'The search finds nothing at all.');
      },
    },
  ],
);

const CONDITIONS = casesOf(
  {
    family,
    severity: 'medium',
    references: ['ASVS 15.4.2'],
    expected: '428 without the version, 412 with another one',
  },
  [
    {
      id: 'blind-change',
      title: 'Nobody changes an application without saying which version they saw.',
      async run(world) {
        const application = await world.given.application({ name: 'Attack suite: seen' });
        const change = { parameters: { identifier: application.identifier }, json: { name: 'Attack suite: blind' } };
        const session = { ...(await world.session()) };
        requireRefusal(await world.askAdmin('updateApplication', session, change), {
          status: 428,
          error: 'precondition_required',
        });
        for (const version of ['"x"', 'x', '']) {
          const reply = await world.askAdmin('updateApplication', { ...session, 'if-match': version }, change);
          requireRefusal(reply, {
            status: [400, 412, 428],
            error: ['invalid_request', 'precondition_failed', 'precondition_required'],
          });
        }
      },
    },
    {
      id: 'changes-at-once',
      title: 'Of many changes of one version at once, one is taken.',
      async run(world) {
        const { identifier, etag } = await world.given.application({ name: 'Attack suite: raced' });
        const session = { ...(await world.session()), 'if-match': etag };
        const replies = await Promise.all(
          Array.from({ length: 6 }, (_, index) =>
            world.askAdmin('updateApplication', session, {
              parameters: { identifier },
              json: { name: `Attack suite: ${index}` },
            }),
          ),
        );
        const taken = replies.filter(({ status }) => status === 200).length;
        requireThat(taken === 1, `${taken} were taken.`);
      },
    },
    {
      id: 'secrets-shown-once',
      title: 'A secret is shown when it is made, and never again.',
      severity: 'high',
      references: ['ASVS 15.3.1'],
      expected: 'no secret in what is read later',
      async run(world) {
        const { client_id, client_secret } = await world.given.apiClient({ name: 'Attack suite' });
        const session = { ...(await world.session()) };
        const read = await world.askAdmin('readApiClient', session, { parameters: { client_id } });
        const listed = await world.askAdmin('listApiClients', session, { query: `?q=${client_id}` });
        for (const reply of [read, listed]) {
          requireStatus(reply, 200);
          requireThat(!reply.text.includes(client_secret ?? 'client_secret"'), 'It shows the secret.');
          requireThat(reply.text.includes(client_id) && !/"client_secret"|hash"/.test(reply.text), described(reply));
        }
      },
    },
  ],
);

export const CONSOLE_LISTS: readonly AttackCase[] = [...LISTS, ...CONDITIONS];
