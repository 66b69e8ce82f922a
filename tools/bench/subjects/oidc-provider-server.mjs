/**
 * node-oidc-provider with PostgreSQL. Where there is a choice of configuration, this uses the cheapest: its own clients
 * are part of the configuration and need no lookup, tokens belong to no grant, and features that a figure does not need
 * are off, because each of them adds lookups. Runs as a separate process, set up over the channel of `fork`.
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';
import { PostgresAdapter, prepareDatabase } from './oidc-provider-adapter.mjs';

/** @type {{ figure: 'introspection' | 'token' | 'registration', apps: { clientId: string, jwk: object }[] }} */
const { figure, apps } = JSON.parse(process.env.BENCH_SETUP ?? '');

const RESOURCE_SERVER = { id: 'gateway', secret: randomBytes(32).toString('base64url') };
const NO_REDIRECT = { redirect_uris: [], response_types: [] };

await prepareDatabase();
const server = createServer();
await new Promise((done) => server.listen(0, '127.0.0.1', () => done(undefined)));
const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
const issuer = `http://127.0.0.1:${port}`;

const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const signingKey = { ...privateKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig' };

const appGrants = figure === 'introspection' ? [] : ['client_credentials'];

const provider = new Provider(issuer, {
  adapter: PostgresAdapter,
  jwks: { keys: [signingKey] },
  clientDefaults: {
    id_token_signed_response_alg: 'ES256',
    ...(figure === 'introspection' ? { introspection_signed_response_alg: 'ES256' } : {}),
  },
  scopes: ['profile'],
  clients: [
    {
      ...{ client_id: RESOURCE_SERVER.id, client_secret: RESOURCE_SERVER.secret, grant_types: [] },
      ...{ token_endpoint_auth_method: 'client_secret_basic', ...NO_REDIRECT },
    },
    ...apps.map(({ clientId, jwk }) => ({
      ...{ client_id: clientId, grant_types: appGrants, scope: 'profile', jwks: { keys: [jwk] } },
      ...{ token_endpoint_auth_method: 'private_key_jwt', token_endpoint_auth_signing_alg: 'ES256', ...NO_REDIRECT },
    })),
  ],
  features: {
    devInteractions: { enabled: false },
    introspection: { enabled: figure === 'introspection', allowedPolicy: () => true },
    jwtIntrospection: { enabled: figure === 'introspection' },
    clientCredentials: { enabled: figure !== 'introspection' },
    registration: {
      enabled: figure === 'registration',
      initialAccessToken: true,
      policies: {
        /** An initial access token is valid for one registration. @param {any} context */
        once: (context) => context.oidc.entities.InitialAccessToken.destroy(),
      },
    },
  },
  ttl: { AccessToken: () => 3600, ClientCredentials: () => 3600, InitialAccessToken: () => 3600 },
});
server.on('request', provider.callback());

/** @param {number} count @param {(index: number) => Promise<string>} make */
async function many(count, make) {
  /** @type {string[]} */
  const made = [];
  while (made.length < count) {
    const first = made.length;
    const length = Math.min(32, count - first);
    made.push(...(await Promise.all(Array.from({ length }, (_, index) => make(first + index)))));
  }
  return made;
}

/** @param {number} count */
async function makeTokens(count) {
  const client = await provider.Client.find(RESOURCE_SERVER.id);
  return many(count, (index) =>
    new provider.AccessToken({ client, accountId: `person-${index}`, scope: 'profile', gty: 'implicit' }).save(),
  );
}

/** @param {number} count */
const makeInitialAccessTokens = (count) =>
  many(count, () => new provider.InitialAccessToken({ policies: ['once'] }).save());

/** @param {any} wish */
async function grant({ id, tokens, initialAccessTokens }) {
  if (tokens) process.send?.({ id, made: await makeTokens(tokens) });
  if (initialAccessTokens) process.send?.({ id, made: await makeInitialAccessTokens(initialAccessTokens) });
}
process.on('message', (wish) => void grant(wish));
process.once('SIGTERM', () => process.exit(0));

process.send?.({ resourceServer: RESOURCE_SERVER });
console.log(`Listening on ${issuer}`);
