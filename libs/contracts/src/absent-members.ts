import { z } from 'zod';

/**
 * Whether a member that is null counts as absent in messages of this schema. It does in protocol messages, which also
 * ignore unknown members: many serialisers write every member of a class, whether it is set or not. The admin API
 * rejects unknown members, and there null has a meaning: it removes a value.
 */
export function takesNullForAbsent(schema: unknown): boolean {
  return schema instanceof z.ZodObject && !(schema.def.catchall instanceof z.ZodNever);
}

/** Removes members that are null from a message, at any depth. Array elements keep their positions. */
export function withoutAbsentMembers(message: unknown): unknown {
  if (Array.isArray(message)) return message.map(withoutAbsentMembers);
  if (typeof message !== 'object' || message === null) return message;
  const said = Object.entries(message).filter(([, value]) => value !== null);
  return Object.fromEntries(said.map(([name, value]) => [name, withoutAbsentMembers(value)]));
}
