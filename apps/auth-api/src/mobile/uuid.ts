import { z } from 'zod';

const Uuid = z.uuid();

/** Whether the text can be looked up at all: the database refuses to compare anything else with an identifier. */
export function isUuid(text: string): boolean {
  return Uuid.safeParse(text).success;
}
