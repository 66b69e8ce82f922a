import { type EndedReading, type EndedToken, MOST_ENDED, type Snapshot, formSnapshot } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { rowsOf } from '../rows.js';

/** A row of the result: what the query could see, with one ended token. There is always at least one row. */
type Row = Omit<EndedReading, 'ended'> & { found: boolean } & EndedToken;

/**
 * Access tokens that ended before they expired, written by triggers in the transaction that ended them.
 *
 * Nothing that a transaction obtains before it commits tells in which order transactions become visible: after a reader
 * has read up to a given ID or time, a lower one may still appear. Therefore a reader does not remember how far it got,
 * but which transactions it could see (a snapshot), and queries those it could not.
 */
export class EndedTokenRepository {
  constructor(private readonly manager: EntityManager) {}

  /**
   * Reads what an earlier query could not see and this one can.
   * @param since `snapshot` of the earlier query; if absent, only determines the current snapshot
   */
  async read(since?: string): Promise<EndedReading> {
    const rows = await rowsOf<Row>(
      this.manager,
      // The WAL file name contains the timeline, which changes when a standby or a restored backup takes over. An
      // embedded database has no other timeline than its first, and says instead when it was opened.
      `WITH here AS MATERIALIZED (
         SELECT pg_current_snapshot() AS snapshot,
                system_identifier || left(pg_walfile_name(pg_current_wal_lsn()), 8)
                  || coalesce(current_setting('passant.opening', true), '') AS era FROM pg_control_system())
       SELECT era, snapshot::text AS snapshot, pg_snapshot_xmax(snapshot)::text::bigint AS next,
              id IS NOT NULL AS found, transaction, application, token_hash AS "tokenHash", audience,
              expires_at AS "expiresAt"
         FROM here LEFT JOIN LATERAL (
           SELECT * FROM ended_token
            WHERE transaction >= pg_snapshot_xmin($1::pg_snapshot)::text::bigint
              AND NOT pg_visible_in_snapshot(transaction::text::xid8, $1::pg_snapshot)
            LIMIT ${MOST_ENDED + 1}) AS unseen ON true`,
      [since ?? null],
    );
    const { era, snapshot, next } = rows[0]!;
    const ended = rows
      .filter(({ found }) => found)
      .map(({ transaction, application, tokenHash, audience, expiresAt }) => {
        return { transaction, application, tokenHash, audience, expiresAt };
      });
    return { era, snapshot, next, ended };
  }

  /** Reads what one could not see who saw no more than this. */
  async readFrom(seen: Snapshot): Promise<EndedReading> {
    return this.read(formSnapshot(seen));
  }
}
