import type { EpochSeconds } from '../time.js';

/**
 * A statement about a version of an app, with which its installations register without an initial access token. The JWT
 * itself is not stored, but a statement is valid only if it is recorded here.
 */
export interface SoftwareStatement {
  /** `jti` of the JWT. */
  id: string;
  application: string;
  appPlatform: 'ios' | 'android';
  appVersion: string;
  createdBy: string;
  createdAt: EpochSeconds;
  /** Never undone: to reopen a version, export a new statement. */
  revokedAt: EpochSeconds | null;
}
