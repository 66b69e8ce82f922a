import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { AdminAccountEntity } from './server.entities.js';

/** What authenticators know an administrator by: random, so that it says nothing to whoever finds it there. */
@Entity('admin_user_handle')
@ForeignKey(() => AdminAccountEntity, ['email'], ['email'], {
  name: 'admin_user_handle_email_fkey',
  onDelete: 'CASCADE',
})
export class AdminUserHandleEntity {
  @PrimaryColumn('text') email: string;
  @Column('bytea') handle: Buffer;
}

/** A passkey of an administrator (WebAuthn, credential record). */
@Entity('admin_passkey')
@Index('admin_passkey_owner', ['email'])
@ForeignKey(() => AdminAccountEntity, ['email'], ['email'], { name: 'admin_passkey_email_fkey', onDelete: 'CASCADE' })
export class AdminPasskeyEntity {
  @PrimaryColumn('bytea', { name: 'credential_id' }) credentialId: Buffer;
  @Column('text') email: string;
  /** What its owner calls it. */
  @Column('text') name: string;
  /** A COSE key. */
  @Column('bytea', { name: 'public_key' }) publicKey: Buffer;
  /** The highest that was seen; 0 for an authenticator that does not count. */
  @Column('bigint') counter: number;
  /** How browsers reach the authenticator, as they say. */
  @Column('text', { array: true }) transports: string[];
  /** Whether it may be on several devices. It never changes. */
  @Column('boolean', { name: 'backup_eligible' }) backupEligible: boolean;
  @Column('bigint', { name: 'created_at' }) createdAt: number;
  @Column('bigint', { name: 'last_used_at', nullable: true }) lastUsedAt: number | null;
}

/** A challenge that was answered, until nobody would take an answer any more. */
@Entity('admin_spent_challenge')
export class AdminSpentChallengeEntity {
  @PrimaryColumn('bytea', { name: 'challenge_hash' }) challengeHash: Buffer;
  @Column('bigint', { name: 'expires_at' }) expiresAt: number;
}
