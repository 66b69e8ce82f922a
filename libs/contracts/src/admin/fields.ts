import { z } from 'zod';
import { isOneLine } from '../one-line.js';

/** Identifier of an application, identity provider or API client. Entered by hand; appears in URLs and logs. */
export const Identifier = z
  .string()
  .min(1, 'is required')
  .max(64, 'is longer than 64 characters')
  .regex(/^[A-Za-z0-9_-]+$/, 'may hold letters, digits, "_" and "-"')
  // The console uses this path segment for the creation page.
  .refine((identifier) => identifier !== 'new', 'must not be "new"');

export const DisplayName = z.string().trim().min(1, 'is required').max(128, 'is longer than 128 characters');

/** Maximum length of a reason in characters: code points, as JSON Schema counts them. */
const LONGEST_REASON = 500;

/** Why an administrator changed something, in one line. Recorded for later readers. */
export const Reason = z
  .string()
  .trim()
  .min(1, 'is required')
  .refine((text) => [...text].length <= LONGEST_REASON, `is longer than ${LONGEST_REASON} characters`)
  .refine(isOneLine, 'must have no line breaks and no other control characters')
  .meta({ maxLength: LONGEST_REASON });

/** Query of a list. Paging uses an opaque cursor; a response without `next_cursor` is the last page. */
export const PageQuery = z.strictObject({
  q: z.string().max(128).optional(),
  cursor: z.string().max(512).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
});
export type PageQuery = z.infer<typeof PageQuery>;

export function pageOf<T extends z.ZodType>(item: T) {
  return z.strictObject({ items: z.array(item), next_cursor: z.string().optional() });
}

/** Seconds since the epoch. */
export const Timestamp = z.int().nonnegative();
