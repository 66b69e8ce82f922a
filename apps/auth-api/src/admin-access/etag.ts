import { OAuthError } from '@passant/protocol';

export function etagOf(record: { revision: number }): string {
  return `"${record.revision}"`;
}

/**
 * Refuses a change that was not based on the current version (RFC 9110 §13.1.1).
 * @param ifMatch the header; required, so that nobody overwrites what they have not seen
 */
export function requireMatch(ifMatch: string | undefined, record: { revision: number }): void {
  if (ifMatch === undefined) {
    throw new OAuthError('precondition_required', 'If-Match is required: send the etag of the version you changed.');
  }
  requireMatchIfGiven(ifMatch, record);
}

/**
 * Refuses a request whose `If-Match` does not match the current version (RFC 9110 §13.1.1). Weak tags never match,
 * since they do not identify a version exactly.
 * @param ifMatch the header: a list of tags, or `*` for any version; if absent, nothing is required
 */
export function requireMatchIfGiven(ifMatch: string | undefined, record: { revision: number }): void {
  if (ifMatch === undefined || ifMatch.trim() === '*') return;
  const tags = ifMatch.split(',').map((tag) => tag.trim());
  if (!tags.includes(etagOf(record))) throw outdated();
}

export function outdated(): OAuthError {
  return new OAuthError('precondition_failed', 'Someone else changed this meanwhile. Load the newest version first.');
}
