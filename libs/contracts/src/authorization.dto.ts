import { z } from 'zod';

/** RFC 7636 §4.2: BASE64URL of a SHA-256, without padding. */
export const CodeChallenge = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/, 'must be the SHA-256 of the verifier in base64url');

/** RFC 7636 §4.1. */
export const CodeVerifier = z.string().regex(/^[A-Za-z0-9._~-]{43,128}$/, 'must have 43 to 128 unreserved characters');

/**
 * RFC 6749 §4.1.1, OpenID Connect Core §3.1.2.1 and RFC 7636 §4.3. Parameters that are not named here are ignored. What
 * the values mean is judged by the protocol: most refusals are sent to the client and not to the person.
 */
export const AuthorizationRequest = z.object({
  response_type: z.literal('code'),
  client_id: z.string().min(1).max(255),
  /** Exactly as registered; the port of a native app's loopback address may differ. */
  redirect_uri: z.string().min(1).max(2048),
  code_challenge: CodeChallenge,
  code_challenge_method: z.literal('S256'),
  /** Scopes, separated by spaces; without any, those the client or its application has by default. */
  scope: z.string().max(4096).optional(),
  state: z.string().max(2048).optional(),
  nonce: z.string().max(512).optional(),
  response_mode: z.literal('query').optional(),
  /** `none` answers `login_required`: nobody is ever signed in here already. */
  prompt: z.string().max(255).optional(),
  /** Always met, since the person is asked every time. */
  max_age: z.string().optional(),
});
export type AuthorizationRequest = z.infer<typeof AuthorizationRequest>;

/** What every form of the login pages sends: where the person stands, and whether they go on. */
const PageForm = z.object({
  /** Sealed by the server, and good only together with the cookie of the browser it was made for. */
  interaction: z.string({ error: 'is required' }).min(1, 'is required'),
  /** `cancel` sends the person back without a code, `providers` shows the providers to choose from. */
  decision: z.enum(['continue', 'cancel', 'providers']).default('continue'),
});

/** Forms send every line end as two characters, whatever was typed (URL Standard and HTML, form submission). */
function withPlainLineEnds(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/** Sends the person to a provider. */
export const ChooseProviderForm = PageForm.extend({ provider: z.string().max(64).optional() });
export type ChooseProviderForm = z.infer<typeof ChooseProviderForm>;

/** The person's answer, passed on to the provider's script unread; only line ends are as a keyboard gives them again. */
export const AnswerForm = PageForm.extend({ data: z.string().overwrite(withPlainLineEnds).max(32_768).optional() });
export type AnswerForm = z.infer<typeof AnswerForm>;

/** Whoever says nothing has not agreed. */
export const ConsentForm = PageForm.extend({ decision: z.enum(['continue', 'cancel'], { error: 'is required' }) });
export type ConsentForm = z.infer<typeof ConsentForm>;
