import type { AuditEventRecord } from '@passant/protocol';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('event')
@Index('event_request', ['requestId'], { where: 'request_id IS NOT NULL' })
@Index('event_without_introspection', ['id'], {
  where: `name NOT IN ('TOKEN_INTROSPECTION_SUCCESS', 'TOKEN_INTROSPECTION_FAILED')`,
})
// On an expression, which only the migration can say.
@Index('event_refusal', { synchronize: false })
@Index('event_user', ['userId', 'id'], { where: 'user_id IS NOT NULL' })
@Index('event_client', ['clientId', 'id'], { where: 'client_id IS NOT NULL' })
@Index('event_tally', ['tally', 'occurred'], { unique: true, where: 'tally IS NOT NULL' })
export class EventEntity implements AuditEventRecord {
  @PrimaryColumn('bigint', { generated: 'identity', generatedIdentity: 'ALWAYS' }) id: number;
  @Column('text') name: AuditEventRecord['name'];
  @PrimaryColumn('bigint') occurred: number;
  @Column('text', { name: 'client_id', nullable: true }) clientId: string | null;
  @Column('text', { nullable: true }) application: string | null;
  @Column('text', { name: 'identity_provider', nullable: true }) identityProvider: string | null;
  @Column('text', { name: 'user_id', nullable: true }) userId: string | null;
  @Column('text', { nullable: true }) admin: string | null;
  @Column('text', { name: 'client_ip', nullable: true }) clientIp: string | null;
  @Column('text', { name: 'user_agent', nullable: true }) userAgent: string | null;
  @Column('text', { name: 'request_id', nullable: true }) requestId: string | null;
  @Column('jsonb', { nullable: true }) details: Record<string, unknown> | null;
  @Column('jsonb', { nullable: true }) before: unknown;
  @Column('jsonb', { nullable: true }) after: unknown;
  @Column('bigint', { nullable: true }) count: number | null;
  /** Identifies the count within its minute; null for a single event. Only used for finding the row. */
  @Column('text', { nullable: true, select: false }) tally: string | null;
}
