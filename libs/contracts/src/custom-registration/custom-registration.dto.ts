import { z } from 'zod';
import { HookContextCustomParams } from '../scripts/extension-engine.js';
import { IssuedToken, Resources } from '../tokens/token.dto.js';

/** Members that v2 adds to every body: the client authenticates in the body (seed 003). */
export const ClientAssertion = z.object({
  client_assertion_type: z.string().optional(),
  client_assertion: z.string().optional(),
});
export type ClientAssertion = z.infer<typeof ClientAssertion>;

/** The limit counts UTF-8 bytes, because bytes are what is stored and handed to a script. */
const Data = z.string().refine((data) => new TextEncoder().encode(data).length <= 32 * 1024, 'is larger than 32 KiB');

/** `POST …/init`. Unknown members are ignored (RFC 6749 §3.1). */
export const InitRegistrationRequest = z.object({ data: Data.optional() });
export type InitRegistrationRequest = z.infer<typeof InitRegistrationRequest>;

/** Six characters. The samples in the source documents are upper-case letters and digits. */
export const ProfileId = z.string().regex(/^[A-Za-z0-9]{6}$/, 'must be exactly 6 letters or digits');

/** `POST …/complete`. The protocol library validates scope values, so that it can answer `invalid_scope`. */
export const CompleteRegistrationRequest = z.object({
  transaction_id: z.string().optional(),
  data: Data.optional(),
  scope: z.array(z.string()).max(100).optional(),
  profile_id: ProfileId.optional(),
  hook_context_custom_params: HookContextCustomParams.optional(),
  grant_type: z.string().optional(),
  /** RFC 8707: the resources that the access token targets. */
  resource: Resources.optional(),
});
export type CompleteRegistrationRequest = z.infer<typeof CompleteRegistrationRequest>;

/** `POST …/backchannel`: data that a back end sends to a provider's script. */
export const BackchannelRegistrationRequest = z.object({ data: Data.optional() });
export type BackchannelRegistrationRequest = z.infer<typeof BackchannelRegistrationRequest>;

export const BackchannelRegistrationResponse = z.strictObject({ status: z.int(), data: z.string().optional() });
export type BackchannelRegistrationResponse = z.infer<typeof BackchannelRegistrationResponse>;

/** Response of *init*. `transaction_id` is present only if the script returned a status from 2000 to 2999. */
export const InitRegistrationResponse = z.strictObject({
  transaction_id: z.string().optional(),
  data: z.string().optional(),
  status: z.int(),
});
export type InitRegistrationResponse = z.infer<typeof InitRegistrationResponse>;

/** Response of *complete*. `oauth_token` is present only with a status from 2000 to 2999. */
export const CompleteRegistrationResponse = z.strictObject({
  status: z.int(),
  oauth_token: IssuedToken.optional(),
  data: z.string().optional(),
});
export type CompleteRegistrationResponse = z.infer<typeof CompleteRegistrationResponse>;
