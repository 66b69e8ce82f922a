import type { AdminRole } from '@passant/contracts';
import type { ClientDocumentPolicy, SigningKeyState } from '@passant/protocol';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** An administrator of the server. */
@Entity('admin_account')
export class AdminAccountEntity {
  @PrimaryColumn('text') email: string;
  /** argon2id hash in PHC string format. */
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

/**
 * A key the server signs with. The private part is encrypted with the master key, and is deleted when
 * the key is withdrawn.
 */
@Entity('signing_key')
@Index('signing_key_state', ['algorithm', 'state'], { unique: true, where: `state IN ('current', 'next')` })
export class SigningKeyEntity {
  @PrimaryColumn('text') kid: string;
  @Column('text') algorithm: 'ES256' | 'RS256';
  @Column('text') state: SigningKeyState;
  @Column('jsonb', { name: 'public_jwk' }) publicJwk: Record<string, unknown>;
  @Column('bytea', { name: 'sealed_private_jwk', nullable: true }) sealedPrivateJwk: Buffer | null;
  @Column('bigint', { name: 'created_at' }) createdAt: number;
  /** For a previous key: when the last token it signed has expired. */
  @Column('bigint', { name: 'published_until', nullable: true }) publishedUntil: number | null;
  @Column('bigint', { name: 'withdrawn_at', nullable: true }) withdrawnAt: number | null;
}

/** A single row: from which domains documents of clients are taken. */
@Entity('client_document_policy')
export class ClientDocumentPolicyEntity implements ClientDocumentPolicy {
  @PrimaryColumn('boolean') singleton: boolean;
  @Column('boolean') enabled: boolean;
  @Column('text', { array: true }) domains: string[];
  @Column('integer') revision: number;
  @Column('bigint', { name: 'updated_at' }) updatedAt: number;
}

/** A single row whose version is incremented by every change to what the server caches in memory. */
@Entity('configuration_version')
export class ConfigurationVersionEntity {
  @PrimaryColumn('boolean') singleton: boolean;
  @Column('bigint') version: number;
  /** Detects a wrong master key before anything is decrypted with it. */
  @Column('bytea', { name: 'master_key_check', nullable: true }) masterKeyCheck: Buffer | null;
  /** SHA-256 of the master token generated at the first start, if the operator configured none. */
  @Column('bytea', { name: 'master_token_hash', nullable: true }) masterTokenHash: Buffer | null;
}
