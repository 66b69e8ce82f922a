import type { AuditAnchor } from '@passant/contracts';
import type { AuditEntry } from '@passant/protocol';
import { Column, Entity, PrimaryColumn } from 'typeorm';

/** A record of what administrators changed. Written once, never changed. */
@Entity('audit_record')
export class AuditRecordEntity implements AuditEntry {
  @PrimaryColumn('bigint') sequence: number;
  @Column('bigint') occurred: number;
  @Column('text') name: AuditEntry['name'];
  @Column('text', { nullable: true }) endpoint: string | null;
  @Column('text') actor: string;
  @Column('text', { nullable: true }) application: string | null;
  @Column('text', { name: 'identity_provider', nullable: true }) identityProvider: string | null;
  @Column('text', { name: 'client_id', nullable: true }) clientId: string | null;
  @Column('text', { nullable: true }) subject: string | null;
  @Column('text', { name: 'request_id', nullable: true }) requestId: string | null;
  @Column('text', { nullable: true }) reason: string | null;
  @Column('jsonb', { nullable: true }) details: Record<string, unknown> | null;
  @Column('jsonb', { nullable: true }) before: unknown;
  @Column('jsonb', { nullable: true }) after: unknown;
  @Column('text', { nullable: true }) previous: string | null;
  @Column('text') hash: string;
}

/** A signed statement of how far the records went, one a day. */
@Entity('audit_anchor')
export class AuditAnchorEntity implements AuditAnchor {
  /** The day in UTC. */
  @PrimaryColumn('text') date: string;
  @Column('bigint') sequence: number;
  @Column('text') hash: string;
  @Column('bigint') count: number;
  @Column('text') kid: string;
  @Column('text') jws: string;
}
