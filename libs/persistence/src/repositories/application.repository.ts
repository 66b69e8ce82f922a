import type { Application } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { ApplicationEntity } from '../entities/application.entity.js';
import { insertNew, lockedRow, rowsOf } from '../rows.js';

/** Which application something was judged by, and as it was then. */
export type JudgedApplication = Pick<Application, 'identifier' | 'issuance' | 'edition'>;

/** Writes applications. They are read from the configuration in memory. */
export class ApplicationRepository {
  constructor(private readonly manager: EntityManager) {}

  /** @returns false if the identifier is taken */
  async insert(application: Application): Promise<boolean> {
    return insertNew(this.manager, ApplicationEntity, application);
  }

  /** Replaces the application if it is still the one that was read, at `revision`, except for its issuance. @returns false if someone else changed or deleted it */
  async replace(application: Application, revision: number): Promise<boolean> {
    const { identifier, createdAt, issuance: _issuance, ...changes } = application;
    const result = await this.manager.update(ApplicationEntity, { identifier, createdAt, revision }, changes);
    return result.affected === 1;
  }

  /** The application as it is now, kept from others until the transaction ends; see {@link lockedRow}. */
  async lock(identifier: string): Promise<Application | undefined> {
    return lockedRow(this.manager, ApplicationEntity, { identifier });
  }

  /** Whether an application is as it was when something was judged by it, and stays so until the transaction ends. */
  async holdAs({ identifier, issuance, edition }: JudgedApplication): Promise<boolean> {
    const held = await rowsOf(
      this.manager,
      'SELECT 1 FROM application WHERE identifier = $1 AND issuance = $2::uuid AND edition = $3::int FOR SHARE',
      [identifier, issuance, edition],
    );
    return held.length === 1;
  }

  /** Deletes an application that has no clients. */
  async delete(identifier: string): Promise<'deleted' | 'in_use' | 'not_found'> {
    const [row] = await rowsOf<{ deleted: number; clients: number }>(
      this.manager,
      `WITH gone AS (
         DELETE FROM application WHERE identifier = $1
           AND NOT EXISTS (SELECT 1 FROM client WHERE application = $1)
         RETURNING 1)
       SELECT (SELECT count(*) FROM gone) AS deleted,
              (SELECT count(*) FROM client WHERE application = $1) AS clients`,
      [identifier],
    );
    if (row!.deleted === 1) return 'deleted';
    return row!.clients > 0 ? 'in_use' : 'not_found';
  }
}
