import { REGISTER_ANYTHING, REGISTRATION_SCOPES, type RegistrationScope } from '@passant/contracts';
import { OAuthError } from './errors.js';

/**
 * Who registers or changes a client. `master`: whoever holds the master token; `token`: whoever holds an initial or a
 * registration access token; `statement`: an app with a software statement; `open`: anybody, where open registration is
 * on.
 */
export interface RegistrationRights {
  by: 'master' | 'token' | 'statement' | 'open';
  /** Registration scopes: what is permitted, now and at every later change. */
  lock: readonly string[];
}

/** The master token permits everything, and so does the lock of what was made with it. */
export const MASTER_RIGHTS: RegistrationRights = { by: 'master', lock: [REGISTER_ANYTHING] };

/** Anybody may make a client that signs people in, and nothing else. */
export const OPEN_RIGHTS: RegistrationRights = {
  by: 'open',
  lock: ['client-reg:grant:code', 'client-reg:grant:refresh'],
};

/**
 * A statement is built into an app, so anybody can take it out: it is good for what an installation does with people,
 * and for nothing that a client does in its own name.
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

const ENTRIES = Object.entries(REGISTRATION_SCOPES) as [RegistrationScope, { grant?: string; member?: string }][];

/** Whether a lock permits everything. */
export function isUnlocked(lock: readonly string[]): boolean {
  return lock.includes(REGISTER_ANYTHING);
}

/** The grant types a lock permits by name, in the order of the table. */
export function grantsOfLock(lock: readonly string[]): string[] {
  return ENTRIES.filter(([scope]) => lock.includes(scope)).flatMap(([, { grant }]) => grant ?? []);
}

/**
 * Holds grant types against the rights. Those the server does not know are not asked about here.
 * Throws `insufficient_scope` for one that is not covered; without a token, `invalid_client_metadata`.
 */
export function requireGrantRights(rights: RegistrationRights, grantTypes: readonly string[]): void {
  for (const [scope, { grant }] of ENTRIES) {
    if (grant !== undefined && grantTypes.includes(grant)) requireScope(rights, scope, `grant_types: ${grant}`);
  }
}

/** Holds a member that was given against the rights. Throws as {@link requireGrantRights} does. */
export function requireMemberRights(rights: RegistrationRights, metadata: Readonly<Record<string, unknown>>): void {
  for (const [scope, { member }] of ENTRIES) {
    if (member !== undefined && metadata[member] !== undefined) requireScope(rights, scope, member);
  }
}

function requireScope(rights: RegistrationRights, scope: RegistrationScope, what: string): void {
  if (rights.by === 'master' || isUnlocked(rights.lock) || rights.lock.includes(scope)) return;
  if (rights.by === 'open' || rights.by === 'statement') {
    throw new OAuthError('invalid_client_metadata', `${what} is not taken without an initial access token.`);
  }
  throw insufficientScope(`${what} is not covered by the token; it takes the scope ${scope}.`, scope);
}

/** 403 with the scope that would have been needed (RFC 6750 §3.1). */
export function insufficientScope(description: string, scope: string): OAuthError {
  return new OAuthError('insufficient_scope', description, {
    challenge: `Bearer error="insufficient_scope", scope="${scope}"`,
  });
}
