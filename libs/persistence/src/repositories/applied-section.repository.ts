import type { EntityManager } from 'typeorm';
import { AppliedSectionEntity } from '../entities/applied-section.entity.js';
import { rowsOf, selectList } from '../rows.js';

/** A section of the configuration, as it was once a document with it had been applied. */
export type AppliedSection = AppliedSectionEntity;

/** What was last applied of each section of the configuration. */
export class AppliedSectionRepository {
  constructor(private readonly manager: EntityManager) {}

  /** Keeps what was applied of a section in the place of what was applied before. */
  async keep({ section, sealedEntries, appliedBy, appliedAt }: AppliedSection): Promise<void> {
    await rowsOf(
      this.manager,
      `INSERT INTO applied_section (section, sealed_entries, applied_by, applied_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT (section) DO UPDATE
         SET sealed_entries = excluded.sealed_entries, applied_by = excluded.applied_by, applied_at = excluded.applied_at`,
      [section, sealedEntries, appliedBy, appliedAt],
    );
  }

  async list(): Promise<AppliedSection[]> {
    return rowsOf(this.manager, `SELECT ${selectList(this.manager, AppliedSectionEntity)} FROM applied_section`);
  }
}
