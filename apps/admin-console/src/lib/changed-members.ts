/** Structural equality of JSON-like values. A member that is `undefined` counts as absent. */
export function sameValue(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (Array.isArray(one) || Array.isArray(other)) {
    if (!Array.isArray(one) || !Array.isArray(other) || one.length !== other.length) return false;
    return one.every((value, index) => sameValue(value, other[index]));
  }
  if (!isRecord(one) || !isRecord(other)) return false;
  const members = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...members].every((member) => sameValue(one[member], other[member]));
}

/**
 * The members of `after` that differ from `before`: the body of a PATCH.
 * @param mergedByTheServer object members that the server merges; only their changed members are included
 */
export function changedMembers<T extends object>(
  before: T,
  after: T,
  mergedByTheServer: readonly (keyof T)[] = [],
): Partial<T> {
  const changes: Partial<T> = {};
  for (const member of Object.keys(after) as (keyof T)[]) {
    const [old, now] = [before[member], after[member]];
    if (sameValue(old, now)) continue;
    changes[member] =
      mergedByTheServer.includes(member) && isRecord(old) && isRecord(now)
        ? (changedMembers(old, now) as T[keyof T])
        : now;
  }
  return changes;
}

/** Applies `changes` to `base`. Objects named in `mergedByTheServer` are merged member by member. */
export function withChanges<T extends object>(
  base: T,
  changes: Partial<T>,
  mergedByTheServer: readonly (keyof T)[] = [],
): T {
  const merged = { ...base, ...changes };
  for (const member of mergedByTheServer) {
    const [old, now] = [base[member], changes[member]];
    if (isRecord(old) && isRecord(now)) merged[member] = { ...old, ...now };
  }
  return merged;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/**
 * Returns a function that lists the labels of changed members, as shown in the form.
 * @param labels the label of each member's field; members with the same label are listed once
 */
export function labelling<T extends object>(labels: Record<keyof T, string>): (changes: Partial<T>) => string[] {
  return (changes) => [...new Set((Object.keys(changes) as (keyof T)[]).map((member) => labels[member]))];
}
