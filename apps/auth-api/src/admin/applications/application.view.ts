import { randomUUID } from 'node:crypto';
import type { Application as View, CreateApplication, UpdateApplication } from '@passant/contracts';
import {
  type Application,
  type EpochSeconds,
  type IdentityProvider,
  changedApplicationAudience,
  statelessBlockers,
} from '@passant/protocol';
import type { z } from 'zod';
import { etagOf } from '../../admin-access/etag.js';

/** An application as the admin API shows it. */
export function renderApplication(application: Application, providers: IdentityProvider[]): View {
  return {
    identifier: application.identifier,
    name: application.name,
    enabled: application.enabled,
    client_type: application.clientType,
    user_authentication: {
      stateless_authentication: application.statelessAuthentication,
      stateless_session: application.statelessSession,
      implicit_authentication: application.implicitAuthentication,
      mobile_authentication: application.mobileAuthentication,
      refresh_tokens: application.refreshTokens,
    },
    default_scopes: application.defaultScopes,
    additional_scopes: application.additionalScopes,
    access_token_validity: application.accessTokenValidity,
    refresh_token_grace: application.refreshTokenGrace,
    stateless_session_duration: application.statelessSessionDuration,
    stateless_redirect_uris: application.statelessRedirectUris,
    identity_providers: application.identityProviders,
    default_identity_provider: application.defaultIdentityProvider,
    versions: application.versions,
    audience_policy: application.audiencePolicy,
    lenient_until: application.lenientUntil,
    lenient_since: application.lenientSince,
    access_token_web_hook: application.accessTokenWebHook,
    user_details_web_hook: application.userDetailsWebHook,
    stateless_blockers: statelessBlockers(application, providers),
    etag: etagOf(application),
    created_at: application.createdAt,
    updated_at: application.updatedAt,
  };
}

export function newApplication(request: z.output<typeof CreateApplication>, now: EpochSeconds): Application {
  return {
    identifier: request.identifier,
    name: request.name,
    enabled: request.enabled,
    clientType: request.client_type,
    statelessAuthentication: request.user_authentication.stateless_authentication,
    statelessSession: request.user_authentication.stateless_session,
    statelessSessionDuration: request.stateless_session_duration,
    statelessRedirectUris: [...new Set(request.stateless_redirect_uris)],
    implicitAuthentication: request.user_authentication.implicit_authentication,
    mobileAuthentication: request.user_authentication.mobile_authentication,
    refreshTokens: request.user_authentication.refresh_tokens,
    defaultScopes: request.default_scopes,
    additionalScopes: request.additional_scopes,
    accessTokenValidity: request.access_token_validity,
    refreshTokenGrace: request.refresh_token_grace,
    identityProviders: request.identity_providers,
    defaultIdentityProvider: request.default_identity_provider,
    versions: request.versions,
    audiencePolicy: request.audience_policy,
    lenientUntil: null,
    lenientSince: null,
    accessTokenWebHook: request.access_token_web_hook,
    userDetailsWebHook: request.user_details_web_hook,
    issuance: randomUUID(),
    revision: 1,
    edition: 1,
    createdAt: now,
    updatedAt: now,
  };
}

/** Applies the members of a PATCH to the application; everything else stays unchanged. */
export function changedApplication(
  application: Application,
  request: UpdateApplication,
  now: EpochSeconds,
): Application {
  const authentication = request.user_authentication ?? {};
  return {
    ...application,
    name: request.name ?? application.name,
    enabled: request.enabled ?? application.enabled,
    clientType: request.client_type ?? application.clientType,
    statelessAuthentication: authentication.stateless_authentication ?? application.statelessAuthentication,
    statelessSession: authentication.stateless_session ?? application.statelessSession,
    statelessSessionDuration: request.stateless_session_duration ?? application.statelessSessionDuration,
    statelessRedirectUris: [...new Set(request.stateless_redirect_uris ?? application.statelessRedirectUris)],
    implicitAuthentication: authentication.implicit_authentication ?? application.implicitAuthentication,
    mobileAuthentication: authentication.mobile_authentication ?? application.mobileAuthentication,
    refreshTokens: authentication.refresh_tokens ?? application.refreshTokens,
    defaultScopes: request.default_scopes ?? application.defaultScopes,
    additionalScopes: request.additional_scopes ?? application.additionalScopes,
    accessTokenValidity: request.access_token_validity ?? application.accessTokenValidity,
    refreshTokenGrace: request.refresh_token_grace ?? application.refreshTokenGrace,
    identityProviders: request.identity_providers ?? application.identityProviders,
    defaultIdentityProvider:
      request.default_identity_provider === undefined
        ? application.defaultIdentityProvider
        : request.default_identity_provider,
    versions: request.versions ?? application.versions,
    ...changedApplicationAudience(application, request, now),
    accessTokenWebHook:
      request.access_token_web_hook === undefined ? application.accessTokenWebHook : request.access_token_web_hook,
    userDetailsWebHook:
      request.user_details_web_hook === undefined ? application.userDetailsWebHook : request.user_details_web_hook,
    revision: application.revision + 1,
    updatedAt: now,
  };
}
