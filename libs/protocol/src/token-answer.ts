import type { IssuedToken, TokenAnswer } from '@passant/contracts';
import type { TokenPlan } from './token-request.js';

/** The tokens of one answer, as their holder is given them. */
export interface TokenTexts {
  access: string;
  refresh?: string | undefined;
  idToken?: string | undefined;
}

/** What a client is given for a plan (RFC 6749 §5.1). */
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

/** The same at the token endpoint, where it is also said which of a client's registrations the token stands on. */
export function renderTokenAnswer(plan: TokenPlan, texts: TokenTexts): TokenAnswer {
  return {
    ...renderIssuedToken(plan, texts),
    ...(plan.person ? { profile_id: plan.person.profileId } : {}),
  };
}
