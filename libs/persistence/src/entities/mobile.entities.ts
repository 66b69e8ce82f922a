import type { AuthenticationTransaction, MobileDevice, PublicDeviceKey } from '@passant/protocol';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { ClientEntity } from './client.entity.js';
import { ProfileEntity } from './token.entities.js';

/** The device of a profile. Deleted with the profile, and so with the client. */
@Entity('mobile_device')
@Index('mobile_device_profile', ['profile'], { unique: true })
@ForeignKey(() => ProfileEntity, ['profile'], ['id'], { name: 'mobile_device_profile_fkey', onDelete: 'CASCADE' })
export class MobileDeviceEntity implements MobileDevice {
  @PrimaryColumn('uuid') id: string;
  @Column('uuid') profile: string;
  @Column('text') name: string;
  @Column('jsonb', { name: 'public_key' }) publicKey: PublicDeviceKey;
  @Column('bytea', { name: 'sealed_push_token', nullable: true }) sealedPushToken: Buffer | null;
  @Column('bigint', { name: 'enrolled_at' }) enrolledAt: number;
}

/**
 * A question to a person. `device` is not a foreign key: a device that enrols again gets a new identifier, which ends
 * the open questions of the old one but keeps its answers.
 */
@Entity('authentication_transaction')
@Index('authentication_transaction_expiry', ['expiresAt'])
@Index('authentication_transaction_device', ['device'])
@Index('authentication_transaction_callback', ['callbackDueAt'], { where: 'callback_due_at IS NOT NULL' })
@ForeignKey(() => ProfileEntity, ['profile'], ['id'], {
  name: 'authentication_transaction_profile_fkey',
  onDelete: 'CASCADE',
})
@ForeignKey(() => ClientEntity, ['portal'], ['clientId'], {
  name: 'authentication_transaction_portal_fkey',
  onDelete: 'CASCADE',
})
export class AuthenticationTransactionEntity implements AuthenticationTransaction {
  @PrimaryColumn('uuid') id: string;
  @Column('text') portal: string;
  @Column('uuid') profile: string;
  @Column('uuid') device: string;
  @Column('text', { name: 'user_id' }) userId: string;
  @Column('text', { name: 'callback_uri', nullable: true }) callbackUri: string | null;
  @Column('bytea', { name: 'sealed_question', nullable: true }) sealedQuestion: Buffer | null;
  @Column('text', { nullable: true }) outcome: AuthenticationTransaction['outcome'];
  @Column('integer') answers: number;
  @Column('text', { nullable: true }) signature: string | null;
  @Column('jsonb', { name: 'public_key', nullable: true }) publicKey: PublicDeviceKey | null;
  @Column('bigint', { name: 'started_at' }) startedAt: number;
  @Column('bigint', { name: 'pending_until' }) pendingUntil: number;
  @Column('bigint', { name: 'expires_at' }) expiresAt: number;
  @Column('bigint', { name: 'callback_due_at', nullable: true }) callbackDueAt: number | null;
  @Column('integer', { name: 'callback_attempts' }) callbackAttempts: number;
}
