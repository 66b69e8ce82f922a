import type { Check, RefusalTrace } from '@passant/protocol';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

@Entity('refusal_trace')
@Index('refusal_trace_expiry', ['expiresAt'])
export class RefusalTraceEntity implements RefusalTrace {
  @PrimaryColumn('text', { name: 'request_id' }) requestId: string;
  @Column('text', { name: 'client_request_id', nullable: true }) clientRequestId: string | null;
  @Column('text') error: RefusalTrace['error'];
  @Column('integer') status: number;
  @Column('text') method: string;
  @Column('text', { nullable: true }) route: string | null;
  @Column('text') description: string;
  @Column('text', { nullable: true }) cause: string | null;
  @Column('text', { name: 'client_id', nullable: true }) clientId: string | null;
  @Column('text', { nullable: true }) application: string | null;
  @Column('text', { name: 'identity_provider', nullable: true }) identityProvider: string | null;
  @Column('jsonb') checks: Check[];
  @Column('bigint') occurred: number;
  @Column('bigint', { name: 'expires_at' }) expiresAt: number;
}
