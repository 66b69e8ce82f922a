import type { AdminRole } from '@passant/contracts';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** A person who administers the server. */
@Entity('admin_account')
export class AdminAccountEntity {
  @PrimaryColumn('text') email: string;
  /** argon2id, in PHC form. */
  @Column('text', { name: 'password_hash' }) passwordHash: string;
  @Column('text') role: AdminRole;
  @Column('bigint', { name: 'created_at' }) createdAt: number;
}

@Entity('admin_session')
@Index('admin_session_expiry', ['expiresAt'])
@ForeignKey(() => AdminAccountEntity, ['email'], ['email'], { name: 'admin_session_email_fkey', onDelete: 'CASCADE' })
export class AdminSessionEntity {
  @PrimaryColumn('bytea', { name: 'token_hash' }) tokenHash: Buffer;
  @Column('text') email: string;
  @Column('bigint', { name: 'created_at' }) createdAt: number;
  @Column('bigint', { name: 'last_used_at' }) lastUsedAt: number;
  @Column('bigint', { name: 'expires_at' }) expiresAt: number;
}

/** A key the server signs with; the private part is encrypted under the master key. */
@Entity('signing_key')
@Index('signing_key_state', ['state'], { unique: true, where: `state <> 'previous'` })
export class SigningKeyEntity {
  @PrimaryColumn('text') kid: string;
  @Column('text') algorithm: 'ES256' | 'RS256';
  @Column('text') state: 'next' | 'current' | 'previous';
  @Column('jsonb', { name: 'public_jwk' }) publicJwk: Record<string, unknown>;
  @Column('bytea', { name: 'sealed_private_jwk' }) sealedPrivateJwk: Buffer;
  @Column('bigint', { name: 'created_at' }) createdAt: number;
  /** Of a previous key: when the last thing it signed has expired. */
  @Column('bigint', { name: 'published_until', nullable: true }) publishedUntil: number | null;
}

/** One row: grows with every change of what the server keeps in memory. */
@Entity('configuration_version')
export class ConfigurationVersionEntity {
  @PrimaryColumn('boolean') singleton: boolean;
  @Column('bigint') version: number;
  /** Tells a wrong master key before anything is decrypted with it. */
  @Column('bytea', { name: 'master_key_check', nullable: true }) masterKeyCheck: Buffer | null;
  /** SHA-256 of the master token that was drawn at the first start, where the operator gave none. */
  @Column('bytea', { name: 'master_token_hash', nullable: true }) masterTokenHash: Buffer | null;
}
