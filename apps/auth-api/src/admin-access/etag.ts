import { type ClientDocumentPolicy, type EpochSeconds, OAuthError } from '@passant/protocol';

/**
 * What has an ETag. Its revision counts its changes, and begins again with whatever is created under the same identifier after it
 * was deleted: clients are told apart by their incarnation, the others by when they were created. The policy is never deleted.
 */
export type Versioned = { revision: number } & (
  | { incarnation: string }
  | { incarnation?: never; createdAt: EpochSeconds }
  | (ClientDocumentPolicy & { incarnation?: never; createdAt?: never })
);

/** The strong ETag of a version (RFC 9110 §8.8.3), with the quotes. Opaque to callers. */
export function etagOf(record: Versioned): string {
  const { revision, incarnation } = record;
  const origin = incarnation ?? record.createdAt;
  return origin === undefined ? `"${revision}"` : `"${revision}-${origin}"`;
}

/**
 * Refuses a change that was not based on the current version (RFC 9110 §13.1.1).
 * @param ifMatch the header; required, so that nobody overwrites what they have not seen
 */
export function requireMatch(ifMatch: string | undefined, record: Versioned): void {
  requireTag(ifMatch, etagOf(record));
}

/** The same for what has no revision of its own. @param current its tag, with the quotes */
export function requireTag(ifMatch: string | undefined, current: string): void {
  if (ifMatch === undefined) {
    throw new OAuthError('precondition_required', 'If-Match is required: send the etag of the version you changed.');
  }
  if (!matches(ifMatch, current)) throw outdated();
}

/**
 * Refuses a request whose `If-Match` does not match the current version (RFC 9110 §13.1.1). Weak tags never match,
 * since they do not identify a version exactly.
 * @param ifMatch the header: a list of tags, or `*` for any version; if absent, nothing is required
 */
export function requireMatchIfGiven(ifMatch: string | undefined, record: Versioned): void {
  requireTagIfGiven(ifMatch, etagOf(record));
}

/** The same for what has no revision of its own. @param current its tag, with the quotes */
export function requireTagIfGiven(ifMatch: string | undefined, current: string): void {
  if (!matches(ifMatch, current)) throw outdated();
}

/**
 * Refuses a request that names a version of something that has none: no tag can be its current one. What is asked to be
 * done only under a condition that nobody can check is not done.
 * @param ifMatch the header: a list of tags, or `*` for any version; if absent, nothing is required
 */
export function requireNoVersionNamed(ifMatch: string | undefined): void {
  if (matches(ifMatch, undefined)) return;
  throw new OAuthError('precondition_failed', 'This has no etag. If-Match may only be *, or be left out.');
}

function matches(ifMatch: string | undefined, current: string | undefined): boolean {
  if (ifMatch === undefined || ifMatch.trim() === '*') return true;
  const tags = ifMatch.split(',').map((tag) => tag.trim());
  return current !== undefined && tags.includes(current);
}

export function outdated(): OAuthError {
  return new OAuthError('precondition_failed', 'Someone else changed this meanwhile. Load the newest version first.');
}
