import { gzipSync } from 'node:zlib';
import { PATHS } from '@passant/contracts';
import { type AttackCase, casesOf } from '../case.js';
import { described, requireDiscretion, requireRefusal, requireStatus, requireThat } from '../judge.js';
import { STATELESS, mobile } from '../parts/mobile.js';
import { METADATA, registrar } from '../parts/registrar.js';
import type { Asking, Reply } from '../wire.js';
import type { World } from '../world.js';
import { HTTP_MESSAGES } from './http-messages.js';

const family = 'bodies';
const BAD = { status: [400, 413, 415, 422], error: ['invalid_request', 'invalid_client_metadata'] };
const JSON_TYPE = { 'content-type': 'application/json' };
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' };

/** Sends the second step with a body of any kind, which begins with good credentials. */
async function complete(world: World, make: (json: string) => Asking): Promise<Reply> {
  const { phone, oneStep } = await world.part(mobile);
  const json = JSON.stringify({ ...(await phone.proof()), ...STATELESS });
  return world.wire.ask('POST', PATHS.customRegistrationV2(oneStep.identifier, 'complete'), make(json));
}

/** Sends good JSON with something put before its end. */
const added = (members: string) => (world: World) =>
  complete(world, (json) => ({ headers: JSON_TYPE, body: `${json.slice(0, -1)},${members}}` }));

const JSONS = casesOf(
  {
    family,
    severity: 'high',
    references: ['ASVS 2.2.1', 'ASVS 1.5.3'],
    expected: '400, 413 or 415 with invalid_request',
  },
  [
    ...(
      [
        [
          'depth',
          'A body that is ten thousand levels deep is refused.',
          added(`"deep":${'['.repeat(10_000)}${']'.repeat(10_000)}`),
        ],
        [
          'array',
          'A list is no body.',
          (world) => complete(world, (json) => ({ headers: JSON_TYPE, body: `[${json}]` })),
        ],
        ['text', 'A text is no body.', (world) => complete(world, () => ({ headers: JSON_TYPE, body: '"attack"' }))],
        ['null', 'Null is no body.', (world) => complete(world, () => ({ headers: JSON_TYPE, body: 'null' }))],
        ['number', 'A number is no body.', (world) => complete(world, () => ({ headers: JSON_TYPE, body: '1e999' }))],
        [
          'comment',
          'A body with a comment is refused.',
          (world) => complete(world, (json) => ({ headers: JSON_TYPE, body: `/* x */${json}` })),
        ],
        [
          'trailing',
          'A body with a second one behind it is refused.',
          (world) => complete(world, (json) => ({ headers: JSON_TYPE, body: `${json}${json}` })),
        ],
        [
          'broken',
          'A body that ends too early is refused.',
          (world) => complete(world, (json) => ({ headers: JSON_TYPE, body: json.slice(0, -5) })),
        ],
        ['nan', 'A body with a number that JSON does not have is refused.', added('"n":NaN')],
        ['data-list', 'A list is not taken for a text.', added('"data":["attack"]')],
        ['data-number', 'A number is not taken for a text.', added('"profile_id":123456')],
        ['data-object', 'An object is not taken for a text.', added('"data":{"toString":"x"}')],
        ['scope-text', 'A text is not taken for a list.', added('"scope":"profile"')],
        [
          'params-proto',
          'Parameters for a script are texts, not objects.',
          added('"hook_context_custom_params":{"a":{"__proto__":{"b":"c"}}}'),
        ],
        [
          'utf-16',
          'A body in UTF-16 is refused.',
          (world) => complete(world, (json) => ({ headers: JSON_TYPE, body: Buffer.from(json, 'utf16le') })),
        ],
        [
          'gzip',
          'A compressed body is refused.',
          (world) =>
            complete(world, (json) => ({
              headers: { ...JSON_TYPE, 'content-encoding': 'gzip' },
              body: gzipSync(json),
            })),
        ],
        [
          'gzip-bomb',
          'A compressed body that would grow a thousandfold is refused unread.',
          (world) =>
            complete(world, () => ({
              headers: { ...JSON_TYPE, 'content-encoding': 'gzip' },
              body: gzipSync(Buffer.alloc(5_000_000)),
            })),
        ],
        [
          'type-text',
          'JSON that calls itself a text is refused: a page of others could send it.',
          (world) => complete(world, (json) => ({ headers: { 'content-type': 'text/plain' }, body: json })),
        ],
        [
          'type-none',
          'JSON that does not say what it is, is refused.',
          (world) => complete(world, (json) => ({ body: json })),
        ],
        [
          'type-form',
          'JSON that calls itself a form is refused.',
          (world) => complete(world, (json) => ({ headers: FORM_TYPE, body: json })),
        ],
        [
          'type-xml',
          'XML is refused.',
          (world) =>
            complete(world, () => ({
              headers: { 'content-type': 'application/xml' },
              body: '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>',
            })),
        ],
        [
          'type-multipart',
          'A body of several parts is refused.',
          (world) =>
            complete(world, () => ({ headers: { 'content-type': 'multipart/form-data; boundary=x' }, body: '--x--' })),
        ],
      ] as [string, string, (world: World) => Promise<Reply>][]
    ).map(([id, title, send]) => ({
      id,
      title,
      run: async (world: World) => {
        const reply = await send(world);
        requireThat(!reply.text.includes('"access_token"'), `It gave a token: ${described(reply)}`);
        requireRefusal(reply, { status: [400, 401, 413, 415], error: ['invalid_request', 'invalid_client'] });
      },
    })),
    {
      id: 'size',
      title: 'A body of three megabytes is refused.',
      references: ['ASVS 15.2.2'],
      expected: '413, or the connection is closed while the body is on its way',
      async run(world) {
        const send = added(`"padding":"${'x'.repeat(3_000_000)}"`);
        const reply = await send(world).catch(() => undefined);
        if (reply) return requireRefusal(reply, { status: [400, 413], error: 'invalid_request' });
        // Who is still sending sees a connection that is closed, and not why. The server has to be there, then.
        const { phone, oneStep } = await world.part(mobile);
        requireStatus(await phone.register(oneStep), 200);
      },
    },
  ],
);

const MEANINGS = casesOf(
  { family, severity: 'high', references: ['ASVS 15.3.6'], expected: 'refused, or without any effect' },
  [
    ...(
      [
        ['proto', '"__proto__":{"scope":["onegini_api_admin"],"isAdmin":true}'],
        ['constructor', '"constructor":{"prototype":{"scope":["onegini_api_admin"],"isAdmin":true}}'],
      ] as const
    ).map(([id, members]) => ({
      id: `pollution-${id}`,
      title: `A member "${id === 'proto' ? '__proto__' : 'constructor'}" does not reach the prototype of all objects.`,
      run: async (world: World) => {
        const { phone, oneStep } = await world.part(mobile);
        const reply = await added(members)(world);
        requireStatus(reply, 200, 400);
        requireThat(!reply.text.includes('onegini_api_admin'), described(reply));
        // What stays behind would show in the next request.
        const after = await phone.register(oneStep);
        requireStatus(after, 200);
        requireThat(!after.text.includes('onegini_api_admin') && !after.text.includes('isAdmin'), described(after));
      },
    })),
    {
      id: 'duplicate-json',
      title: 'A member that stands in a body twice is refused, or read in one way by everybody who reads it.',
      references: ['ASVS 1.5.3'],
      expected: '400, or the last one counts',
      async run(world) {
        const reply = await added('"profile_id":"SECOND","grant_type":"attack"')(world);
        requireRefusal(reply, { status: 400, error: ['invalid_request', 'unsupported_grant_type', 'invalid_grant'] });
      },
    },
    {
      id: 'null-credentials',
      title: 'Credentials that are null are no credentials.',
      severity: 'critical',
      references: ['ASVS 15.3.5'],
      expected: '400 with invalid_client',
      async run(world) {
        const { oneStep } = await world.part(mobile);
        const json = { ...STATELESS, client_assertion: null, client_assertion_type: null };
        const reply = await world.wire.ask('POST', PATHS.customRegistrationV2(oneStep.identifier, 'complete'), {
          json,
        });
        requireRefusal(reply, { status: [400, 401], error: ['invalid_client', 'invalid_request'] });
      },
    },
    {
      id: 'nul',
      title: 'A NUL in a body makes no error of the server.',
      references: ['ASVS 16.5.3'],
      expected: 'refused, or taken as it is; never 5xx',
      async run(world) {
        const developer = await world.part(registrar);
        const reply = await developer.register(await developer.token(), {
          ...METADATA,
          client_name: 'Attack\u0000suite',
        });
        requireRefusal(reply, BAD);
      },
    },
    {
      id: 'surrogate',
      title: 'Half a character in a body makes no error of the server.',
      references: ['ASVS 16.5.3'],
      expected: 'refused, or taken; never 5xx',
      async run(world) {
        const developer = await world.part(registrar);
        const body = JSON.stringify({ ...METADATA, client_name: 'Attack \ud800' });
        const headers = { ...JSON_TYPE, authorization: `Bearer ${await developer.token()}` };
        const reply = await world.wire.ask('POST', PATHS.clients, { headers, body });
        requireStatus(reply, 201, 400);
        requireThat(
          reply.status === 400 || (reply.json as { client_id?: unknown }).client_id !== undefined,
          described(reply),
        );
        if (reply.status === 400) requireDiscretion(reply);
      },
    },
  ],
);

export const BODIES: readonly AttackCase[] = [...JSONS, ...MEANINGS, ...HTTP_MESSAGES];
