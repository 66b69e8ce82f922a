import type { CreateInitialAccessToken, InitialAccessToken as View } from '@passant/contracts';
import type { EpochSeconds, InitialAccessToken } from '@passant/protocol';
import type { z } from 'zod';

/**
 * An initial access token as the admin API shows it: never the token itself.
 * @param clients number of clients registered with it that still exist
 */
export function renderInitialAccessToken(token: InitialAccessToken, clients: number): View {
  return {
    id: token.id,
    ...(token.application === null ? {} : { application: token.application }),
    ...(token.label === null ? {} : { label: token.label }),
    ...(token.subject === null ? {} : { subject: token.subject }),
    ...(token.clientId === null ? {} : { client_id: token.clientId }),
    scope: token.scope,
    audience: token.audience,
    encoding: token.encoding,
    registrations: token.registrations,
    uses: token.uses,
    clients,
    ...(token.clientLifetime === null ? {} : { client_lifetime: token.clientLifetime }),
    redirect_hosts: token.redirectHosts,
    expires_at: token.expiresAt,
    revoked: token.revoked,
    ...(token.trial === null ? {} : { trial: true as const }),
    created_by: token.createdBy,
    created_at: token.createdAt,
  };
}

/** The token that an administrator requested, before its value is generated. */
export function newInitialAccessToken(
  request: z.output<typeof CreateInitialAccessToken>,
  createdBy: string,
  now: EpochSeconds,
): Omit<InitialAccessToken, 'id' | 'tokenHash'> {
  return {
    encoding: request.encoding,
    application: request.application ?? null,
    clientId: null,
    subject: null,
    label: request.label || null,
    scope: [...new Set(request.scope)],
    audience: [...new Set(request.audience)],
    clientLifetime: request.client_lifetime ?? null,
    redirectHosts: [...new Set(request.redirect_hosts)],
    registrations: request.registrations,
    uses: 0,
    expiresAt: now + request.expires_in,
    revoked: false,
    trial: null,
    createdBy,
    createdAt: now,
  };
}
