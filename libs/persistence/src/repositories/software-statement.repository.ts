import type { ApplicationVersion, EpochSeconds, SoftwareStatement } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { SoftwareStatementEntity } from '../entities/software-statement.entity.js';
import { rowsOf, selectList } from '../rows.js';

/** A statement with the number of existing clients that were registered with it. */
export type SoftwareStatementWithUse = SoftwareStatement & { clients: number };

/**
 * Selects the `id` of statements that currently permit installations, and locks them in that state until the end of the
 * transaction: applications before statements, in the order in which closing a version locks them.
 * @param which condition on the statements
 */
export function holdOpen(which: string): string {
  return `WITH held AS MATERIALIZED (
      SELECT identifier, versions FROM application
       WHERE enabled AND client_type = 'mobile' AND identifier IN (SELECT application FROM software_statement WHERE ${which})
       ORDER BY identifier FOR SHARE)
    SELECT s.id FROM software_statement s JOIN held ON held.identifier = s.application
     WHERE s.${which} AND s.revoked_at IS NULL
       AND held.versions @> jsonb_build_array(jsonb_build_object(
             'platform', s.app_platform, 'version', s.app_version, 'status', 'LOGIN_REGISTRATION'))
     ORDER BY s.id FOR SHARE OF s`;
}

export class SoftwareStatementRepository {
  constructor(private readonly manager: EntityManager) {}

  /**
   * Stores a statement if its version accepts new installations. It locks the application's row, so that whoever closes
   * the version concurrently either prevents the statement from being created, or finds and revokes it.
   * @returns false if there is no such version, or it accepts no new installations
   */
  async insertWhileOpen(statement: SoftwareStatement): Promise<boolean> {
    const version = { platform: statement.appPlatform, version: statement.appVersion, status: 'LOGIN_REGISTRATION' };
    const inserted = await rowsOf(
      this.manager,
      `WITH open AS (
         SELECT identifier FROM application
          WHERE identifier = $2 AND client_type = 'mobile' AND versions @> $3::jsonb FOR SHARE)
       INSERT INTO software_statement (id, application, app_platform, app_version, created_by, created_at)
       SELECT $1, identifier, $4, $5, $6, $7 FROM open RETURNING 1`,
      [
        statement.id,
        statement.application,
        JSON.stringify([version]),
        statement.appPlatform,
        statement.appVersion,
        statement.createdBy,
        statement.createdAt,
      ],
    );
    return inserted.length === 1;
  }

  async find(id: string): Promise<SoftwareStatement | undefined> {
    const [statement] = await rowsOf<SoftwareStatement>(
      this.manager,
      `SELECT ${selectList(this.manager, SoftwareStatementEntity)} FROM software_statement WHERE id = $1`,
      [id],
    );
    return statement;
  }

  /** Whether a statement currently permits installations, which is guaranteed until the end of the transaction. */
  async isHeldOpen(id: string): Promise<boolean> {
    return (await rowsOf(this.manager, holdOpen('id = $1'), [id])).length === 1;
  }

  /** @returns the statement, or `undefined` if there is none */
  async revoke(id: string, now: EpochSeconds): Promise<SoftwareStatement | undefined> {
    const [revoked] = await rowsOf<SoftwareStatement>(
      this.manager,
      `UPDATE software_statement SET revoked_at = coalesce(revoked_at, $2) WHERE id = $1
        RETURNING ${selectList(this.manager, SoftwareStatementEntity)}`,
      [id, now],
    );
    return revoked;
  }

  /**
   * Revokes the statements of versions that an application has removed or disabled. Must be called in the transaction
   * that changes the application, after the change.
   * @returns the statements that were live until now
   */
  async revokeClosed(
    application: string,
    versions: readonly ApplicationVersion[],
    now: EpochSeconds,
  ): Promise<SoftwareStatement[]> {
    const kept = versions.filter(({ status }) => status !== 'DISABLED');
    return rowsOf<SoftwareStatement>(
      this.manager,
      `UPDATE software_statement SET revoked_at = $3
        WHERE application = $1 AND revoked_at IS NULL
          AND NOT EXISTS (SELECT 1 FROM jsonb_to_recordset($2::jsonb) AS kept (platform text, version text)
                           WHERE kept.platform = app_platform AND kept.version = app_version)
        RETURNING ${selectList(this.manager, SoftwareStatementEntity)}`,
      [application, JSON.stringify(kept), now],
    );
  }

  /** Newest first. @param after creation time and identifier that the page starts after */
  async list(
    filter: { application?: string | undefined },
    after: { createdAt: number; id: string } | undefined,
    limit: number,
  ): Promise<SoftwareStatementWithUse[]> {
    return rowsOf<SoftwareStatementWithUse>(
      this.manager,
      `SELECT ${selectList(this.manager, SoftwareStatementEntity, 's')},
              (SELECT count(*) FROM client WHERE software_statement = s.id::text) AS clients
         FROM software_statement s
        WHERE ($1::text IS NULL OR s.application = $1)
          AND ($2::bigint IS NULL OR (s.created_at, s.id) < ($2, $3::uuid))
        ORDER BY s.created_at DESC, s.id DESC LIMIT $4`,
      [filter.application ?? null, after?.createdAt ?? null, after?.id ?? null, limit],
    );
  }
}
