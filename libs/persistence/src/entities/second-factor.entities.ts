import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { AdminAccountEntity } from './server.entities.js';

/** The authenticator app of an administrator: the secret that it has, too. */
@Entity('admin_second_factor')
@ForeignKey(() => AdminAccountEntity, ['email'], ['email'], {
  name: 'admin_second_factor_email_fkey',
  onDelete: 'CASCADE',
})
export class AdminSecondFactorEntity {
  @PrimaryColumn('text') email: string;
  /** Encrypted with the master key. */
  @Column('bytea', { name: 'sealed_secret' }) sealedSecret: Buffer;
  @Column('bigint', { name: 'created_at' }) createdAt: number;
  /** Only while it is not confirmed, and counts for nothing. */
  @Column('bigint', { name: 'expires_at', nullable: true }) expiresAt: number | null;
  /** Only while it is not confirmed: whose token hash it is, and nobody else, may confirm it. */
  @Column('bytea', { name: 'session_hash', nullable: true }) sessionHash: Buffer | null;
  /** The step of time of the newest code that was used: neither it nor an earlier one is taken again. */
  @Column('integer', { name: 'last_step' }) lastStep: number;
}

/** A code that takes the place of the authenticator app or a passkey, once. */
@Entity('admin_recovery_code')
@ForeignKey(() => AdminAccountEntity, ['email'], ['email'], {
  name: 'admin_recovery_code_email_fkey',
  onDelete: 'CASCADE',
})
export class AdminRecoveryCodeEntity {
  @PrimaryColumn('text') email: string;
  @PrimaryColumn('bytea', { name: 'code_hash' }) codeHash: Buffer;
}

/** A browser in which the password was right, and the second factor is asked for. */
@Entity('admin_sign_in')
@ForeignKey(() => AdminAccountEntity, ['email'], ['email'], { name: 'admin_sign_in_email_fkey', onDelete: 'CASCADE' })
export class AdminSignInEntity {
  @PrimaryColumn('bytea', { name: 'token_hash' }) tokenHash: Buffer;
  @Column('text') email: string;
  @Column('integer') attempts: number;
  @Column('bigint', { name: 'expires_at' }) expiresAt: number;
}

/** How often wrong codes were given for an account of late. */
@Entity('admin_code_guess')
@ForeignKey(() => AdminAccountEntity, ['email'], ['email'], {
  name: 'admin_code_guess_email_fkey',
  onDelete: 'CASCADE',
})
export class AdminCodeGuessEntity {
  @PrimaryColumn('text') email: string;
  /** Browsers in which somebody signed in to the account are counted by themselves. */
  @PrimaryColumn('boolean', { name: 'known_browser' }) knownBrowser: boolean;
  @Column('integer') failures: number;
  @Column('bigint', { name: 'wait_until' }) waitUntil: number;
  @Column('bigint', { name: 'expires_at' }) expiresAt: number;
}
