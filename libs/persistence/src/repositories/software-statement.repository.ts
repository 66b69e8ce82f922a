import type { ApplicationVersion, EpochSeconds, SoftwareStatement } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { SoftwareStatementEntity } from '../entities/software-statement.entity.js';
import { rowsOf, selectList } from '../rows.js';

/** A statement with the number of clients that were made with it and are there. */
export type SoftwareStatementWithUse = SoftwareStatement & { clients: number };

export class SoftwareStatementRepository {
  constructor(private readonly manager: EntityManager) {}

  /**
   * Keeps a statement if its version takes new installations. The application's row is held meanwhile: whoever closes
   * the version at the same moment either keeps the statement from being made or finds it and revokes it.
   * @returns false if there is no such version, or it takes none
   */
  async insertWhileOpen(statement: SoftwareStatement): Promise<boolean> {
    const version = { platform: statement.appPlatform, version: statement.appVersion, status: 'LOGIN_REGISTRATION' };
    const inserted = await rowsOf(
      this.manager,
      `WITH open AS (
         SELECT identifier FROM application WHERE identifier = $2 AND versions @> $3::jsonb FOR SHARE)
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
   * Revokes the statements about versions that an application does not have any more, or has disabled. Call it in the
   * transaction that changes the application, behind the change.
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

  /** Newest first. @param after creation time and identifier the page begins behind */
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
