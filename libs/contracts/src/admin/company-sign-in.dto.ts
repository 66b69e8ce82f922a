import { z } from 'zod';

/** `GET sign-in`: what the page to sign in at offers. */
export const SignInWays = z.strictObject({
  /** Whether administrators may sign in with a password. */
  passwords: z.boolean(),
  /** The OpenID provider of the company, if administrators sign in by one. */
  company: z
    .strictObject({
      /** What people call it; what follows "Sign in with". */
      label: z.string(),
    })
    .optional(),
});
export type SignInWays = z.infer<typeof SignInWays>;

/** `POST session/company`: where to send the browser. A cookie keeps the browser that began. */
export const CompanySignIn = z.strictObject({
  authorization_url: z.url(),
  /** Epoch seconds until which the browser has to be back. */
  expires_at: z.int(),
});
export type CompanySignIn = z.infer<typeof CompanySignIn>;

/** `POST session/company/complete`: what the provider sent the browser back with. */
export const CompanyAnswer = z.strictObject({
  /** The query of the address that the browser came back to, as it is, without the question mark. */
  answer: z.string().min(1, 'is required').max(8192, 'is longer than 8192 characters'),
});
export type CompanyAnswer = z.infer<typeof CompanyAnswer>;
