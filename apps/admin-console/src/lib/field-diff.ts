/** A field of a record as text; absent where the record did not have it. */
export interface FieldChange {
  /** Dotted path. */
  field: string;
  before?: string;
  after?: string;
}

/** Members that change with every change, or follow from others: they say nothing about what somebody did. */
const DERIVED: ReadonlySet<string> = new Set([
  'etag',
  'created_at',
  'updated_at',
  'stateless_blockers',
  'used_by',
  'revision',
]);

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map((item) => textOf(item)).join(', ');
  return JSON.stringify(value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function collectFields(value: unknown, path: string, fields: Map<string, string>): void {
  if (isRecord(value)) {
    for (const [member, inner] of Object.entries(value)) {
      if (path === '' && DERIVED.has(member)) continue;
      collectFields(inner, path === '' ? member : `${path}.${member}`, fields);
    }
  } else if (value !== undefined && value !== null) {
    fields.set(path, textOf(value));
  }
}

function fieldsOf(value: unknown): Map<string, string> {
  const fields = new Map<string, string>();
  collectFields(value, '', fields);
  return fields;
}

/**
 * What differs between two states of a record, field by field. Without a state before, everything is new; without one
 * after, everything is gone.
 */
export function fieldDiff(before: unknown, after: unknown): FieldChange[] {
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  const changes: FieldChange[] = [];
  for (const field of new Set([...old.keys(), ...now.keys()])) {
    const [was, is] = [old.get(field), now.get(field)];
    if (was !== is) changes.push({ field, before: was, after: is });
  }
  return changes;
}

/** The part of a long text that differs, with how many equal lines stand above and below. */
export interface ChangedPart {
  above: number;
  below: number;
  before: string[];
  after: string[];
}

/** Cuts the lines that two texts have in common from their beginnings and ends. */
export function changedPart(before: string, after: string): ChangedPart {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const shorter = Math.min(old.length, now.length);
  let above = 0;
  while (above < shorter && old[above] === now[above]) above += 1;
  let below = 0;
  while (below < shorter - above && old.at(-1 - below) === now.at(-1 - below)) below += 1;
  return { above, below, before: old.slice(above, old.length - below), after: now.slice(above, now.length - below) };
}
