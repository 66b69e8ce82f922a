import pg from 'pg';

const names = new Map<string, string>();

/**
 * Marks a statement that runs with every request, and returns it: each connection has the database parse it once, and
 * plan it a few times, instead of every time. Of a short statement that is half of the work. Not for one that looks
 * something up in a partition: partitions begin empty, and the plan for an empty one reads a full one from end to end.
 */
export function prepared(sql: string): string {
  if (!names.has(sql)) names.set(sql, `passant_${names.size + 1}`);
  return sql;
}

/** A connection that gives marked statements their names, by which the database knows them again. */
export class PreparingClient extends pg.Client {
  // The driver takes a statement in many forms; TypeORM uses this one.
  override query = ((query: unknown, values?: unknown[], ...further: unknown[]) => {
    const name = typeof query === 'string' ? names.get(query) : undefined;
    const send = super.query.bind(this) as (...parameters: unknown[]) => unknown;
    return name === undefined ? send(query, values, ...further) : send({ name, text: query, values }, ...further);
  }) as pg.Client['query'];
}
