/** The operator's settings for client registration. Durations are in seconds. */
export interface RegistrationSettings {
  /** Whether anyone may register a client without a token (open registration). */
  open: boolean;
  /** Scopes beyond those of OpenID Connect that openly registered clients may request. */
  openScopes: readonly string[];
  /** Private-use URI schemes without a dot that the redirect URIs of any client may have. */
  redirectSchemes: readonly string[];
  /** Maximum number of openly registered clients per hour, for all sources and processes together. */
  openPerHour: number;
  /** An openly registered client that was never used is deleted after this time. */
  unusedClientLifetime: number;
  /** An app instance without profile, tokens and use is deleted after this time. 0 means never. */
  idleInstallationLifetime: number;
  /**
   * Whether an update of the registration issues a new registration access token (`rotateToken`) and a new client
   * secret (`rotateSecret`).
   */
  rotateToken: boolean;
  rotateSecret: boolean;
  /** How long the previous secret stays valid after a rotation. */
  secretOverlap: number;
}

export class RegistrationPolicy {
  constructor(readonly settings: Readonly<RegistrationSettings>) {}
}
