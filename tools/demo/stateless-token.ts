import { CompleteRegistrationResponse, type IssuedToken } from '@passant/contracts';
import type { Exchange } from '@passant/mobile-client';
import { StoryBroken } from './checks.js';
import type { Prepared } from './preparation.js';
import type { World } from './world.js';

/** Checks the response to a completed stateless registration. */
export function statelessToken({ checks }: World, reply: Exchange, { application }: Prepared): IssuedToken {
  const { status, oauth_token: token } = checks.answer(reply, 200, { CompleteRegistrationResponse });
  checks.tokenHeaders(reply);
  checks.equal('the script says success (2000–2999)', status, 2000);
  if (!checks.that('a token was given', token !== undefined, () => 'none') || !token) throw new StoryBroken();
  checks.equal('it lives as long as the application says', token.expires_in, application.access_token_validity);
  checks.equal('it has the requested scopes', token.scope, 'openid profile');
  checks.that('there is an ID token, because openid was granted', token.id_token !== undefined, () => 'none');
  checks.that(
    'there is no refresh token: without stateless sessions there is none',
    !token.refresh_token,
    () => 'there is one',
  );
  return token;
}
