import { PATHS } from '@passant/contracts';
import { type AttackCase, casesOf } from '../case.js';
import { NotTested, described, requireDiscretion, requireRefusal, requireStatus, requireThat } from '../judge.js';
import { backEnds } from '../parts/back-ends.js';
import { issuedBy, mobile } from '../parts/mobile.js';
import { bearer, registrar } from '../parts/registrar.js';
import { basic, web } from '../parts/web.js';
import type { Reply } from '../wire.js';
import type { World } from '../world.js';
import { TOKENS_OF_SWITCHED_OFF } from './switched-off.js';

const NO_CLIENT = { status: 401, error: 'invalid_client' };
const NOBODY = 'nothing but {"active":false}';

/** The answer about a token that is no business of the caller. RFC 7662 §2.2: it says nothing else. */
function requireInactive(reply: Reply): void {
  requireStatus(reply, 200);
  requireThat(reply.text === '{"active":false}', `Expected ${NOBODY}, but ${described(reply)}`);
}

const family = 'introspection';
const ask = (world: World, headers: Record<string, string>, token: string) =>
  world.wire.ask('POST', PATHS.introspectV2, { headers, form: { token } });

/** What somebody fishes with, made from a token that is active. */
const FISHED: [id: string, title: string, make: (token: string) => string][] = [
  ['random', 'A made-up token of the right form', () => '0123456789ABCDEF'.repeat(4)],
  ['shorter', 'A token without its last character', (token) => token.slice(0, -1)],
  ['longer', 'A token with a character behind it', (token) => `${token}0`],
  ['lower', 'A token in small letters', (token) => token.toLowerCase()],
  ['last', 'A token with another last character', (token) => token.slice(0, -1) + (token.endsWith('0') ? '1' : '0')],
  ['space', 'A token with a space behind it', (token) => `${token} `],
  ['nul', 'A token with a NUL behind it', (token) => `${token}\0`],
  ['like', 'A pattern of SQL', () => '%'],
  ['sql', 'A piece of SQL', () => "' OR '1'='1"],
  ['long', 'A token of sixty thousand characters', () => 'A'.repeat(60_000)],
  ['jwt', 'A JWT without a signature', () => 'eyJhbGciOiJub25lIn0.eyJzdWIiOiJhdHRhY2sifQ.'],
];

const FISHING = casesOf(
  { family, severity: 'high', references: ['RFC 9700 4.9', 'ASVS 10.3.1'], expected: NOBODY },
  FISHED.map(([id, title, make]) => ({
    id: `fishing-${id}`,
    title: `${title} is inactive, and nothing is said about it.`,
    run: async (world: World) => {
      const { backEnd, token } = await world.part(backEnds);
      requireInactive(await backEnd.introspect(make(token)));
    },
  })),
);

const FOREIGN = casesOf(
  { family, severity: 'critical', references: ['RFC 9700 4.10.2', 'ASVS 8.2.2'], expected: NOBODY },
  [
    {
      id: 'narrow',
      title: 'A back end learns nothing about a token of an application that is not its own.',
      async run(world) {
        const { narrow, token } = await world.part(backEnds);
        requireInactive(await narrow.introspect(token));
      },
    },
    {
      id: 'narrow-batch',
      title: 'A back end learns nothing about foreign tokens in a batch either.',
      async run(world) {
        const { narrow, backEnd, token } = await world.part(backEnds);
        const batch = (headers: Record<string, string>) =>
          world.wire.ask('POST', PATHS.introspectBatch, { headers, json: { tokens: [token, token] } });
        const { results } = (await batch(backEnd.basic)).json as { results?: { active: boolean }[] };
        if (results?.length !== 2 || !results[0]!.active) throw new NotTested('A batch of own tokens is not answered.');
        const reply = await batch(narrow.basic);
        requireStatus(reply, 200);
        requireThat(reply.text === '{"results":[{"active":false},{"active":false}]}', described(reply));
      },
    },
    {
      id: 'narrow-v1',
      title: 'A back end learns nothing about a foreign token at the older endpoint either.',
      async run(world) {
        const { narrow, token } = await world.part(backEnds);
        requireInactive(await world.wire.ask('POST', PATHS.introspectV1, { headers: narrow.basic, form: { token } }));
      },
    },
    {
      id: 'refresh-token',
      title: 'A refresh token is no access token.',
      references: ['ASVS 9.2.2'],
      async run(world) {
        const { backEnd } = await world.part(backEnds);
        const { phone, oneStep } = await world.part(mobile);
        const { refresh_token } = issuedBy(await phone.register(oneStep));
        if (refresh_token === undefined) throw new NotTested('The registration gave no refresh token.');
        requireInactive(await backEnd.introspect(refresh_token));
      },
    },
    {
      id: 'id-token',
      title: 'An ID token is no access token.',
      references: ['ASVS 9.2.2'],
      async run(world) {
        const { backEnd } = await world.part(backEnds);
        const { website } = await world.part(web);
        const { id_token } = issuedBy(await website.redeem(await website.code()));
        if (id_token === undefined) throw new NotTested('The sign-in gave no ID token.');
        requireInactive(await backEnd.introspect(id_token));
      },
    },
    {
      id: 'code',
      title: 'An authorization code is no access token.',
      references: ['ASVS 9.2.2'],
      async run(world) {
        const { backEnd } = await world.part(backEnds);
        requireInactive(await backEnd.introspect(await (await world.part(web)).website.code()));
      },
    },
    {
      id: 'initial-access-token',
      title: 'An initial access token is no access token.',
      references: ['ASVS 9.2.2'],
      async run(world) {
        const { backEnd } = await world.part(backEnds);
        requireInactive(await backEnd.introspect(await (await world.part(registrar)).token()));
      },
    },
    {
      id: 'revoked',
      title: 'A revoked token is inactive at once.',
      references: ['ASVS 10.4.9'],
      async run(world) {
        const { backEnd } = await world.part(backEnds);
        const { phone, oneStep } = await world.part(mobile);
        const { access_token } = issuedBy(await phone.register(oneStep));
        const before = await backEnd.introspect(access_token);
        requireThat(before.text.includes('"active":true'), described(before));
        requireStatus(await phone.post(PATHS.revoke, { token: access_token }), 200);
        requireInactive(await backEnd.introspect(access_token));
      },
    },
  ],
);

const CALLERS = casesOf(
  { family, severity: 'critical', references: ['ASVS 10.4.10', 'ASVS 13.2.1'], expected: '401 with invalid_client' },
  [
    ...(
      [
        ['nobody', 'Nobody introspects without credentials.', () => ({})],
        ['wrong-secret', 'A wrong secret does not introspect.', ({ backEnd }) => basic(backEnd.clientId, 'wrong')],
        ['empty-secret', 'An empty secret does not introspect.', ({ backEnd }) => basic(backEnd.clientId, '')],
        [
          'secret-of-neighbour',
          'The secret of another back end does not introspect.',
          ({ backEnd, narrow }) => basic(backEnd.clientId, narrow.clientSecret),
        ],
        ['unknown', 'An unknown client does not introspect.', () => basic('nobody', 'secret')],
        ['bearer', 'The token itself does not introspect.', ({ token }) => bearer(token)],
        ['basic-broken', 'Credentials that are no Base64 do not introspect.', () => ({ authorization: 'Basic %%%' })],
      ] as [string, string, (part: Awaited<ReturnType<typeof backEnds>>) => Record<string, string>][]
    ).map(([id, title, headers]) => ({
      id: `caller-${id}`,
      title,
      run: async (world: World) => {
        const part = await world.part(backEnds);
        const refusal = { status: [400, 401], error: ['invalid_client', 'invalid_request', 'invalid_token'] };
        requireRefusal(await ask(world, headers(part), part.token), refusal);
      },
    })),
    {
      id: 'caller-app',
      title: 'An app does not introspect, not even its own tokens.',
      expected: '400, 401 or 403',
      async run(world) {
        const { token } = await world.part(backEnds);
        const { phone } = await world.part(mobile);
        requireRefusal(await phone.post(PATHS.introspectV2, { token }), {
          status: [400, 401, 403],
          error: ['invalid_client', 'unauthorized_client', 'insufficient_scope'],
        });
      },
    },
    {
      id: 'caller-website',
      title: 'A client of a website does not introspect.',
      expected: '400, 401 or 403',
      async run(world) {
        const { token } = await world.part(backEnds);
        const { website } = await world.part(web);
        requireRefusal(await ask(world, website.basic, token), {
          status: [400, 401, 403],
          error: ['invalid_client', 'unauthorized_client', 'insufficient_scope'],
        });
      },
    },
    {
      id: 'caller-scope',
      title: 'A back end that may introspect reads no events.',
      references: ['RFC 9700 2.3', 'ASVS 8.2.1'],
      expected: '403 with insufficient_scope',
      async run(world) {
        const { backEnd } = await world.part(backEnds);
        requireRefusal(await world.wire.ask('GET', PATHS.events, { headers: backEnd.basic }), {
          status: 403,
          error: 'insufficient_scope',
        });
      },
    },
    {
      id: 'same-words',
      title: 'A wrong secret is refused in the same words as an unknown client.',
      severity: 'low',
      references: ['ASVS 6.3.8', 'ASVS 16.5.1'],
      expected: 'two refusals that differ in nothing but their identifiers',
      async run(world) {
        const { backEnd, token } = await world.part(backEnds);
        const wrong = await ask(world, basic(backEnd.clientId, 'wrong'), token);
        const unknown = await ask(world, basic('nobody', 'wrong'), token);
        for (const reply of [wrong, unknown]) requireRefusal(reply, NO_CLIENT);
        const words = ({ json }: Reply) => (json as { error_description?: string }).error_description;
        requireThat(words(wrong) === words(unknown), `"${words(wrong)}" is not "${words(unknown)}".`);
      },
    },
  ],
);

const FORMS = casesOf({ family, severity: 'medium', references: ['ASVS 2.2.1'], expected: '400, 405 or 415' }, [
  {
    id: 'json',
    title: 'A question in JSON is refused, and not read as if it were a form.',
    async run(world) {
      const { backEnd, token } = await world.part(backEnds);
      const reply = await world.wire.ask('POST', PATHS.introspectV2, { headers: backEnd.basic, json: { token } });
      requireRefusal(reply, { status: [400, 415], error: 'invalid_request' });
    },
  },
  {
    id: 'query',
    title: 'A token in the query is not looked at.',
    references: ['RFC 9700 4.3.2', 'ASVS 14.2.1'],
    async run(world) {
      const { backEnd, token } = await world.part(backEnds);
      const path = `${PATHS.introspectV2}?token=${token}`;
      const reply = await world.wire.ask('POST', path, { headers: backEnd.basic, form: {} });
      requireRefusal(reply, { status: 400, error: 'invalid_request' });
    },
  },
  {
    id: 'get',
    title: 'Nobody introspects with GET.',
    references: ['ASVS 4.1.4', 'ASVS 14.2.1'],
    async run(world) {
      const { backEnd, token } = await world.part(backEnds);
      const reply = await world.wire.ask('GET', `${PATHS.introspectV2}?token=${token}`, { headers: backEnd.basic });
      requireRefusal(reply, { status: 405, error: 'invalid_request' });
    },
  },
  {
    id: 'two-tokens',
    title: 'A question about two tokens is refused.',
    references: ['ASVS 15.3.7'],
    async run(world) {
      const { backEnd, token } = await world.part(backEnds);
      const form: [string, string][] = [
        ['token', token],
        ['token', 'another'],
      ];
      const reply = await world.wire.ask('POST', PATHS.introspectV2, { headers: backEnd.basic, form });
      requireRefusal(reply, { status: 400, error: 'invalid_request' });
    },
  },
  {
    id: 'batch-large',
    title: 'A batch of more than a hundred tokens is refused.',
    references: ['ASVS 15.2.2'],
    async run(world) {
      const { backEnd } = await world.part(backEnds);
      const json = { tokens: Array.from({ length: 101 }, () => 'x') };
      const reply = await world.wire.ask('POST', PATHS.introspectBatch, { headers: backEnd.basic, json });
      requireRefusal(reply, { status: 400, error: 'invalid_request' });
    },
  },
  {
    id: 'not-stored',
    title: 'Nobody between the server and a back end keeps what a token says.',
    references: ['ASVS 14.3.2'],
    expected: 'Cache-Control: no-store',
    async run(world) {
      const { backEnd, token } = await world.part(backEnds);
      const reply = await backEnd.introspect(token);
      requireStatus(reply, 200);
      requireThat(reply.text.includes('"active":true'), described(reply));
      const control = reply.headers.get('cache-control') ?? '';
      requireThat(/\bno-store\b/.test(control), `Cache-Control is "${control}".`);
      requireDiscretion(reply);
    },
  },
  {
    id: 'timing',
    title: 'How long an answer takes tells nothing about a token; measured, and not judged.',
    severity: 'low',
    references: ['ASVS 11.2.4'],
    expected: 'medians of the same size; a network and a shared machine say more than the server',
    async run(world) {
      const { narrow, token } = await world.part(backEnds);
      const times: Record<'foreign' | 'unknown', number[]> = { foreign: [], unknown: [] };
      for (let round = 0; round < 15; round += 1) {
        for (const [kind, fished] of [
          ['foreign', token],
          ['unknown', '0123456789ABCDEF'.repeat(4)],
        ] as const) {
          const since = performance.now();
          requireStatus(await narrow.introspect(fished), 200);
          times[kind].push(performance.now() - since);
        }
      }
      const median = (values: number[]) => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!.toFixed(1);
      throw new NotTested(
        `Not judged. Medians of 15: ${median(times.foreign)} ms for a foreign token, ${median(times.unknown)} ms for none.`,
      );
    },
  },
]);

export const INTROSPECTION: readonly AttackCase[] = [
  ...FISHING,
  ...FOREIGN,
  ...TOKENS_OF_SWITCHED_OFF,
  ...CALLERS,
  ...FORMS,
];
