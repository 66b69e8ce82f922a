import { OAuthError, isStorable } from '@passant/protocol';
import { z } from 'zod';

const DEFAULT_LIMIT = 50;

/** Encodes where a page begins as a cursor that is opaque to the caller. */
export function encodeCursor(position: unknown): string {
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

export function decodeCursor<Position>(
  cursor: string | undefined,
  isPosition: (value: unknown) => value is Position,
): Position | undefined {
  if (cursor === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    if (isPosition(value)) return value;
  } catch {
    // Not one of our cursors: refused below like any other invalid one.
  }
  throw new OAuthError('invalid_request', 'cursor: is not one this server gave out.');
}

/** A position in a list ordered by identifier. Excludes text that the database could not compare. */
export const isText = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= 512 && isStorable(value);

/** A position in a list of items with a UUID, newest first. */
export interface DatedId {
  createdAt: number;
  id: string;
}

export function isDatedId(value: unknown): value is DatedId {
  const position = value as Partial<DatedId> | null;
  return Number.isSafeInteger(position?.createdAt) && z.uuid().safeParse(position?.id).success;
}

export function limitOf(query: { limit?: number }): number {
  return query.limit ?? DEFAULT_LIMIT;
}

/**
 * Renders one page of the items found. Query the source for one item more than `limit`: the extra one only shows that
 * there is a further page.
 * @param positionOf where a page that follows this item begins
 */
export function renderPage<Item, View>(
  found: Item[],
  limit: number,
  positionOf: (item: Item) => unknown,
  render: (item: Item) => View,
): { items: View[]; next_cursor?: string } {
  const shown = found.slice(0, limit);
  return {
    items: shown.map(render),
    ...(found.length > limit ? { next_cursor: encodeCursor(positionOf(shown.at(-1)!)) } : {}),
  };
}

/** A page of an in-memory list that is ordered and keyed by `identify`. */
export function pageInMemory<Item, View>(
  all: Item[],
  query: { q?: string; cursor?: string; limit?: number },
  identify: (item: Item) => string,
  textOf: (item: Item) => string,
  render: (item: Item) => View,
): { items: View[]; next_cursor?: string } {
  const after = decodeCursor(query.cursor, isText);
  const needle = query.q?.trim().toLowerCase();
  const found = all
    .filter((item) => !needle || textOf(item).toLowerCase().includes(needle))
    .sort((left, right) => (identify(left) < identify(right) ? -1 : 1))
    .filter((item) => after === undefined || identify(item) > after);
  return renderPage(found, limitOf(query), identify, render);
}
