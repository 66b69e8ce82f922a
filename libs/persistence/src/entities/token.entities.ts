import type { TokenType } from '@passant/contracts';
import type { AccessTokenRecord, RefreshTokenRecord } from '@passant/protocol';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { ClientEntity } from './client.entity.js';

/** A person known to a provider, stored only if the default grant created a profile. */
@Entity('registered_user')
export class RegisteredUserEntity {
  @PrimaryColumn('text', { name: 'identity_provider' }) identityProvider: string;
  @PrimaryColumn('text', { name: 'user_id' }) userId: string;
  @Column('jsonb') attributes: Record<string, unknown>;
  @Column('bigint', { name: 'updated_at' }) updatedAt: number;
}

/** One person's registration on one client, where `profileKey` is unique. */
@Entity('profile')
@Index('profile_key', ['clientId', 'profileKey'], { unique: true })
@Index('profile_user', ['userId'])
@ForeignKey(() => ClientEntity, ['clientId'], ['clientId'], { name: 'profile_client_fkey', onDelete: 'CASCADE' })
export class ProfileEntity {
  @PrimaryColumn('uuid') id: string;
  @Column('text', { name: 'client_id' }) clientId: string;
  @Column('text', { name: 'profile_key' }) profileKey: string;
  @Column('text', { name: 'profile_id' }) profileId: string;
  @Column('text', { name: 'identity_provider' }) identityProvider: string;
  @Column('text', { name: 'user_id' }) userId: string;
  @Column('text', { array: true }) scopes: string[];
  @Column('text', { array: true }) amr: string[];
  @Column('boolean', { name: 'claims_by_scope' }) claimsByScope: boolean;
  @Column('bigint', { name: 'created_at' }) createdAt: number;
}

@Entity('access_token')
@Index('access_token_client', ['clientId'])
@Index('access_token_profile', ['profile'], { where: 'profile IS NOT NULL' })
@Index('access_token_family', ['family'], { where: 'family IS NOT NULL' })
@ForeignKey(() => ClientEntity, ['clientId'], ['clientId'], { name: 'access_token_client_fkey', onDelete: 'CASCADE' })
@ForeignKey(() => ProfileEntity, ['profile'], ['id'], { name: 'access_token_profile_fkey', onDelete: 'CASCADE' })
@ForeignKey(() => RefreshTokenEntity, ['family'], ['family'], {
  name: 'access_token_family_fkey',
  onDelete: 'CASCADE',
})
export class AccessTokenEntity implements AccessTokenRecord {
  @PrimaryColumn('bytea', { name: 'token_hash' }) tokenHash: Buffer;
  @Column('text') type: TokenType;
  @Column('text', { name: 'client_id' }) clientId: string;
  @Column('text', { nullable: true }) application: string | null;
  @Column('text', { name: 'app_platform', nullable: true }) appPlatform: 'ios' | 'android' | null;
  @Column('text', { name: 'app_version', nullable: true }) appVersion: string | null;
  @Column('text', { array: true }) scopes: string[];
  @Column('text', { array: true, nullable: true }) audience: string[] | null;
  @Column('bigint', { name: 'issued_at' }) issuedAt: number;
  @PrimaryColumn('bigint', { name: 'expires_at' }) expiresAt: number;
  @Column('uuid', { nullable: true }) profile: string | null;
  @Column('uuid', { nullable: true }) family: string | null;
  @Column('text', { name: 'identity_provider', nullable: true }) identityProvider: string | null;
  @Column('bytea') sealed: Buffer;
}

/** One row per family; deleting it deletes the family's access tokens and the record of its earlier refresh tokens. */
@Entity('refresh_token')
@Index('refresh_token_expiry', ['expiresAt'])
@Index('refresh_token_family', ['family'], { unique: true })
@Index('refresh_token_profile', ['profile'])
@Index('refresh_token_client', ['clientId'])
@Check(
  'refresh_token_person',
  '(profile IS NULL) = (sealed IS NOT NULL) AND (profile IS NULL) = (identity_provider IS NOT NULL)',
)
@ForeignKey(() => ClientEntity, ['clientId'], ['clientId'], { name: 'refresh_token_client_fkey', onDelete: 'CASCADE' })
@Index('refresh_token_redirect', ['clientId', 'redirectUri'], { where: 'redirect_uri IS NOT NULL' })
@ForeignKey(() => ProfileEntity, ['profile'], ['id'], { name: 'refresh_token_profile_fkey', onDelete: 'CASCADE' })
export class RefreshTokenEntity implements Omit<RefreshTokenRecord, 'profile'> {
  @PrimaryColumn('bytea', { name: 'token_hash' }) tokenHash: Buffer;
  @Column('uuid') family: string;
  @Column('uuid', { nullable: true }) profile: string | null;
  @Column('text', { name: 'client_id' }) clientId: string;
  @Column('text', { array: true }) scopes: string[];
  @Column('text', { array: true }) resources: string[];
  @Column('text', { name: 'redirect_uri', nullable: true }) redirectUri: string | null;
  @Column('bigint', { name: 'authenticated_at' }) authenticatedAt: number;
  @Column('bigint', { name: 'issued_at' }) issuedAt: number;
  @Column('bigint', { name: 'expires_at' }) expiresAt: number;
  @Column('bytea', { name: 'replaced_hash', nullable: true }) replacedHash: Buffer | null;
  @Column('bigint', { name: 'replaced_at', nullable: true }) replacedAt: number | null;
  @Column('text', { name: 'identity_provider', nullable: true }) identityProvider: string | null;
  @Column('bytea', { nullable: true }) sealed: Buffer | null;
  /** The same under the replaced token, which may be used again within its grace; null in a first token. */
  @Column('bytea', { name: 'replaced_sealed', nullable: true }) replacedSealed: Buffer | null;
}

/**
 * A refresh token that was exchanged for its successor. If it is used again, it was stolen, or the response with
 * the successor was lost.
 */
@Entity('spent_refresh_token')
@Index('spent_refresh_token_family', ['family'])
@Index('spent_refresh_token_expiry', ['expiresAt'])
@ForeignKey(() => RefreshTokenEntity, ['family'], ['family'], {
  name: 'spent_refresh_token_family_fkey',
  onDelete: 'CASCADE',
})
export class SpentRefreshTokenEntity {
  @PrimaryColumn('bytea', { name: 'token_hash' }) tokenHash: Buffer;
  @Column('uuid') family: string;
  @Column('bigint', { name: 'expires_at' }) expiresAt: number;
  /** For a token that was replaced before it was used: until then, its use is refused but does not end the family. */
  @Column('bigint', { name: 'harmless_until', nullable: true }) harmlessUntil: number | null;
}
