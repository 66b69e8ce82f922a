import { z } from 'zod';

/** Hand-entered identifiers of applications, identity providers and API clients: they stand in URLs and in logs. */
export const Identifier = z
  .string()
  .min(1, 'is required')
  .max(64, 'is longer than 64 characters')
  .regex(/^[A-Za-z0-9_-]+$/, 'may hold letters, digits, "_" and "-"')
  // The console's address for making one.
  .refine((identifier) => identifier !== 'new', 'must not be "new"');

export const DisplayName = z.string().trim().min(1, 'is required').max(128, 'is longer than 128 characters');

/** Lists are paged by an opaque cursor; without `next_cursor` there is no further page. */
export const PageQuery = z.strictObject({
  q: z.string().max(128).optional(),
  cursor: z.string().max(512).optional(),
  limit: z.coerce.number().int().min(1).max(200).optional(),
});
export type PageQuery = z.infer<typeof PageQuery>;

export function pageOf<T extends z.ZodType>(item: T) {
  return z.strictObject({ items: z.array(item), next_cursor: z.string().optional() });
}

/** Epoch seconds. */
export const Timestamp = z.int().nonnegative();
