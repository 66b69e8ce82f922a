import { randomBytes } from 'node:crypto';
import { jest } from '@jest/globals';
import { DeviceKey } from '@passant/mobile-client';
import { generateKeyPair, SignJWT } from 'jose';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { tokenOf } from '../support/token-client.js';

let server: AuthServer;
/** Clients that cannot authenticate with an assertion of a made-up key, and one that does not exist. */
let clients: Record<'known' | 'disabled' | 'with a secret' | 'unknown', string>;

beforeAll(async () => {
  server = await AuthServer.start();
  const make = async (method: 'private_key_jwt' | 'client_secret_basic') =>
    server.admin.call('createApiClient', {
      body: {
        name: 'Back end',
        scopes: ['onegini_api_token_introspection'],
        token_endpoint_auth_method: method,
        ...(method === 'private_key_jwt' ? { jwks: { keys: [(await DeviceKey.generate()).publicJwk] } } : {}),
      },
    });
  const [known, disabled, secret] = [
    await make('private_key_jwt'),
    await make('private_key_jwt'),
    await make('client_secret_basic'),
  ];
  const parameters = { client_id: disabled.client_id };
  const { etag } = await server.admin.call('readApiClient', { parameters });
  await server.admin.call('updateApiClient', { parameters, body: { enabled: false }, ifMatch: etag });
  clients = {
    known: known.client_id,
    disabled: disabled.client_id,
    'with a secret': secret.client_id,
    unknown: 'nobody',
  };
});
afterAll(() => server.close());

const NAMES = ['known', 'disabled', 'with a secret', 'unknown'] as const;

/** An assertion in the name of a client, signed with a key that is not the client's. */
async function forged(clientId: string, alg: string, claims: object = {}): Promise<string> {
  const { privateKey } = await generateKeyPair(alg);
  const now = server.clock.now();
  return new SignJWT({
    ...{ iss: clientId, sub: clientId, aud: server.issuer, exp: now + 60 },
    ...{ jti: randomBytes(8).toString('hex'), ...claims },
  })
    .setProtectedHeader({ alg })
    .sign(privateKey);
}

/** How often a signature was verified for a request that was refused. */
async function verificationsFor(assertion: string): Promise<number> {
  const verify = jest.spyOn(crypto.subtle, 'verify');
  try {
    const form = {
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: assertion,
    };
    expectRefusal(await tokenOf(server.url, { form }, { grant_type: 'client_credentials' }), 401, 'invalid_client');
    return verify.mock.calls.length;
  } finally {
    verify.mockRestore();
  }
}

describe('A client assertion that is refused', () => {
  it.each(['ES256', 'PS256', 'RS256'])(
    'is one verification with %s, whether or not there is such a client',
    async (alg) => {
      for (const name of NAMES) {
        expect({ name, made: await verificationsFor(await forged(clients[name], alg)) }).toEqual({ name, made: 1 });
      }
    },
  );

  it.each([
    ['another audience', { aud: 'https://other.example' }],
    ['another subject', { sub: 'somebody' }],
    ['an end that has passed', { exp: 1 }],
    ['no identifier', { jti: undefined }],
  ])('is one verification with %s, whether or not there is such a client', async (_, claims) => {
    for (const name of NAMES) {
      const assertion = await forged(clients[name], 'ES256', claims);
      expect({ name, made: await verificationsFor(assertion) }).toEqual({ name, made: 1 });
    }
  });

  it('is none with an algorithm that no client has, whether or not there is such a client', async () => {
    for (const name of NAMES) {
      expect({ name, made: await verificationsFor(await forged(clients[name], 'ES384')) }).toEqual({ name, made: 0 });
    }
  });
});
