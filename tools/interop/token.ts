import { createHash, randomBytes } from 'node:crypto';
import { PATHS, type TokenAnswer } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { basic } from '../world/basic.js';
import type { Issuer } from './issuer.js';
import { Person } from './person.js';

const REDIRECT_URI = 'https://tokens.test/callback';

/** Gets an active access token about a person, for clients that do nothing but introspect tokens. */
export async function tokenOf(issuer: Issuer, name = 'ada', scope = 'openid profile email'): Promise<string> {
  const { clientId, clientSecret } = await issuer.setup.webClient({ redirect_uris: [REDIRECT_URI] });
  const verifier = randomBytes(32).toString('base64url');
  const parameters = new URLSearchParams({
    ...{ response_type: 'code', client_id: clientId, redirect_uri: REDIRECT_URI, scope },
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
  });
  const { url } = await new Person(name).visit(
    `${issuer.url}${PATHS.authorize}?${parameters.toString()}`,
    REDIRECT_URI,
  );
  const code = new URL(url).searchParams.get('code') ?? '';
  const { status, body } = await send<TokenAnswer>('POST', issuer.url + PATHS.token, {
    headers: { authorization: basic(clientId, clientSecret) },
    form: { grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI, code_verifier: verifier },
  });
  if (status !== 200) throw new Error(`There is no token to ask about: ${JSON.stringify(body)}.`);
  return body.access_token;
}
