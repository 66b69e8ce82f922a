import { z } from 'zod';
import { Resources } from '../tokens/token.dto.js';

/** RFC 7636 §4.2: SHA-256 of the verifier, base64url-encoded without padding. */
export const CodeChallenge = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/, 'must be the SHA-256 of the verifier in base64url');

/** RFC 7636 §4.1. */
export const CodeVerifier = z.string().regex(/^[A-Za-z0-9._~-]{43,128}$/, 'must have 43 to 128 unreserved characters');

/**
 * RFC 6749 §4.1.1, OpenID Connect Core §3.1.2.1 and RFC 7636 §4.3. Parameters not listed here are ignored. The protocol
 * library validates what the values mean, because most errors are returned to the client and not shown to the person.
 */
export const AuthorizationRequest = z.object({
  response_type: z.literal('code'),
  client_id: z.string().min(1).max(255),
  /** Must match the registered URI exactly, except for the port of a native app's loopback address. */
  redirect_uri: z.string().min(1).max(2048),
  /** Required unless an administrator exempted the client from PKCE. */
  code_challenge: CodeChallenge.optional(),
  code_challenge_method: z.literal('S256').optional(),
  /** Space-separated scopes. Defaults to the default scopes of the client or its application. */
  scope: z.string().max(4096).optional(),
  state: z.string().max(2048).optional(),
  nonce: z.string().max(512).optional(),
  response_mode: z.literal('query').optional(),
  /** `none` is always answered with `login_required`, because the server keeps no login session. */
  prompt: z.string().max(255).optional(),
  /**
   * `urn:onewelcome:oauth2:grant_type:stateless_authentication`: the code ends in a stateless token, for an installation
   * of a mobile application that allows it. Any other value is ignored.
   */
  grant_type: z.string().max(255).optional(),
  /** RFC 8707 §2.1: the resources that tokens issued for the code may target; the parameter is repeated for each. */
  resource: Resources.optional(),
  /** Always satisfied, because the person authenticates every time. */
  max_age: z.string().optional(),
});
export type AuthorizationRequest = z.infer<typeof AuthorizationRequest>;

/** Fields that every form of the login pages submits: the state of the interaction, and whether to continue. */
const PageForm = z.object({
  /** Sealed by the server, and valid only with the cookie of the browser it was issued to. */
  interaction: z.string({ error: 'is required' }).min(1, 'is required'),
  /** `cancel` returns the person to the client without a code; `providers` shows the provider selection. */
  decision: z.enum(['continue', 'cancel', 'providers']).default('continue'),
});

/** Converts CRLF to LF: forms submit every line break as CRLF, whatever was typed (URL Standard and HTML). */
function withPlainLineEnds(text: string): string {
  return text.replaceAll('\r\n', '\n');
}

/** Selects the provider and starts with it. */
export const ChooseProviderForm = PageForm.extend({ provider: z.string().max(64).optional() });
export type ChooseProviderForm = z.infer<typeof ChooseProviderForm>;

/** The person's answer. It is passed to the provider's script as is, except that line breaks are normalised to LF. */
export const AnswerForm = PageForm.extend({ data: z.string().overwrite(withPlainLineEnds).max(32_768).optional() });
export type AnswerForm = z.infer<typeof AnswerForm>;

/** `decision` is required here: a missing decision must not count as consent. */
export const ConsentForm = PageForm.extend({ decision: z.enum(['continue', 'cancel'], { error: 'is required' }) });
export type ConsentForm = z.infer<typeof ConsentForm>;
