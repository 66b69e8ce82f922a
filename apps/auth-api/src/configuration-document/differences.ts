import type { ConfigurationFieldChange } from '@passant/contracts';
import { canonicalJson } from '@passant/protocol';

type Members = Record<string, unknown>;

export function isSame(one: unknown, other: unknown): boolean {
  return one === other || (one !== undefined && other !== undefined && canonicalJson(one) === canonicalJson(other));
}

/** The members that an entry declares otherwise than they are. What it leaves out is as it is. */
export function changedMembers<Item extends object>(current: Item, declared: Item): Partial<Item> {
  const before = current as Members;
  const changed = Object.entries(declared).filter(
    ([name, value]) => value !== undefined && !isSame(value, before[name]),
  );
  return Object.fromEntries(changed) as Partial<Item>;
}

/**
 * What is different, member by member; members of members by dotted paths, lists as a whole.
 * @param before absent for something new
 * @param secrets paths of secrets that get another value
 */
export function fieldChanges(
  before: object | undefined,
  after: object,
  secrets: readonly string[],
): ConfigurationFieldChange[] {
  const was = flat(before ?? {});
  const is = flat(after);
  const paths = [...new Set([...Object.keys(is), ...Object.keys(was)])].filter((path) => !isSame(was[path], is[path]));
  return [
    ...paths.map((path) => ({
      path,
      ...(was[path] === undefined ? {} : { from: was[path] as ConfigurationFieldChange['from'] }),
      ...(is[path] === undefined ? {} : { to: is[path] as ConfigurationFieldChange['to'] }),
    })),
    ...secrets.map((path) => ({ path, secret: true as const })),
  ];
}

function flat(members: object, prefix = ''): Members {
  return Object.fromEntries(
    Object.entries(members).flatMap(([name, value]: [string, unknown]) =>
      typeof value === 'object' && value !== null && !Array.isArray(value)
        ? Object.entries(flat(value, `${prefix}${name}.`))
        : [[prefix + name, value]],
    ),
  );
}
