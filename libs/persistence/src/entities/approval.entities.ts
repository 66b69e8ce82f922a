import type { ApprovalState } from '@passant/contracts';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { AdminAccountEntity } from './server.entities.js';

/** A single row: what administrators have to keep to. */
@Entity('admin_policy')
export class AdminPolicyEntity {
  @PrimaryColumn('boolean') singleton: boolean;
  /** Whether what cannot be undone waits for a second administrator. */
  @Column('boolean', { name: 'second_approval' }) secondApproval: boolean;
}

/** A request of an administrator that waits for another one, or was decided lately. */
@Entity('admin_approval')
@Index('admin_approval_expiry', ['expiresAt'])
@ForeignKey(() => AdminAccountEntity, ['askedBy'], ['email'], {
  name: 'admin_approval_asked_by_fkey',
  onDelete: 'SET NULL',
  onUpdate: 'CASCADE',
})
export class AdminApprovalEntity {
  @PrimaryColumn('uuid') id: string;
  /** Name of the endpoint that was asked for. */
  @Column('text') endpoint: string;
  /** The whole request, encrypted with the master key. Not kept once it is decided. */
  @Column('bytea', { name: 'sealed_request', nullable: true }) sealedRequest: Buffer | null;
  /** What it touches, as it was then; `null` if it is about whatever is there. */
  @Column('text', { nullable: true }) version: string | null;
  /** `null` once that account is gone. */
  @Column('text', { name: 'asked_by', nullable: true }) askedBy: string | null;
  @Column('bigint', { name: 'asked_at' }) askedAt: number;
  @Column('bigint', { name: 'expires_at' }) expiresAt: number;
  @Column('text') state: ApprovalState;
  @Column('text', { name: 'decided_by', nullable: true }) decidedBy: string | null;
  @Column('bigint', { name: 'decided_at', nullable: true }) decidedAt: number | null;
  /** Error code, if it was approved and could not be carried out. */
  @Column('text', { nullable: true }) error: string | null;
}
