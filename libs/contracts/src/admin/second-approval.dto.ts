import { z } from 'zod';

/** `GET second-approval`: whether what cannot be undone waits for a second administrator. */
export const SecondApproval = z.strictObject({
  required: z.boolean(),
  /** How many Admins may approve what others ask for. At least two have to be there before it can be required. */
  approvers: z.int().nonnegative(),
});
export type SecondApproval = z.infer<typeof SecondApproval>;

/** Said by what makes things on a server and removes them afterwards, where it could not. */
export const DELETIONS_WAIT =
  'a second administrator has to approve every deletion there, so what is made would stay. Take a server that does not require a second approval, or turn it off under Configuration → Administrators.';

/** `PUT second-approval`. While it is required, a second administrator has to approve that it is no longer. */
export const UpdateSecondApproval = z.strictObject({ required: z.boolean() });
export type UpdateSecondApproval = z.infer<typeof UpdateSecondApproval>;

export const APPROVAL_STATES = ['PENDING', 'CARRIED_OUT', 'FAILED', 'REFUSED', 'WITHDRAWN'] as const;
export type ApprovalState = (typeof APPROVAL_STATES)[number];

/** A request that waits for the approval of another administrator, or waited for it. */
export const Approval = z.strictObject({
  id: z.uuid(),
  /** Name of the endpoint of this API that was asked for. */
  endpoint: z.string(),
  state: z.enum(APPROVAL_STATES),
  /** Values of the placeholders in the path. What was asked for is shown while it waits, and not kept afterwards. */
  parameters: z.record(z.string(), z.string()).optional(),
  query: z.record(z.string(), z.json()).optional(),
  body: z.json().optional(),
  reason: z.string().optional(),
  /** Absent if that account is gone. */
  asked_by: z.string().optional(),
  /** Epoch seconds, as all times here. */
  asked_at: z.int(),
  /** After this nobody can approve it; of one that was decided, when it is forgotten. */
  expires_at: z.int(),
  decided_by: z.string().optional(),
  decided_at: z.int().optional(),
  /** Why it could not be carried out: an error code. */
  error: z.string().optional(),
});
export type Approval = z.infer<typeof Approval>;

/** Newest first. */
export const Approvals = z.strictObject({ items: z.array(Approval) });
export type Approvals = z.infer<typeof Approvals>;

/** What was carried out, with what its endpoint answered. */
export const CarriedOut = z.strictObject({ approval: Approval, answer: z.json().optional() });
export type CarriedOut = z.infer<typeof CarriedOut>;
