import type { EpochSeconds } from './records.js';

/** The P-256 key a device signs its answers with. */
export interface PublicDeviceKey {
  kty: 'EC';
  crv: 'P-256';
  x: string;
  y: string;
}

/** A device on which a registered person can be asked. One per profile: enrolling again replaces it. */
export interface MobileDevice {
  id: string;
  profile: string;
  name: string;
  publicKey: PublicDeviceKey;
  /** Where to wake the device, encrypted under a server key. */
  sealedPushToken: Buffer | null;
  enrolledAt: EpochSeconds;
}

/** A device with what is known about the person and the app it stands for. */
export interface EnrolledPerson {
  device: MobileDevice;
  clientId: string;
  application: string;
  platform: 'ios' | 'android' | null;
  identityProvider: string;
  userId: string;
}

/** A question that a portal put to a person, and what came of it. */
export interface AuthenticationTransaction {
  id: string;
  /** The API client that asked; nobody else may read the result. */
  portal: string;
  profile: string;
  device: string;
  userId: string;
  callbackUri: string | null;
  /** Message and signing data, encrypted under a server key; forgotten as soon as there is an outcome. */
  sealedQuestion: Buffer | null;
  /** `null`: nobody answered yet. */
  outcome: 'accepted' | 'refused' | 'invalid_answer' | null;
  /** Answers that were given, wrong ones included. */
  answers: number;
  signature: string | null;
  /** The key the signature was verified with. */
  publicKey: PublicDeviceKey | null;
  startedAt: EpochSeconds;
  pendingUntil: EpochSeconds;
  /** When the row goes. */
  expiresAt: EpochSeconds;
  /** When the portal is to be told that there is a result; null: never, or done. */
  callbackDueAt: EpochSeconds | null;
  /** How often it was tried to tell it. */
  callbackAttempts: number;
}
