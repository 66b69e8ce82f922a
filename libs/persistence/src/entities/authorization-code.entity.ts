import type { AuthorizationCode } from '@passant/protocol';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { ClientEntity } from './client.entity.js';

/** Access token and family are not foreign keys, because they may be deleted long before the code is forgotten. */
@Entity('authorization_code')
@Check('authorization_code_stateless_names_nobody', 'NOT stateless OR person IS NULL')
@Index('authorization_code_client', ['clientId'])
@Index('authorization_code_expiry', ['expiresAt'])
@ForeignKey(() => ClientEntity, ['clientId'], ['clientId'], {
  name: 'authorization_code_client_fkey',
  onDelete: 'CASCADE',
})
export class AuthorizationCodeEntity implements AuthorizationCode {
  @PrimaryColumn('bytea', { name: 'code_hash' }) codeHash: Buffer;
  @Column('text', { name: 'client_id' }) clientId: string;
  @Column('text', { name: 'redirect_uri' }) redirectUri: string;
  @Column('text', { name: 'code_challenge', nullable: true }) codeChallenge: string | null;
  @Column('text', { nullable: true }) nonce: string | null;
  @Column('text', { array: true }) scopes: string[];
  @Column('text', { array: true }) resources: string[];
  @Column('text', { name: 'identity_provider' }) identityProvider: string;
  @Column('bigint', { name: 'authenticated_at' }) authenticatedAt: number;
  @Column('bytea', { nullable: true }) person: Buffer | null;
  @Column('boolean') stateless: boolean;
  @Column('bigint', { name: 'session_ends_at', nullable: true }) sessionEndsAt: number | null;
  @Column('boolean') approved: boolean;
  @Column('bytea', { nullable: true }) sealed: Buffer | null;
  @Column('bigint', { name: 'redeemed_at', nullable: true }) redeemedAt: number | null;
  @Column('bytea', { name: 'access_token_hash', nullable: true }) accessTokenHash: Buffer | null;
  @Column('uuid', { nullable: true }) family: string | null;
  @Column('bigint', { name: 'expires_at' }) expiresAt: number;
}
