import type { EventName } from '@passant/contracts';
import type { EventKind, NewEvent } from '@passant/persistence';
import { writtenNetworkOf } from '../platform/http/source.js';

/**
 * How the events of a name are written.
 * `each`: one row per event, because the event creates, changes or spends something that has a row of its own, or
 * because an administrator caused it.
 * `few`: one row for each of a source's first few events per minute and a count for the rest, because requests can
 * cause such events without limit.
 * `count`: only counted, because back ends cause such an event with every request.
 */
export type EventWay = 'each' | 'few' | 'count';

/** Events that no caller can cause without something that is stored anyway. All other events are `few`. */
const EACH: readonly (EventName | RegExp)[] = [
  /^ADMIN_(?!AUTHENTICATION_FAILURE$)/,
  /^JWT_KEYS_/,
  'MASTER_KEY_CHANGED',
  'CLIENT_AUTHENTICATION_AUDIENCE_EXCEPTION_NEEDED',
  'CLIENT_DOCUMENT_GRANTS_ENDED',
  'CUSTOM_REGISTRATION_INIT_SUCCESS',
  'CUSTOM_REGISTRATION_COMPLETE_SUCCESS',
  'CUSTOM_REGISTRATION_BACKCHANNEL_SUCCESS',
  'STATELESS_CUSTOM_REGISTRATION_COMPLETE_SUCCESS',
  'AUTHZ_REQUEST_GRANT_CREATED',
  'CONSENT_GIVEN',
  'TOKEN_REQUEST_ACCESS_TOKEN_CREATED',
  'TOKEN_REQUEST_ACCESS_TOKEN_REFRESHED',
  'TOKEN_REQUEST_REFRESH_TOKEN_REPEATED',
  'TOKEN_REQUEST_IMPLICIT_AUTHENTICATION_ACCESS_TOKEN_CREATED',
  'TOKEN_REVOKE_ACCESS_TOKEN_SUCCESS',
  'TOKEN_REVOKE_REFRESH_TOKEN_SUCCESS',
  'ID_TOKEN_CREATED',
  'DYNAMIC_REG_SUCCESS',
  'DYNAMIC_REG_DELETED',
  'DYNAMIC_UP_SUCCESS',
  'KEY_ENROLLMENT_SUCCESS',
  'PUSH_ENROLLMENT_SUCCESS',
  'PUSH_AUTH_INITIALIZED',
  'PUSH_AUTH_CALLBACK_SENT',
  'PUSH_AUTH_CALLBACK_FAILED',
  'MOBILE_AUTH_AUTHENTICATED',
  'MOBILE_AUTH_NOT_AUTHENTICATED',
  'WEB_HOOK_CUSTOMIZE_ACCESS_TOKEN_SUCCESSFULLY_EXECUTED',
  'WEB_HOOK_CUSTOMIZE_USER_DETAILS_SUCCESSFULLY_EXECUTED',
];

/** How events of this name are written by default. */
export function wayOf(name: EventName): EventWay {
  if (name === 'TOKEN_INTROSPECTION_SUCCESS') return 'count';
  return EACH.some((each) => (typeof each === 'string' ? each === name : each.test(name))) ? 'each' : 'few';
}

/**
 * Event details with few possible values, all set by this server: events that differ in them are counted separately.
 */
const COUNTED_BY = ['error', 'token_type', 'hook'] as const;

/**
 * What remains of an event that is only counted: nothing about the individual request, and only the network of its
 * source.
 */
export function kindOf(event: NewEvent): EventKind {
  const { name, clientId, application, identityProvider, admin, clientIp } = event;
  const details = COUNTED_BY.filter((detail) => event.details?.[detail] !== undefined).map(
    (detail) => [detail, event.details![detail]] as const,
  );
  return {
    ...{ name, clientId, application, identityProvider, admin },
    // Back ends are distinguished by their client identifier.
    clientIp: clientIp === null || wayOf(name) === 'count' ? null : writtenNetworkOf(clientIp),
    details: details.length === 0 ? null : Object.fromEntries(details),
  };
}
