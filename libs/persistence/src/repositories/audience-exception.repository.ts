import type { Client, EpochSeconds } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { ClientEntity } from '../entities/client.entity.js';
import { rowsOf, selectList } from '../rows.js';

/** An exception to the audience rule for assertions, with the number of clients that needed it recently. */
export interface AudienceException {
  of: 'application' | Client['kind'];
  identifier: string;
  name: string | null;
  lenientUntil: EpochSeconds;
  /** Of an application: when it was made, for the clients that existed then. */
  lenientSince: EpochSeconds | null;
  clientsInNeed: number;
  lastNeeded: EpochSeconds | null;
}

/** A client that would have been refused without the exception. */
export interface ClientInNeed extends Client {
  exceptionNeeded: EpochSeconds;
  /** End and beginning of its application's exception, if that has one. */
  applicationLenientUntil: EpochSeconds | null;
  applicationLenientSince: EpochSeconds | null;
}

/**
 * The condition under which an application's exception is one of a client, as `leniencyOf` decides it.
 * @param client alias of the table of clients
 * @param since expression of when the exception was made
 */
export function ofApplication(client: string, since: string): string {
  return `(${client}.audience_policy IS NULL AND ${client}.created_at <= ${since})`;
}

/** Position in the list of exceptions, which is ordered by their end, then by kind of owner and identifier. */
export interface ExceptionPosition {
  lenientUntil: EpochSeconds;
  of: string;
  identifier: string;
}

/** The clients and applications with an exception, and the clients that need it. */
export class AudienceExceptionRepository {
  constructor(private readonly manager: EntityManager) {}

  /** Records that clients needed an exception, unless that was recorded within the last `resolution` seconds. */
  async noteNeed(clientIds: readonly string[], now: EpochSeconds, resolution: number): Promise<void> {
    await this.manager.query(
      `INSERT INTO client_use (client_id, last_used, exception_needed)
       SELECT client_id, $2::bigint, $2 FROM client WHERE client_id = ANY ($1::text[]) ORDER BY client_id FOR KEY SHARE
       ON CONFLICT (client_id) DO UPDATE SET exception_needed = excluded.exception_needed
         WHERE coalesce(client_use.exception_needed, 0) <= excluded.exception_needed - $3::bigint`,
      [[...new Set(clientIds)], now, resolution],
    );
  }

  /**
   * The exceptions ordered by their end, including expired ones. @param since needs before this time are not counted
   */
  async list(since: EpochSeconds, after: ExceptionPosition | undefined, limit: number): Promise<AudienceException[]> {
    return rowsOf<AudienceException>(
      this.manager,
      `SELECT e.*, need.clients AS "clientsInNeed", need.last AS "lastNeeded"
         FROM (SELECT 'application' AS of, identifier, name, lenient_until AS "lenientUntil",
                      lenient_since AS "lenientSince"
                 FROM application WHERE lenient_until IS NOT NULL
               UNION ALL
               SELECT kind, client_id, name, lenient_until, NULL FROM client WHERE lenient_until IS NOT NULL) AS e
        CROSS JOIN LATERAL (
          SELECT count(*) AS clients, max(u.exception_needed) AS last
            FROM client_use u JOIN client c ON c.client_id = u.client_id
           WHERE u.exception_needed >= $1
             AND CASE WHEN e.of = 'application' THEN c.application = e.identifier AND ${ofApplication('c', 'e."lenientSince"')}
                      ELSE c.client_id = e.identifier END) AS need
        WHERE $2::bigint IS NULL OR ("lenientUntil", e.of, e.identifier) > ($2, $3::text, $4::text)
        ORDER BY "lenientUntil", e.of, e.identifier LIMIT $5`,
      [since, after?.lenientUntil ?? null, after?.of ?? null, after?.identifier ?? null, limit],
    );
  }

  /** Clients that needed an exception since a given time, latest first. */
  async inNeed(
    since: EpochSeconds,
    after: { exceptionNeeded: EpochSeconds; clientId: string } | undefined,
    limit: number,
  ): Promise<ClientInNeed[]> {
    return rowsOf<ClientInNeed>(
      this.manager,
      `SELECT ${selectList(this.manager, ClientEntity, 'c')}, u.exception_needed AS "exceptionNeeded",
              a.lenient_until AS "applicationLenientUntil", a.lenient_since AS "applicationLenientSince"
         FROM client_use u JOIN client c ON c.client_id = u.client_id
         LEFT JOIN application a ON a.identifier = c.application
        WHERE u.exception_needed >= $1 AND ($2::bigint IS NULL OR (u.exception_needed, u.client_id) < ($2, $3::text))
        ORDER BY u.exception_needed DESC, u.client_id DESC LIMIT $4`,
      [since, after?.exceptionNeeded ?? null, after?.clientId ?? null, limit],
    );
  }
}
