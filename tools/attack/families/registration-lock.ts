import { PATHS } from '@passant/contracts';
import { SignJWT, exportJWK, generateKeyPair } from 'jose';
import { type AttackCase, casesOf } from '../case.js';
import { requireRefusal } from '../judge.js';
import { mobile } from '../parts/mobile.js';
import { BACK_END, METADATA, bearer, registrar } from '../parts/registrar.js';
import { HOSTILE } from './hostile-metadata.js';

const TOO_FAR = { status: 403, error: 'insufficient_scope' };
const BAD = { status: 400, error: ['invalid_client_metadata', 'invalid_redirect_uri', 'invalid_request'] };

const family = 'registration';

const LOCK = casesOf(
  {
    family,
    severity: 'critical',
    references: ['RFC 9700 2.3', 'ASVS 10.4.4'],
    expected: '403 with insufficient_scope',
  },
  [
    ...(
      [
        ['grant-code', ['client-reg:grant:client'], METADATA, 'sign people in'],
        ['grant-client', ['client-reg:grant:code'], BACK_END, 'act for itself'],
        ['scope', ['client-reg:grant:client'], { ...BACK_END, scope: 'attack' }, 'choose its scopes'],
        [
          'client-id',
          ['client-reg:grant:code'],
          { ...METADATA, preferred_client_id: 'attack-chosen' },
          'choose its identifier',
        ],
        [
          'client-secret',
          ['client-reg:grant:code'],
          { ...METADATA, preferred_client_secret: 'x'.repeat(43) },
          'choose its secret',
        ],
        ['data', ['client-reg:grant:code'], { ...METADATA, data: { attack: true } }, 'attach data'],
      ] as [string, string[], object, string][]
    ).map(([id, scope, metadata, what]) => ({
      id: `lock-${id}`,
      title: `A token that does not permit it registers no client that may ${what}.`,
      run: async (world: Parameters<AttackCase['run']>[0]) => {
        const developer = await world.part(registrar);
        requireRefusal(await developer.register(await developer.token({ scope }), metadata), TOO_FAR);
      },
    })),
    ...(
      [
        [
          'grant',
          {
            grant_types: ['client_credentials', 'authorization_code'],
            response_types: ['code'],
            redirect_uris: METADATA.redirect_uris,
          },
          'no further grant',
        ],
        ['scope', { scope: 'attack' }, 'no scope of its choice'],
        ['data', { data: { attack: true } }, 'no data'],
      ] as [string, object, string][]
    ).map(([id, changes, what]) => ({
      id: `lock-change-${id}`,
      title: `A change gives a client ${what} that its token did not permit.`,
      run: async (world: Parameters<AttackCase['run']>[0]) => {
        const developer = await world.part(registrar);
        const client = await developer.client(BACK_END, { scope: ['client-reg:grant:client'] });
        requireRefusal(await developer.change({ ...client, scope: undefined }, changes), TOO_FAR);
      },
    })),
    {
      id: 'lock-hosts',
      title: 'A token that names the hosts of redirect URIs registers no other, and a change does not either.',
      references: ['RFC 9700 4.1.3', 'ASVS 10.4.1'],
      expected: '400 or 403 both times',
      async run(world) {
        const developer = await world.part(registrar);
        const redirect_hosts = ['attack.invalid'];
        const elsewhere = { redirect_uris: ['https://attack.invalid.example.com/callback'] };
        const refusal = { status: [400, 403], error: ['invalid_redirect_uri', 'insufficient_scope'] };
        requireRefusal(
          await developer.register(await developer.token({ redirect_hosts }), { ...METADATA, ...elsewhere }),
          refusal,
        );
        const client = await developer.client(METADATA, { redirect_hosts });
        requireRefusal(await developer.change(client, elsewhere), refusal);
      },
    },
    {
      id: 'lock-application',
      title: 'A token of one application registers no installation of another.',
      references: ['ASVS 8.2.2'],
      expected: '400 or 403',
      async run(world) {
        const { phone, stranger } = await world.part(mobile);
        const token = await world.given.initialAccessToken(phone.application, { expires_in: 600 });
        const metadata = {
          ...{ client_name: 'Attack suite', application_type: 'native', app_platform: 'ios', software_version: '1.0' },
          ...{ token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [phone.key.publicJwk] } },
          software_id: stranger.application.identifier,
        };
        const reply = await world.wire.ask('POST', PATHS.clients, { headers: bearer(token), json: metadata });
        requireRefusal(reply, { status: [400, 403], error: ['invalid_client_metadata', 'insufficient_scope'] });
      },
    },
  ],
);

const KEYS = casesOf(
  {
    family,
    severity: 'high',
    references: ['ASVS 10.4.16', 'ASVS 9.1.3'],
    expected: '400 with invalid_client_metadata',
  },
  [
    ...(
      [
        [
          'private',
          'a private key',
          async () => exportJWK((await generateKeyPair('ES256', { extractable: true })).privateKey),
        ],
        [
          'symmetric',
          'a symmetric key',
          () => Promise.resolve({ kty: 'oct', k: 'c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0' }),
        ],
        [
          'off-curve',
          'a point that is not on the curve',
          () => Promise.resolve({ kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) }),
        ],
        [
          'short-rsa',
          'an RSA key of 64 bytes',
          () => Promise.resolve({ kty: 'RSA', e: 'AQAB', n: `_${'A'.repeat(85)}` }),
        ],
      ] as [string, string, () => Promise<object>][]
    ).map(([id, what, make]) => ({
      id: `jwks-${id}`,
      title: `A client does not authenticate with ${what}.`,
      run: async (world: Parameters<AttackCase['run']>[0]) => {
        const developer = await world.part(registrar);
        const jwks = { keys: [{ ...(await make()), kid: 'attack', use: 'sig' }] };
        const metadata = { ...METADATA, token_endpoint_auth_method: 'private_key_jwt', jwks };
        requireRefusal(await developer.register(await developer.token(), metadata), BAD);
      },
    })),
    {
      id: 'statement-forged',
      title: 'A software statement that somebody else signed is refused.',
      references: ['ASVS 9.1.1', 'ASVS 9.1.3'],
      expected: '400 or 401, and no client',
      async run(world) {
        const { phone } = await world.part(mobile);
        const genuine = await world.given.softwareStatement(phone.application);
        const [header = '', claims = ''] = genuine.split('.');
        const decoded = (part: string) =>
          JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
        const { privateKey } = await generateKeyPair('ES256');
        const signed = await new SignJWT(decoded(claims))
          .setProtectedHeader({ ...decoded(header), alg: 'ES256' })
          .sign(privateKey);
        const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${claims}.`;
        for (const software_statement of [signed, none]) {
          const metadata = {
            software_statement,
            token_endpoint_auth_method: 'private_key_jwt',
            jwks: { keys: [phone.key.publicJwk] },
          };
          const reply = await world.wire.ask('POST', PATHS.clients, { json: metadata });
          requireRefusal(reply, {
            status: [400, 401],
            error: ['invalid_software_statement', 'unapproved_software_statement', 'invalid_token'],
          });
        }
      },
    },
  ],
);

const METADATA_CASES = casesOf(
  {
    family,
    severity: 'high',
    references: ['RFC 9700 4.1.3', 'ASVS 10.4.7'],
    expected: '400 with invalid_client_metadata or invalid_redirect_uri',
  },
  HOSTILE.map(([id, title, metadata]) => ({
    id: `metadata-${id}`,
    title,
    run: async (world: Parameters<AttackCase['run']>[0]) => {
      const developer = await world.part(registrar);
      requireRefusal(await developer.register(await developer.token(), { ...METADATA, ...metadata }), BAD);
    },
  })),
);

export const REGISTRATION_LOCK: readonly AttackCase[] = [...LOCK, ...KEYS, ...METADATA_CASES];
