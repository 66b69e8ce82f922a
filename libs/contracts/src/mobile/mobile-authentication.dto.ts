import { z } from 'zod';
import { Platform } from '../client-registration/client-registration.dto.js';
import { ProfileId } from '../custom-registration/custom-registration.dto.js';

/** Maximum length of the message shown to the person, in characters. */
export const MAX_AUTHENTICATION_MESSAGE = 155;

const DeviceId = z.uuid('must be a device identifier');

/** `POST …/enrollment`. The protocol library decides whether the key is usable. */
export const EnrollDeviceRequest = z.object({
  profile_id: ProfileId,
  device_name: z.string().trim().min(1, 'is required').max(128, 'is longer than 128 characters'),
  /** P-256 public key (RFC 7517). The device signs its answers with the private key. */
  public_key: z.record(z.string(), z.json()),
});
export type EnrollDeviceRequest = z.infer<typeof EnrollDeviceRequest>;

/** `PUT …/push`: sets the push token through which the device is notified. */
export const EnrollPushRequest = z.object({
  device_id: DeviceId,
  push_token: z.string().trim().min(1, 'is required').max(4096, 'is longer than 4096 characters'),
});
export type EnrollPushRequest = z.infer<typeof EnrollPushRequest>;

/** An enrolled device, which can be asked to authenticate its user. */
export const EnrolledDevice = z.strictObject({
  device_id: DeviceId,
  profile_id: ProfileId,
  device_name: z.string(),
  push_enabled: z.boolean(),
  enrolled_at: z.int(),
});
export type EnrolledDevice = z.infer<typeof EnrolledDevice>;

/**
 * `POST …/authenticate/user`, form-encoded, from a portal. Further documented parameters (`language_code`,
 * `ip_address`,
 * `user_agent`, `secure_message`) are ignored like any unknown one.
 */
export const StartAuthenticationRequest = z.object({
  type: z.string({ error: 'is required' }),
  user_id: z.string({ error: 'is required' }).max(255, 'is longer than 255 characters'),
  device_id: DeviceId.optional(),
  message: z
    .string({ error: 'is required' })
    .max(MAX_AUTHENTICATION_MESSAGE, `is longer than ${MAX_AUTHENTICATION_MESSAGE} characters`),
  /**
   * Receives a POST as soon as there is a result: JSON with `callback_uri` and `transaction_id`. Any 2xx is success.
   */
  callback_uri: z
    .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
    .max(2048)
    .optional(),
  /** Data to be signed along with the message, for example the digest of a document. */
  signing_data: z
    .string()
    .max(16 * 1024)
    .optional(),
});
export type StartAuthenticationRequest = z.infer<typeof StartAuthenticationRequest>;

export const StartedAuthentication = z.strictObject({
  transaction_id: z.uuid(),
  auth_method: z.literal('PUSH'),
  /** Milliseconds. */
  time_to_live: z.int().positive(),
  device: z.strictObject({ name: z.string(), platform: Platform.optional() }),
});
export type StartedAuthentication = z.infer<typeof StartedAuthentication>;

/** Why authentication failed. There is no reason yet while the person can still answer. */
export const NOT_AUTHENTICATED_REASONS = ['not_accepted', 'invalid_answer', 'expired'] as const;
export type NotAuthenticatedReason = (typeof NOT_AUTHENTICATED_REASONS)[number];

/** `GET …/authenticate/transaction/{transaction_id}`: the result of the authentication. */
export const AuthenticationResult = z.strictObject({
  transaction_id: z.uuid(),
  callback_uri: z.string().optional(),
  /** When the transaction was started, in epoch seconds. Part of the signed text. */
  timestamp: z.int(),
  user_id: z.string(),
  is_authenticated: z.boolean(),
  authentication_method: z.literal('PUSH'),
  used_authentication_attempts: z.int().nonnegative(),
  /** ES256 signature over `signedText`, in base64url. Anyone can verify it with the key below. */
  signature: z.string().optional(),
  user_public_key: z.record(z.string(), z.json()).optional(),
  signature_verified: z.boolean().optional(),
  not_authenticated_reason: z
    .strictObject({ reason: z.enum(NOT_AUTHENTICATED_REASONS), description: z.string() })
    .optional(),
});
export type AuthenticationResult = z.infer<typeof AuthenticationResult>;

/** `GET …/authenticate/user/{user_id}/enabled`: how a person can be authenticated. Empty for an unknown person. */
export const EnabledAuthentication = z.strictObject({
  enabled: z.array(
    z.strictObject({
      type: z.literal('push'),
      method: z.literal('PUSH'),
      sms_fallback_allowed: z.literal(false),
      apps_enrolled_for_push: z.array(
        z.strictObject({
          app_id: z.string(),
          app_name: z.string(),
          device_id: DeviceId,
          device_name: z.string(),
          platform: Platform.optional(),
        }),
      ),
    }),
  ),
});
export type EnabledAuthentication = z.infer<typeof EnabledAuthentication>;

/**
 * `GET …/authenticate/user/{user_id}/device/{device_id}/enabled`: available types. Empty for an unknown user or device.
 */
export const EnabledTypes = z.strictObject({ enabled: z.array(z.literal('push')) });
export type EnabledTypes = z.infer<typeof EnabledTypes>;

/** A transaction that awaits an answer: what the device shows to the person. */
export const PendingTransaction = z.strictObject({
  transaction_id: z.uuid(),
  message: z.string(),
  signing_data: z.string().optional(),
  timestamp: z.int(),
  expires_at: z.int(),
});
export type PendingTransaction = z.infer<typeof PendingTransaction>;
export const PendingTransactions = z.strictObject({ transactions: z.array(PendingTransaction) });
export type PendingTransactions = z.infer<typeof PendingTransactions>;

/** `POST …/transactions/{id}`. */
export const AnswerTransactionRequest = z.object({
  accepted: z.boolean(),
  /** ES256 signature over `signedText`: R and S, 64 bytes in all (RFC 7518 §3.4), in base64url. */
  signature: z.string().regex(/^[A-Za-z0-9_-]{86}$/, 'must be 64 bytes in base64url'),
});
export type AnswerTransactionRequest = z.infer<typeof AnswerTransactionRequest>;

/** Whether the person is now authenticated. */
export const AnsweredTransaction = z.strictObject({ transaction_id: z.uuid(), is_authenticated: z.boolean() });
export type AnsweredTransaction = z.infer<typeof AnsweredTransaction>;
