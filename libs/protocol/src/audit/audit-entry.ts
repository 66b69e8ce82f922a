import { createHash } from 'node:crypto';
import type { EventName } from '@passant/contracts';
import { canonicalJson } from '../canonical-json.js';
import type { ChangeEvent, NewAuditEntry } from './audit-records.js';

type Members = Readonly<Record<string, unknown>>;

/** What administrators do without changing anything for others. Every other name of theirs is a change. */
const NO_CHANGES: ReadonlySet<EventName> = new Set([
  'ADMIN_AUTHENTICATION_SUCCESS',
  'ADMIN_AUTHENTICATION_FAILURE',
  'ADMIN_ACTION_UNAUTHORIZED',
  'ADMIN_COMPANY_SIGN_IN_REFUSED',
  'ADMIN_SECOND_FACTOR_FAILURE',
  'ADMIN_RECOVERY_CODE_USED',
  'ADMIN_PASSKEY_COPY_SUSPECTED',
  'ADMIN_USER_LOOKED_UP',
  'ADMIN_SCRIPT_TEST_RUN',
]);

/** Changes by administrators whose names do not say so. */
const CHANGES: ReadonlySet<EventName> = new Set([
  'JWT_KEYS_ROTATED',
  'JWT_KEYS_WITHDRAWN',
  'MASTER_KEY_CHANGED',
  'MASTER_TOKEN_REPLACED',
]);

/** Members that change with every change, or that say what others do with the thing. */
const NOT_CONFIGURED: ReadonlySet<string> = new Set(['etag', 'updated_at', 'created_at', 'used_by']);

/**
 * What is kept of a client that an administrator deletes or imports. The rest was said by the client, and may be about
 * people: names of contacts, the name that somebody gave their phone, its key.
 */
const KEPT_OF_CLIENTS: ReadonlySet<string> = new Set([
  ...['name', 'enabled', 'application', 'application_type', 'redirect_uris', 'grant_types', 'response_types', 'scope'],
  ...['token_endpoint_auth_method', 'audience_policy', 'require_pkce'],
]);
/** An import is a change even if the document says what it said: from then on an administrator answers for it. */
const OF_CLIENTS: ReadonlySet<EventName> = new Set(['ADMIN_CLIENT_DELETED', 'ADMIN_CLIENT_DOCUMENT_IMPORTED']);

/** Changes of the account of whoever makes them, unless their details name somebody else. */
const OF_OWN_ACCOUNT: ReadonlySet<EventName> = new Set([
  'ADMIN_INVITATION_ACCEPTED',
  'ADMIN_PASSWORD_CHANGED',
  'ADMIN_SECOND_FACTOR_SET_UP',
  'ADMIN_SECOND_FACTOR_REMOVED',
  'ADMIN_RECOVERY_CODES_RENEWED',
  'ADMIN_PASSKEY_ADDED',
  'ADMIN_PASSKEY_REMOVED',
]);

/** Members that say what a change is about, where neither application nor provider nor client says so. */
const SUBJECTS: readonly string[] = ['administrator', 'id', 'kid', 'identifier'];

const NO_DIFFERENCE = canonicalJson({ before: {}, after: {} });

/** Whether an event is a change that an administrator made, or the operator at the command line. */
export function isAudited({ name, admin }: Pick<ChangeEvent, 'name' | 'admin'>): boolean {
  return admin !== null && (CHANGES.has(name) || (name.startsWith('ADMIN_') && !NO_CHANGES.has(name)));
}

/**
 * What the chain keeps of events that are written at once: nothing of updates that set what was so already. Clients that go with something else, or in a clean-up, are one
 * entry with their number: what an application has in devices of people is no history of its configuration.
 */
export function auditEntriesOf(events: readonly ChangeEvent[]): NewAuditEntry[] {
  const audited = events.filter((event) => isAudited(event) && !changesNothing(event));
  const deleted = audited.filter(({ name }) => name === 'ADMIN_CLIENT_DELETED');
  if (deleted.length < 2) return audited.map(entryOf);
  const [first] = deleted;
  const application = deleted.every((one) => one.application === first!.application) ? first!.application : null;
  const { cleaned_up: _, ...details } = first!.details ?? {};
  const together = {
    ...first!,
    application,
    clientId: null,
    before: null,
    details: { ...details, clients: deleted.length },
  };
  return [...audited.filter((event) => !deleted.includes(event)), together].map(entryOf);
}

/** Whether an update left everything as it was, and its details tell of nothing else, such as a replaced secret. */
function changesNothing({ name, details, before, after }: ChangeEvent): boolean {
  if (OF_CLIENTS.has(name) || !isMembers(before) || !isMembers(after)) return false;
  if (canonicalJson(changeOf(name, before, after)) !== NO_DIFFERENCE) return false;
  const isSaid = ([member, value]: [string, unknown]) =>
    SUBJECTS.includes(member) || canonicalJson(value) === canonicalJson(after[member]);
  return Object.entries(details ?? {}).every(isSaid);
}

function entryOf(event: ChangeEvent): NewAuditEntry {
  const { name, occurred, application, identityProvider, requestId, change } = event;
  const { reason = change?.reason, ...details } = event.details ?? {};
  // Whom it was about is said by the event, as long as that is kept.
  const isAboutPerson = name === 'ADMIN_USER_REVOKED';
  return {
    name,
    occurred,
    endpoint: change?.endpoint ?? null,
    actor: event.admin!,
    application,
    identityProvider,
    clientId: isAboutPerson ? null : event.clientId,
    subject: subjectOf(event),
    requestId,
    reason: typeof reason === 'string' ? reason : null,
    details: detailsOf(isAboutPerson ? {} : details, change),
    ...changeOf(name, event.before, event.after),
  };
}

/** With whoever approved the change, beside whoever asked for it and made it. */
function detailsOf(details: Members, change: ChangeEvent['change']): Record<string, unknown> | null {
  const all = { ...details, ...(change?.approval ? { approved_by: change.approval.by } : {}) };
  return Object.keys(all).length === 0 ? null : all;
}

function subjectOf(event: ChangeEvent): string | null {
  const { name, admin, details, before, after, application, identityProvider, clientId } = event;
  const places = [details, after, before].filter(isMembers);
  const named = SUBJECTS.flatMap((member) => places.map((place) => place[member]));
  const known = new Set<unknown>([application, identityProvider, clientId]);
  const found = named.find((one): one is string => typeof one === 'string' && !known.has(one));
  return found ?? (OF_OWN_ACCOUNT.has(name) ? admin : null);
}

/** The members that differ; all of what was created or deleted. */
function changeOf(name: EventName, before: unknown, after: unknown): { before: unknown; after: unknown } {
  const kept = (state: unknown) => (isMembers(state) ? keptOf(name, state) : (state ?? null));
  const [was, is] = [kept(before), kept(after)];
  if (!isMembers(was) || !isMembers(is)) return { before: was, after: is };
  return { before: differing(was, is), after: differing(is, was) };
}

function keptOf(name: EventName, state: Members): Members {
  const members = Object.entries(state).filter(
    ([member]) => !NOT_CONFIGURED.has(member) && (!OF_CLIENTS.has(name) || KEPT_OF_CLIENTS.has(member)),
  );
  return Object.fromEntries(members.map(([member, value]) => [member, valueOf(member, value)]));
}

function valueOf(member: string, value: unknown): unknown {
  if (member === 'scripts' && isMembers(value)) return scriptsOf(value);
  if (member === 'properties' && Array.isArray(value)) return value.map(propertyOf);
  return value;
}

/** Members of one state that the other does not have, or has otherwise. */
function differing(state: Members, other: Members): Members {
  const members = Object.entries(state).filter(
    ([member, value]) => canonicalJson(value) !== canonicalJson(other[member]),
  );
  return Object.fromEntries(
    members.map(([member, value]) => {
      const [one, another] = [value, other[member]];
      return [member, isMembers(one) && isMembers(another) ? differing(one, another) : one];
    }),
  );
}

/** Scripts by hash and length: the versions of a provider keep the texts. */
function scriptsOf(scripts: Members): Members {
  return Object.fromEntries(
    Object.entries(scripts).map(([step, text]) => [
      step,
      typeof text === 'string'
        ? { sha256: createHash('sha256').update(text).digest('hex'), length: text.length }
        : text,
    ]),
  );
}

/** A property of a provider without the time at which it was set. */
function propertyOf(property: unknown): unknown {
  if (!isMembers(property)) return property;
  const { updated_at: _, ...rest } = property;
  return rest;
}

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
