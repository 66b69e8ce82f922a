import type { AdminRole, SignInMethod } from '@passant/contracts';
import type { ClientDocumentPolicy, SigningKeyState } from '@passant/protocol';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

/** An administrator of the server: one with a password, or one whom an OpenID provider of the company vouches for. */
@Entity('admin_account')
@Index('admin_account_subject', ['issuer', 'subject'], { unique: true })
@Check(
  'admin_account_way_in',
  '(issuer IS NULL) = (subject IS NULL) AND (issuer IS NULL) = (password_hash IS NOT NULL)',
)
export class AdminAccountEntity {
  @PrimaryColumn('text') email: string;
  /** argon2id hash in PHC string format; `null` for whoever comes from the company. */
  @Column('text', { name: 'password_hash', nullable: true }) passwordHash: string | null;
  @Column('text') role: AdminRole;
  @Column('bigint', { name: 'created_at' }) createdAt: number;
  /** What the company knows them by, for ever: its provider, and their identifier there. */
  @Column('text', { nullable: true }) issuer: string | null;
  @Column('text', { nullable: true }) subject: string | null;
  /** Since when they may not sign in. */
  @Column('bigint', { name: 'disabled_at', nullable: true }) disabledAt: number | null;
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
  /** Only of a session that was opened before this was noted. */
  @Column('text', { name: 'signed_in_with', nullable: true }) signedInWith: SignInMethod | null;
}

/** A sign-in by the company that was ended, so that it is not ended again before it has expired. */
@Entity('admin_spent_sign_in')
export class SpentSignInEntity {
  @PrimaryColumn('bytea', { name: 'token_hash' }) tokenHash: Buffer;
  @Column('bigint', { name: 'expires_at' }) expiresAt: number;
}

/** Somebody who may become an administrator by showing a token, once. */
@Entity('admin_invitation')
@Index('admin_invitation_token', ['tokenHash'], { unique: true })
export class AdminInvitationEntity {
  @PrimaryColumn('text') email: string;
  @Column('bytea', { name: 'token_hash' }) tokenHash: Buffer;
  @Column('text') role: AdminRole;
  /** The address of the administrator who invited; it ends when they may no longer invite. */
  @Column('text', { name: 'invited_by' }) invitedBy: string;
  @Column('bigint', { name: 'created_at' }) createdAt: number;
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
  @Column({ type: 'integer', update: false }) edition: number;
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
