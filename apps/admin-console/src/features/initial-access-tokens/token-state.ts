import type { InitialAccessToken, InitialAccessTokenState } from '@passant/contracts';

export type TokenState = InitialAccessTokenState;

/** Whether a token can still register clients, and if not, why. `now` is in epoch seconds. */
export function stateOf(
  {
    revoked,
    uses,
    registrations,
    expires_at: expiresAt,
  }: Pick<InitialAccessToken, 'revoked' | 'uses' | 'registrations' | 'expires_at'>,
  now: number = Date.now() / 1000,
): TokenState {
  if (revoked) return 'revoked';
  if (uses >= registrations) return 'used';
  return expiresAt <= now ? 'expired' : 'usable';
}
