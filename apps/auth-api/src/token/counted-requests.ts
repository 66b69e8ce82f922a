import type { FoundRefreshToken } from '@passant/persistence';
import {
  type Client,
  type EpochSeconds,
  type Present,
  type ReceivedRequest,
  type RegistrationState,
  endOfSession,
  readScope,
} from '@passant/protocol';

/** The identity provider that vouched for whom a refresh token was issued for. */
export const providerOf = (found: FoundRefreshToken): string =>
  'person' in found ? found.person.identityProvider : found.identityProvider;

/**
 * A refresh as its shape is counted; `undefined` if the token is of no use whatever is configured: unknown, somebody
 * else's or expired.
 */
export function countedRefresh(
  client: Client,
  { application, providers }: Present,
  found: FoundRefreshToken | undefined,
  scope: string | undefined,
  now: EpochSeconds,
): ReceivedRequest | undefined {
  if (!found || !application || found.clientId !== client.clientId || found.expiresAt <= now) return undefined;
  const isSession = !('person' in found);
  if (isSession && endOfSession(application, found.authenticatedAt) <= now) return undefined;
  const identityProvider = providerOf(found);
  return {
    request: isSession ? 'session_refresh' : 'refresh',
    provider: providers.find(({ identifier }) => identifier === identityProvider),
    scopes: readScope(scope),
    granted: found.scopes,
  };
}

/** The same for an implicit authentication; `undefined` if there is no registration that it could stand on. */
export function countedImplicitAuthentication(
  { providers }: Present,
  found: RegistrationState | undefined,
  scope: string | undefined,
): ReceivedRequest | undefined {
  if (!found?.live) return undefined;
  const { identityProvider, scopes } = found.person;
  return {
    request: 'implicit_authentication',
    provider: providers.find(({ identifier }) => identifier === identityProvider),
    scopes: readScope(scope),
    granted: scopes,
  };
}
