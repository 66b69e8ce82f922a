import { z } from 'zod';

/** Bytes as WebAuthn writes them in JSON. */
const Base64Url = (longest: number) =>
  z
    .string()
    .min(1, 'is required')
    .max(longest, `is longer than ${longest} characters`)
    .regex(/^[\w-]*$/, 'is no Base64url');

/** A credential id has at most 1023 bytes (WebAuthn §4). */
const CredentialId = Base64Url(1364);
const ClientData = Base64Url(8192);

const Credential = z.object({
  id: CredentialId,
  rawId: CredentialId,
  type: z.literal('public-key'),
});

/**
 * What a browser made of a challenge with a passkey: `AuthenticationResponseJSON` of WebAuthn, Level 3. Browsers add
 * members to it, which are not read.
 */
export const PasskeyAnswer = Credential.extend({
  response: z.object({
    clientDataJSON: ClientData,
    authenticatorData: Base64Url(8192),
    signature: Base64Url(8192),
    userHandle: Base64Url(86).optional(),
  }),
});
export type PasskeyAnswer = z.infer<typeof PasskeyAnswer>;

/** What a browser says of a new passkey: `RegistrationResponseJSON` of WebAuthn, Level 3, as {@link PasskeyAnswer}. */
export const NewCredential = Credential.extend({
  response: z.object({
    clientDataJSON: ClientData,
    attestationObject: Base64Url(16_384),
    transports: z
      .array(z.string().regex(/^[a-z-]{1,32}$/))
      .max(8)
      .optional(),
  }),
});
export type NewCredential = z.infer<typeof NewCredential>;

const KnownCredential = z.strictObject({
  id: z.string(),
  type: z.literal('public-key'),
  transports: z.array(z.string()).optional(),
});

/** How a browser is asked for an answer: `PublicKeyCredentialRequestOptionsJSON`. */
export const PasskeyQuestion = z.strictObject({
  challenge: z.string(),
  rpId: z.string(),
  /** Milliseconds. */
  timeout: z.int(),
  userVerification: z.literal('required'),
  /** Absent where any passkey of this server may answer. */
  allowCredentials: z.array(KnownCredential).optional(),
});
export type PasskeyQuestion = z.infer<typeof PasskeyQuestion>;

/** How a browser is asked to make a passkey: `PublicKeyCredentialCreationOptionsJSON`. */
export const PasskeyCreation = z.strictObject({
  challenge: z.string(),
  rp: z.strictObject({ id: z.string(), name: z.string() }),
  user: z.strictObject({ id: z.string(), name: z.string(), displayName: z.string() }),
  pubKeyCredParams: z.array(z.strictObject({ type: z.literal('public-key'), alg: z.int() })),
  /** Milliseconds. */
  timeout: z.int(),
  attestation: z.literal('none'),
  /** The passkeys that the account has already. */
  excludeCredentials: z.array(KnownCredential),
  authenticatorSelection: z.strictObject({
    residentKey: z.literal('required'),
    requireResidentKey: z.literal(true),
    userVerification: z.literal('required'),
  }),
});
export type PasskeyCreation = z.infer<typeof PasskeyCreation>;

/** `POST session/passkey` */
export const SignInWithPasskey = z.strictObject({ passkey: PasskeyAnswer });
export type SignInWithPasskey = z.infer<typeof SignInWithPasskey>;

/** `POST own-passkeys` */
export const AddPasskey = z.strictObject({
  name: z
    .string()
    .trim()
    .min(1, 'is required')
    .max(64, 'is longer than 64 characters')
    .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]*$/u, 'must be one line of readable text'),
  passkey: NewCredential,
});
export type AddPasskey = z.infer<typeof AddPasskey>;

/** A passkey of the administrator who asks. */
export const OwnPasskey = z.strictObject({
  id: z.string(),
  name: z.string(),
  /** Whether it may be on several devices, as passkeys of a password manager are. */
  synced: z.boolean(),
  created_at: z.int(),
  /** Epoch seconds; absent as long as it was not used. */
  last_used_at: z.int().optional(),
});
export type OwnPasskey = z.infer<typeof OwnPasskey>;

/** The passkeys of the administrator who asks. */
export const OwnPasskeys = z.strictObject({
  items: z.array(OwnPasskey),
  /** Where browsers take them: the origin of the server's public URL. */
  origin: z.string(),
  /** Why there can be none: the origin has no name that they could be bound to. */
  unavailable: z.literal('IP_ADDRESS').optional(),
});
export type OwnPasskeys = z.infer<typeof OwnPasskeys>;

/** The answer to a new passkey. With the first second factor of an account come its recovery codes, shown once. */
export const AddedPasskey = z.strictObject({ passkey: OwnPasskey, recovery_codes: z.array(z.string()).optional() });
export type AddedPasskey = z.infer<typeof AddedPasskey>;
