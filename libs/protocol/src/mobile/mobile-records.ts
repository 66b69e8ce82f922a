import type { EpochSeconds } from '../time.js';

/** The P-256 key a device signs its answers with. */
export interface PublicDeviceKey {
  kty: 'EC';
  crv: 'P-256';
  x: string;
  y: string;
}

/** A device on which a registered person can be asked. One per profile: a new enrolment replaces it. */
export interface MobileDevice {
  id: string;
  profile: string;
  name: string;
  publicKey: PublicDeviceKey;
  /** The push token of the device, encrypted with a server key. */
  sealedPushToken: Buffer | null;
  enrolledAt: EpochSeconds;
}

/** A device with the person and the app it belongs to. */
export interface EnrolledPerson {
  device: MobileDevice;
  clientId: string;
  application: string;
  appPlatform: 'ios' | 'android' | null;
  appVersion: string | null;
  /** Whether the installation is. */
  enabled: boolean;
  identityProvider: string;
  userId: string;
}

/** A question that a portal asked a person, and its result. */
export interface AuthenticationTransaction {
  id: string;
  /** The API client that asked; nobody else may read the result. */
  portal: string;
  profile: string;
  device: string;
  userId: string;
  callbackUri: string | null;
  /** Message and signing data, encrypted with a server key; deleted as soon as there is an outcome. */
  sealedQuestion: Buffer | null;
  /** `null`: not answered yet. */
  outcome: 'accepted' | 'refused' | 'invalid_answer' | null;
  /** Number of answers given, including invalid ones. */
  answers: number;
  signature: string | null;
  /** The key the signature was verified with. */
  publicKey: PublicDeviceKey | null;
  startedAt: EpochSeconds;
  pendingUntil: EpochSeconds;
  /** When the row is deleted. */
  expiresAt: EpochSeconds;
  /** When the portal is to be notified of the result; null: never, or already done. */
  callbackDueAt: EpochSeconds | null;
  /** Number of attempts to notify it. */
  callbackAttempts: number;
}
