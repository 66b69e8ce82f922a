import { z } from 'zod';

/** A value to search for. NUL is rejected, because PostgreSQL text cannot contain it. */
export const wanted = (longest: number) =>
  z
    .string()
    .min(1)
    .max(longest)
    .refine((text) => !text.includes('\0'), 'holds a character that cannot be looked for');

/** A parameter that may be repeated. A single occurrence arrives as a plain value and is put into an array. */
export const repeatable = <Item extends z.ZodType>(item: Item) =>
  z.preprocess(
    (value) => (value === undefined || Array.isArray(value) ? value : [value]),
    z.array(item).max(100).optional(),
  );

/** Milliseconds since the epoch. */
export const Moment = z.coerce.number().int().min(0).max(8_640_000_000_000_000);
