import { z } from 'zod';
import { Timestamp } from '../admin/fields.js';

/** Seconds that a trial lasts. Afterwards it ends by itself, with everything that was made in it. */
export const TRIAL_LIFETIME = 12 * 3600;

/** Installations that may register in one trial. */
export const TRIAL_REGISTRATIONS = 20;

/**
 * `POST applications/{identifier}/trials`: lets somebody try a mobile application out. With `stateless_off`, the
 * server decides about the installations of this trial as if the application's switch were off; nobody else notices.
 */
export const StartTrial = z.strictObject({ stateless_off: z.boolean().default(false) });
export type StartTrial = z.input<typeof StartTrial>;

/** A trial that has begun. The initial access token appears only in this response. */
export const StartedTrial = z.strictObject({
  /** Also the identifier of the initial access token. */
  id: z.uuid(),
  initial_access_token: z.string(),
  registrations: z.int(),
  expires_at: Timestamp,
});
export type StartedTrial = z.infer<typeof StartedTrial>;

/** `POST applications/{identifier}/trials/{id}/introspect`: the token that a sample resource server received. */
export const IntrospectInTrial = z.strictObject({ token: z.string().min(1).max(4096) });
export type IntrospectInTrial = z.infer<typeof IntrospectInTrial>;
