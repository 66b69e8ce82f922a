import { JWT_BEARER_ASSERTION_TYPE } from '@passant/contracts';
import type { DeviceKey } from '@passant/mobile-client';
import { decodeJwt } from 'jose';
import { inParallel } from '../../world/in-parallel.js';
import type { Contestant } from '../contest.js';
import type { Laboratory } from '../laboratory.js';
import type { Request } from '../load/load.js';
import { type App, Rival } from './rival.js';

/** Media type of an answer that is signed (RFC 9701 §4). */
export const SIGNED_INTROSPECTION = 'application/token-introspection+jwt';

const PATH_OF_OIDC_PROVIDER = '/token/introspection';
/** With this hint, node-oidc-provider does not search the refresh tokens. */
const HINT = '&token_type_hint=access_token';

/** What is said of the token in a signed answer (RFC 9701 §5). */
export const introspectionOf = (jwt: string): Record<string, unknown> =>
  decodeJwt<{ token_introspection: Record<string, unknown> }>(jwt).token_introspection;

/** A resource server that authenticates with a key. */
export interface KeyHolder {
  clientId: string;
  key: DeviceKey;
  /** Of its assertions. */
  audience: string;
}

/** Introspections that are authenticated by an assertion each, of tokens by turns. */
export function assertedIntrospections(
  { clientId, key, audience }: KeyHolder,
  count: number,
  tokens: readonly string[],
): Promise<Request[]> {
  const now = Math.floor(Date.now() / 1000);
  return inParallel(count, async (index) => {
    const assertion = await key.assertion(clientId, audience, now);
    const proof = {
      client_id: clientId,
      client_assertion_type: JWT_BEARER_ASSERTION_TYPE,
      client_assertion: assertion,
    };
    return { body: `${new URLSearchParams({ ...proof, token: tokens[index % tokens.length]! }).toString()}${HINT}` };
  });
}

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
