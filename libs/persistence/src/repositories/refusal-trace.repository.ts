import type { EpochSeconds, RefusalTrace } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { RefusalTraceEntity } from '../entities/refusal-trace.entity.js';
import { jsonParameter, rowsOf, selectList } from '../rows.js';

/** Why requests were refused. Written many at a time, read by the `error_id` that a caller was given. */
export class RefusalTraceRepository {
  constructor(private readonly manager: EntityManager) {}

  /** Adds traces in one statement. A caller may choose its request identifiers: the latest refusal under one stays. */
  async insert(traces: RefusalTrace[]): Promise<void> {
    const latest = [...new Map(traces.map((trace) => [trace.requestId, trace])).values()];
    if (latest.length === 0) return;
    await rowsOf(
      this.manager,
      `INSERT INTO refusal_trace (request_id, error, status, method, route, description, cause, client_id, application,
                                  identity_provider, checks, occurred, expires_at)
       SELECT "requestId", error, status, method, route, description, cause, "clientId", application,
              "identityProvider", checks, occurred, "expiresAt"
         FROM jsonb_to_recordset($1::jsonb) AS trace (
           "requestId" text, error text, status integer, method text, route text, description text, cause text,
           "clientId" text, application text, "identityProvider" text, checks jsonb, occurred bigint, "expiresAt" bigint)
       ON CONFLICT (request_id) DO UPDATE SET
         error = excluded.error, status = excluded.status, method = excluded.method, route = excluded.route,
         description = excluded.description, cause = excluded.cause, client_id = excluded.client_id,
         application = excluded.application, identity_provider = excluded.identity_provider,
         checks = excluded.checks, occurred = excluded.occurred, expires_at = excluded.expires_at`,
      [jsonParameter(latest)],
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
