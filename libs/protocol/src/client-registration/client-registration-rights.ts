import { REGISTER_ANYTHING, REGISTRATION_SCOPES, type RegistrationScope } from '@passant/contracts';
import type { Client } from '../clients/client-records.js';
import { OAuthError } from '../refusals/errors.js';

/**
 * Who registers or changes a client. `master`: the holder of the master token; `token`: the holder of an initial access
 * token or a registration access token; `statement`: an app with a software statement; `open`: anybody, if open
 * registration is enabled.
 */
export interface RegistrationRights {
  by: 'master' | 'token' | 'statement' | 'open' | 'document';
  /** Registration scopes: what is permitted now and in every later change. */
  lock: readonly string[];
}

/** The master token permits everything, and so does the lock of clients created with it. */
export const MASTER_RIGHTS: RegistrationRights = { by: 'master', lock: [REGISTER_ANYTHING] };

/** Anybody may register a client that signs people in, and nothing else. */
export const OPEN_RIGHTS: RegistrationRights = {
  by: 'open',
  lock: ['client-reg:grant:code', 'client-reg:grant:refresh'],
};

/**
 * A statement is built into an app, so anybody can extract it. It therefore permits what an installation does for
 * people, and nothing that a client does in its own name.
 */
export const STATEMENT_RIGHTS: RegistrationRights = {
  by: 'statement',
  lock: [
    'client-reg:grant:code',
    'client-reg:grant:refresh',
    'client-reg:grant:stateless',
    'client-reg:grant:implicit-authentication',
  ],
};

/**
 * A document is published by whoever has a place on an allowed domain. Such a client may ask people, and act in its own
 * name with scopes that need nothing but consent.
 */
export const DOCUMENT_RIGHTS: RegistrationRights = {
  by: 'document',
  lock: ['client-reg:grant:code', 'client-reg:grant:refresh', 'client-reg:grant:client'],
};

/**
 * The rights by which a client changes its own registration: those by which it was registered, so that a change is
 * judged, and narrowed, as a registration is. Its lock is the one it was given then, whatever such clients are given now.
 */
export function rightsOfClient(
  client: Pick<Client, 'registeredOpenly' | 'softwareStatement' | 'initialAccessToken' | 'registrationLock'>,
): RegistrationRights {
  const { registeredOpenly, softwareStatement, initialAccessToken, registrationLock: lock } = client;
  if (registeredOpenly) return { by: 'open', lock };
  // A token beside the statement set the lock, and is not remembered for ever: its lock tells it from the statement's.
  const isByStatement =
    softwareStatement !== null && initialAccessToken === null && lock.join(' ') === STATEMENT_RIGHTS.lock.join(' ');
  return { by: isByStatement ? 'statement' : 'token', lock };
}

/** Whether the registration is made without an access token. */
export function hasNoToken({ by }: RegistrationRights): boolean {
  return by === 'open' || by === 'statement' || by === 'document';
}

const ENTRIES = Object.entries(REGISTRATION_SCOPES) as [RegistrationScope, { grant?: string; member?: string }][];

/** Whether a lock permits everything. */
export function isUnlocked(lock: readonly string[]): boolean {
  return lock.includes(REGISTER_ANYTHING);
}

/** The grant types that a lock permits explicitly, in the order of the table. */
export function grantsOfLock(lock: readonly string[]): string[] {
  return ENTRIES.filter(([scope]) => lock.includes(scope)).flatMap(([, { grant }]) => grant ?? []);
}

/**
 * Checks grant types against the rights. When a client is created, grant types unknown to the server have been dropped
 * elsewhere; in a change by a locked caller they are refused, as the customer's document requires.
 * Throws `insufficient_scope` for one that is not covered, or `invalid_client_metadata` if there is no token.
 */
export function requireGrantRights(rights: RegistrationRights, grantTypes: readonly string[], isChange: boolean): void {
  for (const [scope, { grant }] of ENTRIES) {
    if (grant !== undefined && grantTypes.includes(grant)) requireScope(rights, scope, `grant_types: ${grant}`);
  }
  if (!isChange || rights.by === 'master' || isUnlocked(rights.lock)) return;
  const unknown = grantTypes.find((named) => !ENTRIES.some(([, { grant }]) => grant === named));
  if (unknown !== undefined) {
    throw insufficientScope('grant_types names one that the token does not cover.', REGISTER_ANYTHING);
  }
}

/** Checks the members that are present against the rights. Throws as {@link requireGrantRights} does. */
export function requireMemberRights(rights: RegistrationRights, metadata: Readonly<Record<string, unknown>>): void {
  for (const [scope, { member }] of ENTRIES) {
    if (member !== undefined && metadata[member] !== undefined) requireScope(rights, scope, member);
  }
}

function requireScope(rights: RegistrationRights, scope: RegistrationScope, what: string): void {
  if (rights.by === 'master' || isUnlocked(rights.lock) || rights.lock.includes(scope)) return;
  if (hasNoToken(rights)) {
    throw new OAuthError('invalid_client_metadata', `${what} is not taken without an initial access token.`);
  }
  throw insufficientScope(`${what} is not covered by the token; it takes the scope ${scope}.`, scope);
}

/** 403 with the scope that is required (RFC 6750 §3.1). */
export function insufficientScope(description: string, scope: string): OAuthError {
  return new OAuthError('insufficient_scope', description, {
    challenge: `Bearer error="insufficient_scope", scope="${scope}"`,
  });
}
