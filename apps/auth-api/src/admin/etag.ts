import { OAuthError } from '@passant/protocol';

export function etagOf(record: { revision: number }): string {
  return `"${record.revision}"`;
}

/**
 * Refuses a change that was not made from the version that is there now (RFC 9110 §13.1.1).
 * @param ifMatch the header; required, so that no one overwrites what they have not seen
 */
export function requireMatch(ifMatch: string | undefined, record: { revision: number }): void {
  if (ifMatch === undefined) {
    throw new OAuthError('precondition_required', 'If-Match is required: send the etag of the version you changed.');
  }
  if (ifMatch !== '*' && ifMatch !== etagOf(record)) throw outdated();
}

export function outdated(): OAuthError {
  return new OAuthError('precondition_failed', 'Someone else changed this meanwhile. Load the newest version first.');
}
