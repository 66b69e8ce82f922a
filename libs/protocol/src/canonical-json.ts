/**
 * A value as canonical JSON (RFC 8785): the same text wherever the value comes from, as a database does not keep the order
 * of members. Members that are `undefined` are left out.
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = value as Record<string, unknown>;
  // RFC 8785 §3.2.3: by UTF-16 code units, which is how JavaScript compares texts.
  const names = Object.keys(members).sort();
  const written = names
    .filter((name) => members[name] !== undefined)
    .map((name) => `${JSON.stringify(name)}:${canonicalJson(members[name])}`);
  return `{${written.join(',')}}`;
}
