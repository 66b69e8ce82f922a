import { z } from 'zod';

/**
 * Whether a member that is null or empty counts as absent in messages of this schema. It does in protocol messages,
 * which also ignore unknown members: many serialisers write every member of a class, whether it is set or not. The admin API
 * rejects unknown members, and there null has a meaning: it removes a value.
 */
export function takesNullForAbsent(schema: unknown): boolean {
  return schema instanceof z.ZodObject && !(schema.def.catchall instanceof z.ZodNever);
}

/**
 * Removes the members of a message that count as absent: those that are null, at any depth, and its own that are empty
 * text, since a parameter without a value is treated as omitted (RFC 6749 §3.1). Array elements keep their positions.
 */
export function withoutAbsentMembers(message: unknown): unknown {
  const said = holdsNull(message) ? withoutNullMembers(message) : message;
  if (typeof said !== 'object' || said === null || Array.isArray(said)) return said;
  if (!Object.values(said).includes('')) return said;
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== ''));
}

function withoutNullMembers(part: unknown): unknown {
  if (Array.isArray(part)) return part.map(withoutNullMembers);
  if (typeof part !== 'object' || part === null) return part;
  const said = Object.entries(part).filter(([, value]) => value !== null);
  return Object.fromEntries(said.map(([name, value]) => [name, withoutNullMembers(value)]));
}

/** Most messages have nothing to remove, and need no copy. */
function holdsNull(part: unknown): boolean {
  if (typeof part !== 'object' || part === null) return part === null;
  return Object.values(part).some(holdsNull);
}
