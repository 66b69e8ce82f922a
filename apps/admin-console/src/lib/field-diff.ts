import { plain } from './plain.js';

/** A changed field of a record. `before` or `after` is absent if the record did not have the field then. */
export interface FieldChange {
  /** Dotted path. */
  field: string;
  before?: string;
  after?: string;
}

/** Members that change on every update or are derived from others. They say nothing about what somebody changed. */
const DERIVED: ReadonlySet<string> = new Set([
  'etag',
  'created_at',
  'updated_at',
  'stateless_blockers',
  'used_by',
  'revision',
]);

function textOf(value: unknown): string {
  if (Array.isArray(value)) return value.map((item) => textOf(item)).join(', ');
  return plain(typeof value === 'string' ? value : JSON.stringify(value));
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
 * Diffs two states of a record, field by field. If there is no state before, every field is new; if there is none
 * after, every field is removed.
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

/** The differing part of a long text, with the number of equal lines above and below it. */
export interface ChangedPart {
  above: number;
  below: number;
  before: string[];
  after: string[];
}

/** Strips the lines that two texts have in common at their start and end. */
export function changedPart(before: string, after: string): ChangedPart {
  const [old, now] = [before.split('\n'), after.split('\n')];
  const shorter = Math.min(old.length, now.length);
  let above = 0;
  while (above < shorter && old[above] === now[above]) above += 1;
  let below = 0;
  while (below < shorter - above && old.at(-1 - below) === now.at(-1 - below)) below += 1;
  return { above, below, before: old.slice(above, old.length - below), after: now.slice(above, now.length - below) };
}
