import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Evidence, Place } from './evidence.js';
import { type Installation, type Query, writeLine } from './installation.js';

/** How to disguise a leak; each place uses one of these. Leaks are seldom verbatim. */
const DISGUISES: ((value: string) => Buffer)[] = [
  // The last ones are hashes. A key may be found as a hash, so these are not used for keys.
  (value) => Buffer.from(value),
  (value) => Buffer.from(Buffer.from(`{"sub":${JSON.stringify(value)}}`).toString('base64')),
  (value) => Buffer.from(Buffer.from(value).toString('hex')),
  (value) => Buffer.from(new URLSearchParams({ value }).toString()),
  (value) => gzipSync(JSON.stringify({ value })),
  (value) => Buffer.from(createHash('sha256').update(value).digest('hex')),
  (value) => Buffer.from(createHash('md5').update(value).digest('base64url')),
];
const HASHING = 2;

/** What must be found, and where: a canary that only this place contains. */
export interface Plant {
  place: Place;
  canary: string;
}

/**
 * Leaks a canary into a place, so that a scan that does not find it is known to be blind. In the database and on disk,
 * the leak is really written; other evidence gets one more entry.
 * @param value of a canary that was drawn for this place
 * @param isKey its hash may be anywhere
 */
export async function plant(
  place: Place,
  value: string,
  isKey: boolean,
  to: Installation,
  evidence: Evidence,
): Promise<void> {
  const turn = [...place].reduce((sum, char) => sum + char.charCodeAt(0), 0);
  const leak = DISGUISES[turn % (DISGUISES.length - (isKey ? HASHING : 0))]!(value);
  if (place in IN_DATABASE) return to.withDatabase((query) => IN_DATABASE[place]!(query, leak));
  const file = fileOf(place, to);
  if (file !== undefined) writeLine(file, leak);
  else evidence.add(place, 'planted', leak);
}

function fileOf(place: Place, { logFiles, temporaryFolder }: Installation): string | undefined {
  if (place === 'server-log') return logFiles.server;
  if (place === 'database-log') return logFiles.database;
  if (place === 'temporary-files') return join(temporaryFolder, 'planted');
  return undefined;
}

const PLANTED = 'CREATE TABLE IF NOT EXISTS planted (leak bytea)';

/** How to leak into the database. `CHECKPOINT` makes sure that the leak is on disk before anyone looks there. */
const IN_DATABASE: Partial<Record<Place, (query: Query, leak: Buffer) => Promise<void>>> = {
  async dump(query, leak) {
    await query(PLANTED);
    await query('INSERT INTO planted VALUES ($1)', [leak]);
  },
  async 'database-files'(query, leak) {
    await query(PLANTED);
    await query('INSERT INTO planted VALUES ($1)', [leak]);
    // A deleted row is in no backup, but it is still in the file.
    await query('DELETE FROM planted WHERE leak = $1', [leak]);
    await query('CHECKPOINT');
  },
  async 'write-ahead-log'(query, leak) {
    // In the write-ahead log, but in no table.
    await query(`SELECT pg_logical_emit_message(false, 'planted', $1::bytea)`, [leak]);
    await query('CHECKPOINT');
  },
  async queues(query, leak) {
    await query(
      `UPDATE script_cache SET sealed = $1 WHERE ctid = (SELECT min(ctid) FROM script_cache WHERE sealed IS NOT NULL)`,
      [leak],
    );
  },
  async 'request-shapes'(query, leak) {
    await query(
      `INSERT INTO request_shape (application, hour, key, requests, expires_at)
       SELECT application, hour, $1, 1, expires_at FROM request_shape LIMIT 1`,
      [leak.toString()],
    );
  },
};
