import { type AuditEvent, EVENT_NAMES, type EventName } from '@passant/contracts';
import { OUTCOMES } from './event-outcomes.js';
import { counted } from './sentence.js';

/** The subject of an event, by the prefix of its name. The first match wins. */
const SUBJECTS = [
  ['STATELESS_CUSTOM_REGISTRATION_', 'Stateless registration'],
  ['CUSTOM_REGISTRATION_', 'Custom registration'],
  ['AUTHZ_REQUEST_', 'Authorization'],
  ['AUTHN_REQUEST_', 'Login page'],
  ['UNABLE_TO_', 'Login page'],
  ['CONSENT_', 'Login page'],
  ['CSRF_', 'Login page'],
  ['TOKEN_INTROSPECTION_', 'Introspection'],
  ['TOKEN_REQUEST_', 'Token request'],
  ['TOKEN_REVOKE_', 'Revocation'],
  ['ID_TOKEN_', 'ID token'],
  ['JWT_KEYS_', 'Signing keys'],
  ['MASTER_KEY_', 'Master key'],
  ['MASTER_TOKEN_', 'Master token'],
  ['CLIENT_CREDENTIALS_CHECK_', 'Client authentication'],
  ['CLIENT_AUTHENTICATION_', 'Client authentication'],
  ['CLIENT_DOCUMENT_', 'Client document'],
  ['API_ACCESS_', 'API access'],
  ['DYNAMIC_REG_', 'Client registration'],
  ['DYNAMIC_UP_', 'Client change'],
  ['KEY_ENROLLMENT_', 'Device enrolment'],
  ['PUSH_ENROLLMENT_', 'Push enrolment'],
  ['PUSH_AUTH_', 'Mobile authentication'],
  ['MOBILE_AUTH_', 'Mobile authentication'],
  ['WEB_HOOK_', 'Web hook'],
  ['LIMIT_', 'Limit'],
  ['ADMIN_', 'Administration'],
] as const;

/** Splits an event into its subject and what happened: "Custom registration", "Init succeeded". */
export function partsOf(name: EventName): { subject: string; outcome: string } {
  const found = SUBJECTS.find(([prefix]) => name.startsWith(prefix));
  // While an upgrade rolls, a newer server may have left events that this console does not know.
  const outcomes: Partial<Record<EventName, string>> = OUTCOMES;
  return { subject: found?.[1] ?? 'Other', outcome: outcomes[name] ?? name };
}

/** The display name of an event: "Custom registration: Init succeeded". */
export function eventInWords(name: EventName): string {
  const { subject, outcome } = partsOf(name);
  return `${subject}: ${outcome}`;
}

const WENT_WRONG =
  /FAIL|REFUSED|INVALID|ERROR|DISABLED|DENIED|REUSED|EXPIRED|UNSUPPORTED|BAD_REQUEST|DETERMINE|LOGIN_REQUIRED|(^|_)NOT_|(^|_)NO_|_STATELESS_ACCESS_TOKEN$/;
const WORTH_A_LOOK = /DROPPED|CONFLICT|REVOKED|DELETED|ROTATED|WITHDRAWN|(TOKENS|SESSIONS|GRANTS)_ENDED|MASTER_KEY/;

/** The tone of an event: bad news, worth a look, an administrator's action, or good news. */
export function toneOf(name: EventName): 'bad' | 'warn' | 'info' | 'on' {
  if (WENT_WRONG.test(name)) return 'bad';
  if (WORTH_A_LOOK.test(name)) return 'warn';
  return name.startsWith('ADMIN_') ? 'info' : 'on';
}

/** All event names to choose from, grouped by subject. */
export function eventChoices(): { group: string; items: { value: EventName; label: string }[] }[] {
  const groups = new Map<string, { value: EventName; label: string }[]>();
  for (const value of EVENT_NAMES) {
    const { subject } = partsOf(value);
    groups.set(subject, [...(groups.get(subject) ?? []), { value, label: eventInWords(value) }]);
  }
  return [...groups].map(([group, items]) => ({ group, items }));
}

/** How often an event occurred: "38 times within a minute". Undefined for a single event. */
export function timesInWords({ count }: Pick<AuditEvent, 'count'>): string | undefined {
  return count === undefined ? undefined : `${counted(count, 'time|times')} within a minute`;
}
