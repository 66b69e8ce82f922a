import { z } from 'zod';
import { SigningAlgorithm, type WebClient } from '@passant/contracts';

/** How a web client signs users in, apart from its redirect URIs. */
export const SignInForm = z.object({ require_pkce: z.boolean(), id_token_signed_response_alg: SigningAlgorithm });
export type SignInForm = z.infer<typeof SignInForm>;

export const SIGN_IN_LABELS: Record<keyof SignInForm, string> = {
  require_pkce: 'PKCE',
  id_token_signed_response_alg: 'Signature of ID tokens',
};

export function signInFormOf({ require_pkce, id_token_signed_response_alg }: WebClient): SignInForm {
  return { require_pkce, id_token_signed_response_alg };
}

/** The changed members, as part of a PATCH. */
export function signInPatchOf(changes: Partial<SignInForm>): Partial<SignInForm> {
  const { require_pkce: pkce, id_token_signed_response_alg: algorithm } = changes;
  return {
    ...(pkce === undefined ? {} : { require_pkce: pkce }),
    ...(algorithm === undefined ? {} : { id_token_signed_response_alg: algorithm }),
  };
}
