import {
  type Application,
  type IdentityProvider,
  STATELESS_AUTHENTICATION_GRANT,
  type UserAuthentication,
} from '@passant/contracts';
import type { MobileApp } from '@passant/mobile-client';
import type { AuthServer } from './auth-server.js';
import { signed, tokenOf } from './token-client.js';

const PERSON_SCRIPT = `function execute(data) {
  return { status: 2000, user: { id: 'person-' + (data || 'anna'), amr: ['mfa'], city: 'Delft' } };
}`;
const EVERYTHING = {
  stateless_authentication: true,
  stateless_session: true,
  implicit_authentication: true,
  mobile_authentication: true,
};
/** The longest duration of a session of {@link sessionWorld}, in seconds. */
export const DURATION = 1800;

/** What differs from an application whose stateless registrations begin sessions. */
export interface WorldChanges {
  switches?: Partial<UserAuthentication>;
  application?: object;
  provider?: object;
}

/** An installation whose stateless registrations begin sessions of {@link DURATION}; its tokens live for ten minutes. */
export async function sessionWorld(
  server: AuthServer,
  { switches = {}, application: more = {}, provider: scheme = {} }: WorldChanges = {},
) {
  const provider = await server.given.provider({ scripts: { complete: PERSON_SCRIPT }, ...scheme });
  const application = await server.given.mobileApplication(provider, {
    user_authentication: { ...EVERYTHING, ...switches },
    stateless_session_duration: DURATION,
    access_token_validity: 600,
    ...more,
  });
  const app = await server.given.appInstance(application);
  const register = async (request: object = {}) => {
    const asked = { profile_id: 'AAAAAA', scope: ['openid', 'profile', 'read'] };
    const { body } = await app.complete(provider.identifier, {
      ...asked,
      grant_type: STATELESS_AUTHENTICATION_GRANT,
      ...request,
    });
    return body.oauth_token!;
  };
  return { provider, application, app, resourceServer: await server.given.resourceServer(), register };
}

export const proofOf = (server: AuthServer, app: MobileApp) =>
  signed(app.key, app.clientId, server.issuer, server.clock.now());

/** Exchanges a refresh token. */
export const refreshOf = async (server: AuthServer, app: MobileApp, refresh_token = '', more = {}) =>
  tokenOf(server.url, await proofOf(server, app), { grant_type: 'refresh_token', refresh_token, ...more });

export async function changeApplication(
  server: AuthServer,
  { identifier }: Pick<Application, 'identifier'>,
  body: object,
): Promise<void> {
  const { etag } = await server.admin.call('readApplication', { parameters: { identifier } });
  await server.admin.call('updateApplication', { parameters: { identifier }, body, ifMatch: etag });
}

export async function changeProvider(
  server: AuthServer,
  { identifier }: Pick<IdentityProvider, 'identifier'>,
  body: object,
): Promise<void> {
  const { etag } = await server.admin.call('readIdentityProvider', { parameters: { identifier } });
  await server.admin.call('updateIdentityProvider', { parameters: { identifier }, body, ifMatch: etag });
}

/** How many families and access tokens a client has. */
export async function leftOf(
  server: AuthServer,
  { clientId }: MobileApp,
): Promise<{ sessions: number; tokens: number }> {
  const [row] = await server.database.dataSource.query<{ sessions: number; tokens: number }[]>(
    `SELECT (SELECT count(*)::int FROM refresh_token WHERE client_id = $1) AS sessions,
            (SELECT count(*)::int FROM access_token WHERE client_id = $1) AS tokens`,
    [clientId],
  );
  return row!;
}
