/**
 * The least that a fair comparison needs: Fastify, `pg` and one indexed statement per request, as a named prepared
 * statement. It keeps its clients in memory, records neither events nor metrics, validates only what security requires,
 * and seals nothing. Runs as a separate process, set up over the channel of `fork`.
 */
import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import Fastify from 'fastify';
import { importJWK, jwtVerify } from 'jose';
import pg from 'pg';

/** As many database connections as Passant has. */
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 16 });

await pool.query(`
  CREATE TABLE token (hash bytea PRIMARY KEY, client_id text NOT NULL, scope text NOT NULL, subject text NOT NULL,
    issued_at bigint NOT NULL, expires_at bigint NOT NULL);
  CREATE TABLE used_assertion (client_id text NOT NULL, jti text NOT NULL, expires_at bigint NOT NULL,
    PRIMARY KEY (client_id, jti));
  CREATE TABLE initial_access_token (hash bytea PRIMARY KEY, used boolean NOT NULL);
  CREATE TABLE client (client_id text PRIMARY KEY, metadata jsonb NOT NULL, registration_token_hash bytea NOT NULL)`);

/** @param {string} text */
const sha256 = (text) => createHash('sha256').update(text).digest();
const now = () => Math.floor(Date.now() / 1000);

const RESOURCE_SERVER = { id: 'gateway', secret: randomBytes(32).toString('base64url') };
const SECRET_HASH = sha256(RESOURCE_SERVER.secret);

/** Public keys of the apps by client ID, imported once. @type {Map<string, Awaited<ReturnType<typeof importJWK>>>} */
const appKeys = new Map();

const server = Fastify();
let issuer = '';

server.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
  done(null, Object.fromEntries(new URLSearchParams(String(body))));
});

/** @param {string | undefined} header */
function isResourceServer(header) {
  const [id, secret] = Buffer.from(header?.replace(/^Basic /, '') ?? '', 'base64')
    .toString('utf8')
    .split(':');
  return id === RESOURCE_SERVER.id && timingSafeEqual(sha256(secret ?? ''), SECRET_HASH);
}

const FIND = 'SELECT client_id, scope, subject, issued_at, expires_at FROM token WHERE hash = $1 AND expires_at > $2';

server.post('/introspect', async (request, reply) => {
  if (!isResourceServer(request.headers.authorization)) return reply.code(401).send({ error: 'invalid_client' });
  const { token } = /** @type {{ token: string }} */ (request.body);
  const { rows } = await pool.query({ name: 'find', text: FIND, values: [sha256(token), now()] });
  const found = rows[0];
  if (!found) return { active: false };
  return {
    ...{ active: true, scope: found.scope, client_id: found.client_id, sub: found.subject, token_type: 'Bearer' },
    ...{ iat: Number(found.issued_at), exp: Number(found.expires_at), iss: issuer },
  };
});

// A single statement, so that the use of the assertion and the token commit together, in one round trip.
const REGISTER = `
  WITH first_use AS (
    INSERT INTO used_assertion VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING 1
  )
  INSERT INTO token SELECT $4, $1, 'profile', $5, $6, $7 FROM first_use`;

server.post('/register', async (request, reply) => {
  const { client_assertion: assertion, client_id: clientId, person } = /** @type {any} */ (request.body);
  const key = appKeys.get(clientId);
  if (!key) return reply.code(401).send({ error: 'invalid_client' });
  const options = { audience: issuer, issuer: clientId, subject: clientId, algorithms: ['ES256'] };
  const { payload } = await jwtVerify(assertion, key, options);
  const token = randomBytes(32).toString('hex');
  const { rowCount } = await pool.query({
    name: 'register',
    text: REGISTER,
    values: [clientId, payload.jti, payload.exp, sha256(token), person, now(), now() + 3600],
  });
  if (rowCount === 0) return reply.code(401).send({ error: 'invalid_client' });
  return { access_token: token, token_type: 'Bearer', expires_in: 3600 };
});

const REGISTER_CLIENT = `
  WITH spent AS (
    UPDATE initial_access_token SET used = true WHERE hash = $1 AND NOT used RETURNING 1
  )
  INSERT INTO client SELECT $2, $3, $4 FROM spent`;

server.post('/clients', async (request, reply) => {
  const token = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
  const clientId = randomBytes(32).toString('hex');
  const registrationToken = randomBytes(32).toString('base64url');
  const { rowCount } = await pool.query({
    name: 'register-client',
    text: REGISTER_CLIENT,
    values: [sha256(token), clientId, JSON.stringify(request.body), sha256(registrationToken)],
  });
  if (rowCount === 0) return reply.code(401).send({ error: 'invalid_token' });
  reply.code(201);
  const metadata = /** @type {object} */ (request.body);
  return { ...metadata, client_id: clientId, registration_access_token: registrationToken };
});

/** @param {number} count */
async function makeTokens(count) {
  const tokens = Array.from({ length: count }, () => randomBytes(32).toString('hex'));
  await pool.query(
    `INSERT INTO token SELECT hash, 'app', 'profile', 'person-' || n, $2, $3
       FROM unnest($1::bytea[]) WITH ORDINALITY made (hash, n)`,
    [tokens.map(sha256), now(), now() + 3600],
  );
  return tokens;
}

/** @param {number} count */
async function makeInitialAccessTokens(count) {
  const tokens = Array.from({ length: count }, () => randomBytes(32).toString('hex'));
  await pool.query('INSERT INTO initial_access_token SELECT unnest($1::bytea[]), false', [tokens.map(sha256)]);
  return tokens;
}

/** @param {{ clientId: string, jwk: import('jose').JWK }[]} apps */
async function knowApps(apps) {
  for (const { clientId, jwk } of apps) appKeys.set(clientId, await importJWK(jwk, 'ES256'));
}

/** @param {any} wish */
async function grant({ id, tokens, initialAccessTokens, apps }) {
  if (tokens) process.send?.({ id, made: await makeTokens(tokens) });
  if (initialAccessTokens) process.send?.({ id, made: await makeInitialAccessTokens(initialAccessTokens) });
  if (apps) process.send?.({ id, made: await knowApps(apps) });
}
process.on('message', (wish) => void grant(wish));
process.once('SIGTERM', () => process.exit(0));

issuer = await server.listen({ port: 0, host: '127.0.0.1' });
process.send?.({ resourceServer: RESOURCE_SERVER });
console.log(`Listening on ${issuer}`);
