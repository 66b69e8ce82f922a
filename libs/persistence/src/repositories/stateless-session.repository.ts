import type { EpochSeconds } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { rowsOf } from '../rows.js';

/**
 * When a row of `access_token` ends: when it expires, or with its stateless session, whose end may have been moved
 * forward since. The row itself cannot say it, because the text of the token tells where its row is found by its expiry.
 */
export const END_OF_TOKEN = `CASE WHEN access_token.family IS NOT NULL AND access_token.profile IS NULL
    THEN least(access_token.expires_at,
               (SELECT s.expires_at FROM refresh_token s WHERE s.family = access_token.family))
    ELSE access_token.expires_at END`;

/** The sessions of an application; `$1` is its identifier. */
const OF_APPLICATION = 's.profile IS NULL AND s.client_id IN (SELECT client_id FROM client WHERE application = $1)';

/** Of more tokens than that, listeners are told their application only, as the trigger of deleted tokens does. */
const MOST_TOLD_ONE_BY_ONE = 1000;

/** The codes that have yet to be exchanged, and begin a session. */
const CODES = 'redeemed_at IS NULL AND session_ends_at IS NOT NULL';

/**
 * Ends the stateless sessions of an application, also those that codes have yet to begin, or lets them end sooner. Nothing
 * here makes one last longer.
 */
export class StatelessSessionRepository {
  constructor(private readonly manager: EntityManager) {}

  /**
   * Ends all stateless sessions of an application, including their access tokens. Codes give tokens without a session,
   * unless theirs was over.
   */
  async endAllOf(application: string, now: EpochSeconds): Promise<void> {
    await rowsOf(
      this.manager,
      `UPDATE authorization_code SET session_ends_at = NULL
        WHERE client_id IN (SELECT client_id FROM client WHERE application = $1) AND ${CODES} AND session_ends_at > $2`,
      [application, now],
    );
    await rowsOf(this.manager, `DELETE FROM refresh_token s WHERE ${OF_APPLICATION} RETURNING 1`, [application]);
  }

  /** The same for those of a client. */
  async endAllOfClient(clientId: string, now: EpochSeconds): Promise<void> {
    await rowsOf(
      this.manager,
      `UPDATE authorization_code SET session_ends_at = NULL WHERE client_id = $1 AND ${CODES} AND session_ends_at > $2`,
      [clientId, now],
    );
    await rowsOf(this.manager, 'DELETE FROM refresh_token WHERE profile IS NULL AND client_id = $1 RETURNING 1', [
      clientId,
    ]);
  }

  /**
   * Lets no session of an application last longer than `duration` seconds after the person was authenticated, nor any
   * access token of one; those that have lasted longer end. Must be called in the transaction that shortens the duration.
   */
  async shorten(application: string, duration: number, now: EpochSeconds): Promise<void> {
    await rowsOf(
      this.manager,
      `UPDATE authorization_code SET session_ends_at = authenticated_at + $2::bigint
        WHERE client_id IN (SELECT client_id FROM client WHERE application = $1)
          AND ${CODES} AND session_ends_at > authenticated_at + $2::bigint`,
      [application, duration],
    );
    // Waits for refreshes under way, so the following statements see the tokens they issued.
    await rowsOf(
      this.manager,
      `UPDATE refresh_token s SET expires_at = s.authenticated_at + $2::bigint
        WHERE ${OF_APPLICATION} AND s.expires_at > s.authenticated_at + $2::bigint`,
      [application, duration],
    );
    await rowsOf(this.manager, `DELETE FROM refresh_token s WHERE ${OF_APPLICATION} AND s.expires_at <= $2`, [
      application,
      now,
    ]);
    await this.tellOfShortened(application);
  }

  /** Whoever keeps answers about tokens that end sooner now has to ask again. */
  private async tellOfShortened(application: string): Promise<void> {
    await rowsOf(
      this.manager,
      `WITH shortened AS MATERIALIZED (
         SELECT t.application, t.token_hash, t.audience, t.expires_at
           FROM refresh_token s JOIN access_token t ON t.family = s.family AND t.expires_at > s.expires_at
          WHERE ${OF_APPLICATION}),
       many AS MATERIALIZED (SELECT count(*) > ${MOST_TOLD_ONE_BY_ONE} AS them FROM shortened)
       INSERT INTO ended_token (transaction, application, token_hash, audience, expires_at)
       SELECT pg_current_xact_id()::text::bigint, application, token_hash, audience, expires_at
         FROM shortened, many WHERE NOT many.them
        UNION ALL
       SELECT pg_current_xact_id()::text::bigint, application, NULL, NULL, max(expires_at)
         FROM shortened, many WHERE many.them GROUP BY application`,
      [application],
    );
  }
}
