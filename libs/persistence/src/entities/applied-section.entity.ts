import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A section of the configuration, as it was once a document with it had been applied. */
@Entity('applied_section')
export class AppliedSectionEntity {
  @PrimaryColumn('text') section: string;
  /**
   * Its entries, encrypted with the master key: no secrets, but digests that tell another secret, and values that somebody
   * may have made a secret since.
   */
  @Column('bytea', { name: 'sealed_entries' }) sealedEntries: Buffer;
  /** Address of an administrator, or identifier of an API client. History: they may be gone. */
  @Column('text', { name: 'applied_by' }) appliedBy: string;
  @Column('bigint', { name: 'applied_at' }) appliedAt: number;
}
