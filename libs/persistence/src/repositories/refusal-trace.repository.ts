import type { EpochSeconds, RefusalTrace } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { RefusalTraceEntity } from '../entities/refusal-trace.entity.js';
import { jsonColumns, jsonParameter, rowsOf, selectList } from '../rows.js';

/** Why requests were refused. Written in batches, read by the `error_id` given to the caller. */
export class RefusalTraceRepository {
  constructor(private readonly manager: EntityManager) {}

  /** Inserts traces in one statement. Existing traces are never overwritten. */
  async insert(traces: RefusalTrace[]): Promise<void> {
    if (traces.length === 0) return;
    const { columns, members, definitions } = jsonColumns(this.manager, RefusalTraceEntity, []);
    await rowsOf(
      this.manager,
      `INSERT INTO refusal_trace (${columns}) SELECT ${members}
         FROM jsonb_to_recordset($1::jsonb) AS trace (${definitions}) ON CONFLICT DO NOTHING`,
      [jsonParameter(traces)],
    );
  }

  async find(requestId: string, now: EpochSeconds): Promise<RefusalTrace | undefined> {
    const [trace] = await rowsOf<RefusalTrace>(
      this.manager,
      `SELECT ${selectList(this.manager, RefusalTraceEntity)} FROM refusal_trace
        WHERE request_id = $1 AND expires_at > $2`,
      [requestId, now],
    );
    return trace;
  }
}
