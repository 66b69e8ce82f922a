import { generateKeyPairSync } from 'node:crypto';
import type { Application } from '@passant/contracts';
import { DeviceKey, type Exchange } from '@passant/mobile-client';
import type { AuthServer } from '../support/auth-server.js';
import { DocumentWorld } from '../support/document-world.js';
import { expectRefusal } from '../support/expectations.js';
import { BACK_END, HELLO_WORLD, MASTER_TOKEN, Registrar, informationOf, repeated } from '../support/registrar.js';
import { StatementOffice } from '../support/statement-office.js';

const [rsa, p384, ed25519] = [
  generateKeyPairSync('rsa', { modulusLength: 2048 }),
  generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  generateKeyPairSync('ed25519'),
].map(({ publicKey }) => publicKey.export({ format: 'jwk' }));
const ALGORITHM = { token_endpoint_auth_method: 'private_key_jwt' };

let world: DocumentWorld;
let server: AuthServer;
let registrar: Registrar;
let good: DeviceKey;
let web: Application;
let statement: string;
beforeAll(async () => {
  world = await DocumentWorld.start();
  ({ server } = world);
  registrar = new Registrar(server);
  good = await DeviceKey.generate();
  web = await server.given.webApplication(await server.given.provider());
  const office = new StatementOffice(server);
  statement = (await office.exportFor(await office.application())).software_statement;
});
afterAll(() => world.close());

type Keys = { keys: object[] };

/** Whatever sets keys, and what they are afterwards. */
const WAYS: [string, (jwks: Keys) => Promise<unknown>][] = [
  [
    'a registration',
    async (jwks) => jwksOf(await registrar.register(MASTER_TOKEN, { ...BACK_END, ...ALGORITHM, jwks })),
  ],
  [
    'a registration with an initial access token',
    async (jwks) =>
      jwksOf(await registrar.register(await registrar.initialAccessToken(), { ...HELLO_WORLD, ...ALGORITHM, jwks })),
  ],
  [
    'a change',
    async (jwks) => {
      const client = await registrar.client();
      return jwksOf(await registrar.change(client, { ...repeated(client), ...ALGORITHM, jwks }));
    },
  ],
  [
    'a registration with a software statement',
    async (jwks) => jwksOf(await registrar.register(undefined, { software_statement: statement, ...ALGORITHM, jwks })),
  ],
  [
    'the document of a client',
    async (jwks) => {
      const address = world.documents.publish({ ...ALGORITHM, jwks });
      expect((await world.open(address)).status).toBe(200);
      return (await server.store.clients.find(address))!.jwks!;
    },
  ],
  [
    'the import of a document',
    async (jwks) => {
      const body = { client_id: world.documents.publish({ ...ALGORITHM, jwks }) };
      return (await server.admin.call('previewClientDocument', { body })).proposed.jwks;
    },
  ],
  [
    'a new API client',
    async (jwks) => {
      const body = { name: 'One', scopes: ['onegini_api_token_introspection'], ...ALGORITHM, jwks };
      return jwksOf(await server.admin.request('createApiClient', { body }));
    },
  ],
  [
    'an API client',
    async (jwks) => {
      const body = {
        name: 'One',
        scopes: ['onegini_api_token_introspection'],
        ...ALGORITHM,
        jwks: { keys: [good.publicJwk] },
      };
      const { client_id } = await server.admin.call('createApiClient', { body });
      const request = { parameters: { client_id }, body: { jwks } as never, ifMatch: '*' };
      return jwksOf(await server.admin.request('updateApiClient', request));
    },
  ],
  [
    'a new web client',
    async (jwks) => {
      const body = { name: 'Portal', application: web.identifier, ...ALGORITHM, jwks };
      return jwksOf(await server.admin.request('createWebClient', { body }));
    },
  ],
];

function jwksOf(reply: Exchange): unknown {
  expect([reply.status, reply.body]).toEqual([
    expect.any(Number),
    expect.objectContaining({ jwks: expect.anything() }),
  ]);
  return (reply.body as { jwks?: unknown }).jwks;
}

/** What software publishes beside the key with which it signs. */
const others = (): [string, object][] => [
  ['RSA for encrypting', { ...rsa, use: 'enc' }],
  ['RSA for OAEP', { ...rsa, alg: 'RSA-OAEP' }],
  ['RSA for PS384', { ...rsa, alg: 'PS384' }],
  ['P-384', { ...p384 }],
  ['Ed25519', { ...ed25519 }],
  ['a kind that is not known', { kty: 'AKP', alg: 'ML-DSA-44', pub: 'AAAA' }],
  ['encrypting', { ...good.publicJwk, key_ops: ['encrypt'] }],
];

describe('Of a set of keys', () => {
  it.each(WAYS)('%s takes those that verify, and leaves out the others', async (_, set) => {
    const all = others().map(([, key]) => key);
    for (const keys of [
      ...others().map(([, key]) => [good.publicJwk, key]),
      [...all.slice(0, 3), good.publicJwk, ...all.slice(3)],
    ]) {
      expect(await set({ keys })).toEqual({
        keys: [expect.objectContaining({ kid: good.kid, alg: 'ES256', use: 'sig' })],
      });
    }
  });

  it('a registration with more keys than a client may have takes those that verify', async () => {
    const keys = [...Array<object>(25).fill({ ...p384 }), good.publicJwk];
    const reply = await registrar.register(MASTER_TOKEN, { ...BACK_END, ...ALGORITHM, jwks: { keys } });
    expect(jwksOf(reply)).toEqual({ keys: [expect.objectContaining({ kid: good.kid })] });
  });

  it.each<[string, () => Keys, string]>([
    [
      'has none that verifies',
      () => ({ keys: [{ ...p384 }, { ...rsa, use: 'enc' }] }),
      'jwks.keys[1] must be for signatures',
    ],
    ['is empty', () => ({ keys: [] }), 'jwks must hold a key'],
    ['has a private one', () => ({ keys: [good.publicJwk, { ...p384, d: 'AAAA' }] }), 'jwks.keys[1] contains private'],
    [
      'has a private one of a kind that is not known',
      () => ({ keys: [good.publicJwk, { kty: 'AKP', pub: 'AAAA', priv: 'AAAA' }] }),
      'jwks.keys[1] contains private',
    ],
  ])('that %s, a registration and a change take nothing', async (_, jwks, why) => {
    const metadata = { ...HELLO_WORLD, ...ALGORITHM, jwks: jwks() };
    const refused = expectRefusal(await registrar.register(MASTER_TOKEN, metadata), 400, 'invalid_client_metadata');
    expect(refused.error_description).toContain(why);
    const client = await registrar.client();
    const change = await registrar.change(client, { ...metadata, client_id: client.client_id });
    expect(expectRefusal(change, 400, 'invalid_client_metadata').error_description).toContain(why);
    expect(repeated(informationOf(await registrar.read(client)))).toEqual(repeated(client));
  });
});

it.each<[string, object]>([
  ['an empty set', { jwks: { keys: [] } }],
  ['a set of what does not verify', { jwks: { keys: [{ ...p384 }] } }],
  ['a set of more keys than a client may have', { jwks: { keys: Array(25).fill({ ...rsa }) } }],
  ['an address that is none', { jwks_uri: 'ftp://keys' }],
  ['an address that is very long', { jwks_uri: `https://example.com/${'a'.repeat(3000)}` }],
])('A client with a secret is registered whatever its keys are: %s', async (_, keys) => {
  for (const method of ['client_secret_basic', 'client_secret_post', 'none']) {
    const metadata = { ...HELLO_WORLD, token_endpoint_auth_method: method, ...keys };
    const client = informationOf(await registrar.register(await registrar.initialAccessToken(), metadata));
    expect(client).toMatchObject({ token_endpoint_auth_method: method });
    expect(Object.keys(client)).not.toEqual(expect.arrayContaining([expect.stringMatching(/^jwks/)]));
    expect((await registrar.change(client, { ...metadata, client_id: client.client_id })).status).toBe(200);
  }
});
