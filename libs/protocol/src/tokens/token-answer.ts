import type { IssuedToken, TokenAnswer } from '@passant/contracts';
import type { TokenPlan } from './token-request.js';

/** The tokens of one response, as their holder receives them. */
export interface TokenTexts {
  access: string;
  refresh?: string | undefined;
  idToken?: string | undefined;
}

/** The token response for a plan (RFC 6749 §5.1). */
export function renderIssuedToken(
  { scopes, issuedAt, expiresAt }: TokenPlan,
  { access, refresh, idToken }: TokenTexts,
): IssuedToken {
  return {
    token_type: 'bearer',
    access_token: access,
    ...(refresh === undefined ? {} : { refresh_token: refresh }),
    ...(idToken === undefined ? {} : { id_token: idToken }),
    expires_in: expiresAt - issuedAt,
    scope: scopes.join(' '),
  };
}

/** The same for the token endpoint, which also returns the profile the token is based on. */
export function renderTokenAnswer(plan: TokenPlan, texts: TokenTexts): TokenAnswer {
  return {
    ...renderIssuedToken(plan, texts),
    ...(plan.person ? { profile_id: plan.person.profileId } : {}),
  };
}
