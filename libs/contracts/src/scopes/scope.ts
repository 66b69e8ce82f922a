import { z } from 'zod';

/** One scope value. RFC 6749 §3.3 allows more characters; these need no escaping in any client library. */
export const ScopeValue = z
  .string()
  .min(1)
  .max(255)
  .regex(/^[A-Za-z0-9_\-:.]+$/, 'may hold letters, digits, "_", "-", ":" and "."');

/** A list of unique scope values. */
export const ScopeList = z
  .array(ScopeValue)
  .max(100)
  .refine((values) => new Set(values).size === values.length, 'names a scope twice');
