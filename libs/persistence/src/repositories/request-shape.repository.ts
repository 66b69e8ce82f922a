import { createHash } from 'node:crypto';
import { SHAPE_LIFETIME } from '@passant/contracts';
import type { EpochSeconds, ShapeCount, ShapeTotal } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { prepared } from '../prepared-statements.js';
import { jsonParameter, rowsOf } from '../rows.js';

/** Which counts to read: those of an application, of a provider, or of both; without either, all. */
export interface ShapeFilter {
  application?: string | undefined;
  identityProvider?: string | undefined;
}

/** How many requests of which shape there were, by the hour. */
export class RequestShapeRepository {
  constructor(private readonly manager: EntityManager) {}

  /**
   * Adds to the counts in one statement, even if others add to the same ones concurrently. Those of deleted
   * applications are dropped.
   */
  async add(counts: readonly ShapeCount[]): Promise<void> {
    if (counts.length === 0) return;
    await rowsOf(
      this.manager,
      prepared(
        `INSERT INTO request_shape (application, hour, key, shape, requests, expires_at)
         SELECT application, hour, key, shape, sum(requests), hour + ${SHAPE_LIFETIME}
           FROM jsonb_to_recordset($1::jsonb) AS addition (
             application text, hour bigint, key text, shape jsonb, requests bigint)
          WHERE EXISTS (SELECT 1 FROM application WHERE identifier = addition.application)
          GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3
         ON CONFLICT (application, hour, key) DO UPDATE SET requests = request_shape.requests + excluded.requests`,
      ),
      [jsonParameter(counts.map((count) => ({ ...count, shape: count.shape ?? undefined, key: keyOf(count) })))],
    );
  }

  /** How many requests of which shape there were in the hours that are kept. */
  async list({ application, identityProvider }: ShapeFilter, now: EpochSeconds): Promise<ShapeTotal[]> {
    // Only one row of each shape is opened: there are as many as hours, and reading their shapes takes longest.
    return rowsOf<ShapeTotal>(
      this.manager,
      `SELECT total.application, one.shape, total.requests
         FROM (SELECT application, key, max(hour) AS hour, sum(requests)::bigint AS requests FROM request_shape
                WHERE expires_at > $1 AND ($2::text IS NULL OR application = $2) GROUP BY application, key) AS total
         JOIN request_shape AS one USING (application, hour, key)
        WHERE $3::text IS NULL OR one.shape IS NULL OR one.shape->>'identityProvider' = $3`,
      [now, application ?? null, identityProvider ?? null],
    );
  }
}

/** Shapes have their members in one order, because one function makes them. */
function keyOf({ shape }: ShapeCount): string {
  return createHash('sha256').update(JSON.stringify(shape)).digest('base64url');
}
