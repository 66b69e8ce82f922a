import type {
  CreateWebHook,
  TestWebHookResult,
  UpdateWebHook,
  WebHookDelivery as DeliveryView,
  WebHook as View,
} from '@passant/contracts';
import type { Application, EpochSeconds, WebHook, WebHookDelivery } from '@passant/protocol';
import type { z } from 'zod';
import type { HookCall } from '../../web-hooks/web-hook-caller.js';
import { etagOf } from '../../admin-access/etag.js';

/** A hook as the admin API shows it: whether it has a password, but never the password itself. */
export function renderWebHook(hook: WebHook, applications: Application[], circuit: View['circuit']): View {
  return {
    id: hook.id,
    type: hook.type,
    name: hook.name,
    base_uri: hook.baseUri,
    authentication_method: hook.authenticationMethod,
    username: hook.username,
    has_password: hook.sealedPassword !== null,
    circuit,
    used_by: applications
      .filter(({ accessTokenWebHook, userDetailsWebHook }) =>
        [accessTokenWebHook, userDetailsWebHook].includes(hook.id),
      )
      .map(({ identifier }) => identifier),
    etag: etagOf(hook),
    created_at: hook.createdAt,
    updated_at: hook.updatedAt,
  };
}

/** What an event records about a change to a hook. */
export function auditViewOf(hook: WebHook): Record<string, unknown> {
  return {
    id: hook.id,
    type: hook.type,
    name: hook.name,
    base_uri: hook.baseUri,
    authentication_method: hook.authenticationMethod,
    username: hook.username,
  };
}

/** @param sealedPassword as it is stored; ignored if the authentication method needs none */
export function newWebHook(
  id: string,
  request: z.output<typeof CreateWebHook>,
  sealedPassword: Buffer | null,
  now: EpochSeconds,
): WebHook {
  const basic = request.authentication_method === 'BASIC';
  return {
    id,
    type: request.type,
    name: request.name,
    baseUri: request.base_uri,
    authenticationMethod: request.authentication_method,
    username: basic ? request.username : null,
    sealedPassword: basic ? sealedPassword : null,
    revision: 1,
    createdAt: now,
    updatedAt: now,
  };
}

/**
 * Applies the members of a PATCH to the hook.
 * @param sealedPassword the new password, if one was given
 */
export function changedWebHook(
  hook: WebHook,
  request: UpdateWebHook,
  sealedPassword: Buffer | undefined,
  now: EpochSeconds,
): WebHook {
  const authenticationMethod = request.authentication_method ?? hook.authenticationMethod;
  const basic = authenticationMethod === 'BASIC';
  return {
    ...hook,
    name: request.name ?? hook.name,
    baseUri: request.base_uri ?? hook.baseUri,
    authenticationMethod,
    username: basic ? (request.username === undefined ? hook.username : request.username) : null,
    sealedPassword: basic ? (sealedPassword ?? hook.sealedPassword) : null,
    revision: hook.revision + 1,
    updatedAt: now,
  };
}

/** @param scopes the scopes that the test sent */
export function renderTest(call: HookCall, scopes: string[]): TestWebHookResult {
  return {
    outcome: call.outcome,
    ...(call.error === undefined ? {} : { error: call.error }),
    ...(call.status === undefined ? {} : { http_status: call.status }),
    duration_ms: call.duration,
    removed_scopes: scopes.filter((scope) => call.answer?.removeScopes.includes(scope)),
    claims: Object.keys(call.answer?.claims ?? {}),
  };
}

export function renderDelivery(delivery: WebHookDelivery): DeliveryView {
  return {
    occurred: delivery.occurred,
    outcome: delivery.outcome,
    ...(delivery.status === null ? {} : { http_status: delivery.status }),
    duration_ms: delivery.duration,
    removed_scopes: delivery.removedScopes,
    claims: delivery.claims,
  };
}
