import { CONFIGURATION_KEYS, type ConfigurationList } from '@passant/contracts';
import { invalidMember } from '@passant/protocol';
import type { z } from 'zod';
import { refusalOf } from '../platform/http/contract.pipe.js';
import type { Named, Workbench } from './workbench.js';

/** What is compared here was read in the same transaction, and the document names a version of the whole. */
export const ANY_VERSION = '*';

/** Rows that are read at once. */
const PAGE = 500;

/** An entry as the document has it, without secrets. */
export interface Entry<Item = object> {
  item: Item;
  etag: string;
}

/**
 * A section of the document: how its entries are read and changed, by the services of single changes. Methods, so that
 * all sections can be treated alike: each only ever gets its own entries.
 */
export interface Section<Item extends object = object> {
  name: ConfigurationList;
  list(bench: Workbench): Promise<Entry<Item>[]>;
  /** The entry of a name, as {@link list} would show it. */
  find(bench: Workbench, name: string): Promise<Entry<Item> | undefined>;
  /** What an entry names of other sections, and what must be there for as long as it does. Absent: nothing. */
  names?(item: Item): Named[];
  /** An entry as {@link list} would show it. Absent: a section's secrets are members of their own. */
  withoutSecrets?(item: Item): Item;
  /** An entry as it was, without what is a secret from now on: plans are kept longer than configurations. Absent: nothing is. */
  withoutLaterSecrets?(before: Item, after: Item): Item;
  /** Paths of the secrets that an entry names and that differ from those stored. */
  secrets?(bench: Workbench, item: Item): string[] | Promise<string[]>;
  create(bench: Workbench, item: Item): Promise<void>;
  /** @param changes the members that differ, without secrets @param secrets paths of the secrets that differ */
  change(bench: Workbench, item: Item, changes: Partial<Item>, secrets: readonly string[]): Promise<void>;
  remove(bench: Workbench, name: string): Promise<void>;
  /** What a removal brings about besides. */
  removed?: string;
}

export function nameOf(section: ConfigurationList, item: object): string {
  return String((item as Record<string, unknown>)[CONFIGURATION_KEYS[section]]);
}

/**
 * The part of a view that can be declared. Members are in the order of the contract, which the database does not keep
 * for what it stores as JSON.
 */
export function asEntry<Schema extends z.ZodObject>(
  schema: Schema,
  view: { etag: string; properties?: unknown },
): Entry<z.output<Schema>> {
  const declared = Object.entries(view).filter(([name, value]) => name in schema.shape && value !== undefined);
  const item = Object.fromEntries(declared);
  const ordered = schema.safeParse(item);
  // What was stored before a rule became stricter is shown as it is.
  return { item: ordered.success ? ordered.data : (item as z.output<Schema>), etag: view.etag };
}

/** Judges a request as the endpoint of a single change does. Throws `invalid_request` that names the members. */
export function parsed<Schema extends z.ZodObject>(schema: Schema, request: object): z.output<Schema> {
  const fixed = Object.keys(request).filter((name) => !(name in schema.shape));
  if (fixed.length > 0) {
    throw refusalOf(fixed.map((name) => ({ path: [name], message: 'never changes: declare it under another name' })));
  }
  const result = schema.safeParse(request);
  if (!result.success) throw refusalOf(result.error.issues);
  return result.data;
}

/** A generated secret would be told to nobody. */
export function requireChosenSecret(client: {
  token_endpoint_auth_method: string;
  client_secret?: string | undefined;
}): void {
  if (client.client_secret !== undefined || client.token_endpoint_auth_method === 'private_key_jwt') return;
  throw invalidMember('client_secret', 'is required for a new client');
}

/** @param read the entries after the given one, in order */
export async function everyPage<One>(read: (after: One | undefined, limit: number) => Promise<One[]>): Promise<One[]> {
  const all: One[] = [];
  for (;;) {
    const page = await read(all.at(-1), PAGE);
    all.push(...page);
    if (page.length < PAGE) return all;
  }
}
