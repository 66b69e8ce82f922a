import { PATHS } from '@passant/contracts';
import { type AttackCase, casesOf } from '../case.js';
import { requireRefusal, requireStatus, requireThat } from '../judge.js';
import { mobile } from '../parts/mobile.js';
import { METADATA, registrar } from '../parts/registrar.js';
import { REGISTRATION_LOCK } from './registration-lock.js';

const NO_TOKEN = { status: 401, error: 'invalid_token' };

const family = 'registration';

const TOKENS = casesOf(
  { family, severity: 'critical', references: ['ASVS 10.4.7'], expected: '401 with invalid_token, and no client' },
  [
    {
      id: 'no-token',
      title: 'Nobody registers a client without a token.',
      async run(world) {
        // A dry run leaves no client where open registration is on, which is for the operator to decide.
        const reply = await (await world.part(registrar)).register(undefined, METADATA, '?dry_run=true');
        requireRefusal(reply, NO_TOKEN);
      },
    },
    ...[
      ['garbage', 'x'.repeat(43)],
      ['empty', ''],
      ['null', 'null'],
      ['sql', "' OR 1=1 --"],
    ].map(([id = '', token = '']) => ({
      id: `token-${id}`,
      title: `Nobody registers a client with a made-up token (${id}).`,
      run: async (world: Parameters<AttackCase['run']>[0]) => {
        const reply = await (await world.part(registrar)).register(token, METADATA);
        requireRefusal(reply, { status: [400, 401], error: ['invalid_token', 'invalid_request'] });
      },
    })),
    {
      id: 'token-twice',
      title: 'An initial access token for one client registers one.',
      async run(world) {
        const developer = await world.part(registrar);
        const token = await developer.token();
        requireStatus(await developer.register(token, METADATA), 201);
        requireRefusal(await developer.register(token, METADATA), NO_TOKEN);
      },
    },
    {
      id: 'token-at-once',
      title: 'An initial access token for one client registers one, however many requests use it at once.',
      references: ['ASVS 15.4.2'],
      expected: 'one 201, and seven refusals',
      async run(world) {
        const developer = await world.part(registrar);
        const token = await developer.token();
        const replies = await Promise.all(Array.from({ length: 8 }, () => developer.register(token, METADATA)));
        const made = replies.filter(({ status }) => status === 201).length;
        requireThat(made === 1, `It registered ${made} clients.`);
        for (const reply of replies) if (reply.status !== 201) requireRefusal(reply, NO_TOKEN);
      },
    },
    {
      id: 'token-revoked',
      title: 'A revoked initial access token registers nothing.',
      async run(world) {
        const developer = await world.part(registrar);
        const { id, initial_access_token: token } = await developer.made();
        await world.admin.call('revokeInitialAccessToken', { parameters: { id } });
        requireRefusal(await developer.register(token, METADATA), NO_TOKEN);
      },
    },
    {
      id: 'token-expired',
      title: 'An initial access token that has ended registers nothing.',
      thorough: true,
      async run(world) {
        const developer = await world.part(registrar);
        const token = await developer.token({ expires_in: 60 });
        await new Promise((done) => setTimeout(done, 62_000));
        requireRefusal(await developer.register(token, METADATA), NO_TOKEN);
      },
    },
    {
      id: 'token-in-query',
      title: 'An initial access token in the query registers nothing.',
      references: ['RFC 9700 4.3.2', 'ASVS 14.2.1'],
      async run(world) {
        const developer = await world.part(registrar);
        const token = encodeURIComponent(await developer.token());
        const reply = await developer.register(undefined, METADATA, `?dry_run=true&access_token=${token}`);
        requireRefusal(reply, { status: [400, 401], error: ['invalid_token', 'invalid_request'] });
      },
    },
    {
      id: 'direct-authorization',
      title: 'Nobody has a client authorized for a person with a made-up master token.',
      async run(world) {
        const headers = { authorization: `Bearer ${'x'.repeat(43)}` };
        requireRefusal(await world.wire.ask('POST', PATHS.directAuthorization, { headers, json: {} }), NO_TOKEN);
      },
    },
    {
      id: 'token-changed',
      title: 'A self-contained initial access token whose rights were changed registers nothing.',
      references: ['ASVS 9.1.1'],
      async run(world) {
        const developer = await world.part(registrar);
        const token = await developer.token({ encoding: 'SELF_CONTAINED', scope: ['client-reg:grant:client'] });
        const [header = '', claims = '', signature = ''] = token.split('.');
        const wider = { ...(JSON.parse(Buffer.from(claims, 'base64url').toString()) as object), scope: 'client-reg' };
        const forged = (head: string, end: string) =>
          `${head}.${Buffer.from(JSON.stringify(wider)).toString('base64url')}.${end}`;
        const none = Buffer.from('{"alg":"none"}').toString('base64url');
        for (const attempt of [forged(header, signature), forged(none, ''), forged(none, signature)]) {
          requireRefusal(await developer.register(attempt, METADATA), NO_TOKEN);
        }
      },
    },
    {
      id: 'management-token-registers',
      title: 'A registration access token registers no further client.',
      async run(world) {
        const developer = await world.part(registrar);
        const client = await developer.client();
        requireRefusal(await developer.register(client.registration_access_token, METADATA), NO_TOKEN);
      },
    },
    {
      id: 'access-token-registers',
      title: 'An access token of an app registers no client.',
      references: ['ASVS 9.2.2'],
      async run(world) {
        const { phone, oneStep } = await world.part(mobile);
        const { oauth_token: issued } = (await phone.register(oneStep)).json as {
          oauth_token: { access_token: string };
        };
        const reply = await (await world.part(registrar)).register(issued.access_token, METADATA);
        requireRefusal(reply, { status: [401, 403], error: ['invalid_token', 'insufficient_scope'] });
      },
    },
  ],
);

const MANAGEMENT = casesOf(
  { family, severity: 'critical', references: ['ASVS 8.2.2'], expected: '401 or 403, and nothing changed' },
  [
    ...(['GET', 'PUT', 'DELETE'] as const).map((method) => ({
      id: `foreign-${method.toLowerCase()}`,
      title: `The registration access token of one client does not ${{ GET: 'read', PUT: 'change', DELETE: 'delete' }[method]} another.`,
      run: async (world: Parameters<AttackCase['run']>[0]) => {
        const developer = await world.part(registrar);
        const [mine, theirs] = [await developer.client(), await developer.client()];
        const json = method === 'PUT' ? { ...METADATA, client_id: theirs.client_id } : undefined;
        const reply = await developer.manage(method, theirs.client_id, mine.registration_access_token, json);
        requireRefusal(reply, { status: [401, 403], error: ['invalid_token', 'insufficient_scope'] });
        requireStatus(await developer.manage('GET', theirs.client_id, theirs.registration_access_token), 200);
      },
    })),
    {
      id: 'initial-token-reads',
      title: 'An initial access token does not read the client that was registered with it.',
      async run(world) {
        const developer = await world.part(registrar);
        const token = await developer.token({ registrations: 2 });
        const client = (await developer.register(token, METADATA)).json as { client_id: string };
        requireRefusal(await developer.manage('GET', client.client_id, token), NO_TOKEN);
      },
    },
    {
      id: 'no-management-token',
      title: 'Nobody reads a registration without its token, and nothing tells whether the client exists.',
      references: ['ASVS 8.2.2', 'ASVS 16.5.1'],
      expected: '401 in both cases, with the same words',
      async run(world) {
        const developer = await world.part(registrar);
        const { client_id } = await developer.client();
        const there = await developer.manage('GET', client_id, 'x'.repeat(43));
        const nowhere = await developer.manage('GET', 'nobody', 'x'.repeat(43));
        for (const reply of [there, nowhere, await developer.manage('GET', client_id, undefined)])
          requireRefusal(reply, NO_TOKEN);
        const words = ({ json }: typeof there) => (json as { error_description?: string }).error_description;
        requireThat(
          words(there) === words(nowhere),
          'An existing client is refused in other words than one that does not exist.',
        );
      },
    },
    {
      id: 'token-after-deletion',
      title: 'The registration access token of a deleted client is good for nothing.',
      async run(world) {
        const developer = await world.part(registrar);
        const client = await developer.client();
        requireStatus(await developer.manage('DELETE', client.client_id, client.registration_access_token), 204);
        requireRefusal(await developer.manage('GET', client.client_id, client.registration_access_token), NO_TOKEN);
      },
    },
    {
      id: 'change-identifier',
      title: 'A change does not turn one client into another.',
      expected: '400 or 403, and nothing changed',
      async run(world) {
        const developer = await world.part(registrar);
        const [mine, theirs] = [await developer.client(), await developer.client()];
        const reply = await developer.change(mine, { client_id: theirs.client_id });
        requireRefusal(reply, {
          status: [400, 401, 403],
          error: ['invalid_client_metadata', 'invalid_request', 'invalid_token'],
        });
      },
    },
  ],
);

export const REGISTRATION: readonly AttackCase[] = [...TOKENS, ...MANAGEMENT, ...REGISTRATION_LOCK];
