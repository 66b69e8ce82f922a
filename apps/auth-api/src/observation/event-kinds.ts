import type { EventName } from '@passant/contracts';
import type { EventKind, NewEvent } from '@passant/persistence';
import { writtenNetworkOf } from '../platform/http/source.js';

/**
 * How the events of a name are written.
 * `each`: one row per event, because an administrator caused it, or because something else limits how often it happens.
 * `many`: one row per event as long as a client causes no more of them than a busy honest one, for one person if one is
 * known, and a count for the rest. What is issued expires, but its event stays for weeks: a client that means harm could
 * fill the disk with them.
 * `few`: one row for each of a source's first few events per minute and a count for the rest, because requests can
 * cause such events without limit and without result.
 * `count`: only counted, because back ends cause such an event with every request.
 */
export type EventWay = 'each' | 'many' | 'few' | 'count';

/** Events that no caller can cause as often as it likes. */
const EACH: readonly (EventName | RegExp)[] = [
  /^ADMIN_(?!AUTHENTICATION_FAILURE$|SECOND_FACTOR_FAILURE$|PASSKEY_COPY_SUSPECTED$|COMPANY_SIGN_IN_REFUSED$|ACTION_UNAUTHORIZED$)/,
  /^JWT_KEYS_/,
  'MASTER_KEY_CHANGED',
  'MASTER_TOKEN_REPLACED',
  'CLIENT_DOCUMENT_GRANTS_ENDED',
  'DYNAMIC_REG_SUCCESS',
  'DYNAMIC_REG_DELETED',
  'DYNAMIC_UP_SUCCESS',
];

/** Events of something that was issued, used or asked for: they say what happened to whom. */
const MANY: readonly EventName[] = [
  'CLIENT_AUTHENTICATION_AUDIENCE_EXCEPTION_NEEDED',
  'CUSTOM_REGISTRATION_INIT_SUCCESS',
  'CUSTOM_REGISTRATION_COMPLETE_SUCCESS',
  'CUSTOM_REGISTRATION_BACKCHANNEL_SUCCESS',
  'STATELESS_CUSTOM_REGISTRATION_COMPLETE_SUCCESS',
  'AUTHZ_REQUEST_GRANT_CREATED',
  'CONSENT_GIVEN',
  'TOKEN_REQUEST_ACCESS_TOKEN_CREATED',
  'TOKEN_REQUEST_ACCESS_TOKEN_REFRESHED',
  'TOKEN_REQUEST_IMPLICIT_AUTHENTICATION_ACCESS_TOKEN_CREATED',
  'TOKEN_REVOKE_ACCESS_TOKEN_SUCCESS',
  'TOKEN_REVOKE_REFRESH_TOKEN_SUCCESS',
  'ID_TOKEN_CREATED',
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

/** How events of this name are written by default. A name that is listed nowhere is one of `few`. */
export function wayOf(name: EventName): EventWay {
  if (name === 'TOKEN_INTROSPECTION_SUCCESS') return 'count';
  if (MANY.includes(name)) return 'many';
  return EACH.some((each) => (typeof each === 'string' ? each === name : each.test(name))) ? 'each' : 'few';
}

/**
 * Event details with few possible values, all set by this server: events that differ in them are counted separately.
 */
const COUNTED_BY = ['error', 'token_type', 'hook', 'limit'] as const;

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
