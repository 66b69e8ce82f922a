/** What the operator decided about client registration. Durations are seconds. */
export interface RegistrationSettings {
  /** Whether anybody may register a client, without a token. */
  open: boolean;
  /** How many such clients are made per hour, from everywhere, by one process. */
  openPerHour: number;
  /** After this time a client that registered openly and was never used goes. */
  unusedClientLifetime: number;
  /** After this time an app instance without profile, token and use goes; 0: never. */
  idleInstallationLifetime: number;
  /** Whether a change gives a new registration access token, and a new secret. */
  rotateToken: boolean;
  rotateSecret: boolean;
  /** How long the secret before the new one is still taken. */
  secretOverlap: number;
}

export class RegistrationPolicy {
  constructor(readonly settings: Readonly<RegistrationSettings>) {}
}
