import { decodeJwt } from 'jose';
import type { Contestant } from '../contest.js';
import type { Laboratory } from '../laboratory.js';
import { type KeyHolder, assertedRequests, formOf } from '../load/asserted.js';
import { type App, Rival } from './rival.js';

/** Media type of an answer that is signed (RFC 9701 §4). */
const SIGNED = 'application/token-introspection+jwt';

const PATH_OF_OIDC_PROVIDER = '/token/introspection';
/** With this hint, node-oidc-provider does not search the refresh tokens. */
const HINT = '&token_type_hint=access_token';

/** What is said of the token in a signed answer (RFC 9701 §5). */
const introspectionOf = (jwt: string): Record<string, unknown> =>
  decodeJwt<{ token_introspection: Record<string, unknown> }>(jwt).token_introspection;

/** The same introspections, answered by a JWT that the server signs. */
export const answeredSigned = (plain: Contestant): Contestant => ({
  ...plain,
  prepare: async (count) => ({ ...(await plain.prepare(count)), accept: SIGNED }),
  read: introspectionOf,
});

/** The same introspections, asked by a caller that proves itself by an assertion in every request. */
export const askedWithKey = (plain: Contestant, caller: KeyHolder, audience: string): Contestant => ({
  ...plain,
  prepare: async (count) => {
    const job = await plain.prepare(count);
    const bodies = job.requests.map(({ body }) => body);
    const requests = await assertedRequests(
      [caller],
      audience,
      count,
      (proof, index) => `${bodies[index % bodies.length]}&${formOf(proof)}`,
    );
    return { ...job, requests, once: true };
  },
});

/** Introspection of distinct tokens by a rival, asked by its resource server with a secret. */
export async function introspectionBy(
  rival: Rival,
  tokens: number,
  path: string,
  hint = '',
): Promise<Omit<Contestant, 'name'>> {
  const requests = (await rival.make({ tokens })).map((token) => ({
    authorization: rival.resourceServer,
    body: `token=${token}${hint}`,
  }));
  return {
    url: rival.program.url,
    subject: rival.subject,
    prepare: () => Promise.resolve({ path, contentType: 'application/x-www-form-urlencoded', requests, once: false }),
    accepts: ({ active, sub }) => active === true && String(sub).startsWith('person-'),
  };
}

/** The same by node-oidc-provider. @param apps clients with keys that may ask as well */
export async function introspectionByOidcProvider(
  laboratory: Laboratory,
  tokens: number,
  apps: App[] = [],
): Promise<Contestant> {
  const rival = await Rival.start(laboratory, 'oidc-provider-server.mjs', { figure: 'introspection', apps });
  return { ...(await introspectionBy(rival, tokens, PATH_OF_OIDC_PROVIDER, HINT)), name: 'node-oidc-provider' };
}
