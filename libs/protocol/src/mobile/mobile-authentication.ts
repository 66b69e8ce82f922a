import { createPublicKey, verify } from 'node:crypto';
import {
  type AnsweredTransaction,
  type AuthenticationResult,
  type EnabledAuthentication,
  type EnrolledDevice,
  type NotAuthenticatedReason,
  type PendingTransaction,
  type StartAuthenticationRequest,
  type StartedAuthentication,
  signedText,
} from '@passant/contracts';
import { nameProblem } from '../client-registration/client-registration-metadata.js';
import { OAuthError } from '../refusals/errors.js';
import { requireStateful } from '../custom-registration/grants/stateless.grant.js';
import { maySee } from '../clients/visibility.js';
import { type Behind, stillServes } from '../introspection/introspection.js';
import type { Application } from '../applications/application-records.js';
import type { Client } from '../clients/client-records.js';
import type { AuthenticationTransaction, EnrolledPerson, MobileDevice, PublicDeviceKey } from './mobile-records.js';
import type { EpochSeconds } from '../time.js';
import type { AccessTokenRecord } from '../tokens/token-records.js';

/** Seconds a person has to answer. */
export const AUTHENTICATION_VALIDITY = 300;
/** Seconds for which the result can be read afterwards; then the transaction is deleted. */
export const RESULT_VALIDITY = 900;
/** Number of answers a transaction accepts before it ends without a valid one; a valid one counts as well. */
export const MAX_ANSWERS = 5;
/**
 * Maximum number of pending transactions per device: more could wear the person down until they accept (MFA fatigue).
 */
export const MAX_PENDING = 5;

/** A token based on a profile. */
export type ProfileToken = AccessTokenRecord & { profile: string };

/**
 * Returns the token of a registered person with a profile on this device.
 * Throws `stateless_access_token` for a stateless token, and `insufficient_scope` for one issued without interaction
 * (implicit) or without a person: it is valid, but not sufficient to act on (RFC 6750 §3.1).
 */
export function requireProfileToken(token: AccessTokenRecord): ProfileToken {
  requireStateful(token);
  if (token.type !== 'DEFAULT' || token.profile === null) {
    throw new OAuthError('insufficient_scope', 'This needs the access token of a registered person.', {
      cause: `token of type ${token.type}`,
      challenge: 'Bearer error="insufficient_scope"',
    });
  }
  return { ...token, profile: token.profile };
}

/** Whether a person may be asked on the devices of this application. */
export function offersMobileAuthentication(application: Application | undefined): application is Application {
  return application !== undefined && application.enabled && application.mobileAuthentication;
}

/** Throws `unauthorized_client` if the switch is off, as for any other flow that an application does not have. */
export function requireMobileAuthentication(application: Application | undefined): void {
  if (!offersMobileAuthentication(application)) {
    throw new OAuthError('unauthorized_client', 'Mobile authentication is not enabled for this application.');
  }
}

/** The name of a device, which portals and administrators are shown. Throws `invalid_request`. */
export function readDeviceName(name: string): string {
  const problem = nameProblem(name);
  if (problem !== undefined) throw new OAuthError('invalid_request', `device_name ${problem}.`);
  return name;
}

/** The public key of a device, reduced to what a verifier needs. Throws `invalid_request` that says what is wrong. */
export function readDeviceKey(jwk: Record<string, unknown>): PublicDeviceKey {
  const refuse = (why: string) => new OAuthError('invalid_request', `public_key ${why}.`);
  if ('d' in jwk) throw refuse('contains private key material');
  const { kty, crv, x, y } = jwk;
  if (kty !== 'EC' || crv !== 'P-256' || typeof x !== 'string' || typeof y !== 'string') {
    throw refuse('must be an EC key on the curve P-256');
  }
  const key: PublicDeviceKey = { kty, crv, x, y };
  try {
    createPublicKey({ key: { ...key }, format: 'jwk' });
  } catch {
    throw refuse('is not a point on the curve');
  }
  return key;
}

/**
 * Refusals of the portal's API. Its documentation numbers them. The body has the format of all refusals here, the
 * status is the documented one, and the number is logged.
 */
const PORTAL_REFUSALS = {
  1000: ['not_found', 'Mobile authentication is not enabled.'],
  1001: ['not_found', 'The user is unknown or has no device that can be asked.'],
  1003: ['invalid_request', 'device_id is required: the user has several devices.'],
  3004: ['not_found', 'There is no such transaction.'],
  3005: ['not_found', 'There is no such type of authentication.'],
} as const;

export class PortalRefusal extends OAuthError {
  constructor(readonly number: keyof typeof PORTAL_REFUSALS) {
    const [code, sentence] = PORTAL_REFUSALS[number];
    super(code, sentence, { cause: number });
  }
}

type BehindPerson = (person: EnrolledPerson) => Behind;

/**
 * The devices of people with a user identifier that a portal may see, and those of them on which it may ask now.
 * @param found every device of people with that user identifier
 * @param behind who stands behind the registration of a person now
 */
export function devicesFor(
  portal: Client,
  found: EnrolledPerson[],
  behind: BehindPerson,
): { visible: EnrolledPerson[]; usable: EnrolledPerson[] } {
  const visible = found.filter((person) => maySee(portal, person));
  return { visible, usable: visible.filter((person) => canBeAsked(person, behind(person))) };
}

/** Whether the person could answer: with a token of the registration, which is inactive otherwise. */
function canBeAsked(person: EnrolledPerson, behind: Behind): boolean {
  return person.enabled && offersMobileAuthentication(behind.application) && stillServes(behind, person);
}

/**
 * Selects the device for an authentication. Throws the refusals of the portal's API.
 *
 * A user identifier belongs to an identity provider; two providers may use the same one for different people. A portal
 * that names no device is served only if exactly one matches.
 */
export function chooseDevice(
  request: Pick<StartAuthenticationRequest, 'type' | 'device_id'>,
  { visible, usable }: ReturnType<typeof devicesFor>,
): EnrolledPerson {
  if (request.type !== 'push') throw new PortalRefusal(3005);
  if (visible.length > 0 && usable.length === 0) throw new PortalRefusal(1000);
  const chosen = usable.filter((person) => request.device_id === undefined || person.device.id === request.device_id);
  if (chosen.length === 0) throw new PortalRefusal(1001);
  if (chosen.length > 1) throw new PortalRefusal(1003);
  return chosen[0]!;
}

/** Whether the person may still answer. */
export function isPending(transaction: AuthenticationTransaction, now: EpochSeconds): boolean {
  return transaction.outcome === null && transaction.pendingUntil > now;
}

/** What a device displays and signs. */
export function renderPending(transaction: AuthenticationTransaction, question: Question): PendingTransaction {
  return {
    transaction_id: transaction.id,
    message: question.message,
    ...(question.signingData === undefined ? {} : { signing_data: question.signingData }),
    timestamp: transaction.startedAt,
    expires_at: transaction.pendingUntil,
  };
}

/** What a person is asked. */
export interface Question {
  message: string;
  signingData?: string;
}

/** Whether the device signed this answer to this question (ES256, RFC 7518 §3.4). */
export function isSignedBy(
  key: PublicDeviceKey,
  pending: PendingTransaction,
  answer: { accepted: boolean; signature: string },
): boolean {
  return verify(
    'sha256',
    Buffer.from(signedText(pending, answer.accepted)),
    { key: createPublicKey({ key: { ...key }, format: 'jwk' }), dsaEncoding: 'ieee-p1363' },
    Buffer.from(answer.signature, 'base64url'),
  );
}

/**
 * The same refusal for every transaction a device cannot answer: unknown, somebody else's, already answered, expired.
 */
export function noSuchTransaction(cause: string): OAuthError {
  return new OAuthError('invalid_transaction', 'The transaction is invalid or has expired.', { cause });
}

export function renderDevice(device: MobileDevice, profileId: string): EnrolledDevice {
  return {
    device_id: device.id,
    profile_id: profileId,
    device_name: device.name,
    push_enabled: device.sealedPushToken !== null,
    enrolled_at: device.enrolledAt,
  };
}

export function renderStarted(transaction: AuthenticationTransaction, person: EnrolledPerson): StartedAuthentication {
  return {
    transaction_id: transaction.id,
    auth_method: 'PUSH',
    time_to_live: (transaction.pendingUntil - transaction.startedAt) * 1000,
    device: { name: person.device.name, ...(person.appPlatform === null ? {} : { platform: person.appPlatform }) },
  };
}

export function renderAnswered(transaction: AuthenticationTransaction): AnsweredTransaction {
  return { transaction_id: transaction.id, is_authenticated: transaction.outcome === 'accepted' };
}

const REASONS: Record<NotAuthenticatedReason, string> = {
  not_accepted: 'The person refused.',
  invalid_answer: 'The device did not sign its answer rightly.',
  expired: 'The person did not answer in time.',
};

function reasonOf(transaction: AuthenticationTransaction, now: EpochSeconds): NotAuthenticatedReason | undefined {
  switch (transaction.outcome) {
    case 'accepted':
      return undefined;
    case 'refused':
      return 'not_accepted';
    case 'invalid_answer':
      return 'invalid_answer';
    case null:
      return isPending(transaction, now) ? undefined : 'expired';
  }
}

export function renderResult(transaction: AuthenticationTransaction, now: EpochSeconds): AuthenticationResult {
  const reason = reasonOf(transaction, now);
  return {
    transaction_id: transaction.id,
    ...(transaction.callbackUri === null ? {} : { callback_uri: transaction.callbackUri }),
    timestamp: transaction.startedAt,
    user_id: transaction.userId,
    is_authenticated: transaction.outcome === 'accepted',
    authentication_method: 'PUSH',
    used_authentication_attempts: transaction.answers,
    ...(transaction.signature === null
      ? {}
      : {
          signature: transaction.signature,
          user_public_key: { ...transaction.publicKey },
          signature_verified: true,
        }),
    ...(reason === undefined ? {} : { not_authenticated_reason: { reason, description: REASONS[reason] } }),
  };
}

/** How somebody can be authenticated; an empty list if they have no device. */
export function renderEnabled(devices: EnrolledPerson[], behind: BehindPerson): EnabledAuthentication {
  if (devices.length === 0) return { enabled: [] };
  const apps = devices.map((person) => ({
    app_id: person.application,
    app_name: behind(person).application?.name ?? person.application,
    device_id: person.device.id,
    device_name: person.device.name,
    ...(person.appPlatform === null ? {} : { platform: person.appPlatform }),
  }));
  return { enabled: [{ type: 'push', method: 'PUSH', sms_fallback_allowed: false, apps_enrolled_for_push: apps }] };
}
