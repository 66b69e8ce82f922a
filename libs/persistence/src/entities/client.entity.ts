import type { ApiScope, JsonWebKeySet, SigningAlgorithm } from '@passant/contracts';
import type { AudiencePolicy, Client, ClientAuthMethod, Trial } from '@passant/protocol';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { ApplicationEntity } from './application.entity.js';
import { InitialAccessTokenEntity } from './initial-access-token.entity.js';

@Entity('client')
@Index('client_application', ['application', 'clientId'])
@Index('client_initial_access_token', ['initialAccessToken'], { where: 'initial_access_token IS NOT NULL' })
@Index('client_software_statement', ['softwareStatement'], { where: 'software_statement IS NOT NULL' })
@Index('client_registered', ['createdAt', 'clientId'])
// A GIN index, which TypeORM cannot express.
@Index('client_origins', { synchronize: false })
@Index('client_expiry', ['expiresAt'], { where: 'expires_at IS NOT NULL' })
@Index('client_exception', ['lenientUntil', 'clientId'], { where: 'lenient_until IS NOT NULL' })
@Check('client_exception_ends', `(audience_policy IS NOT DISTINCT FROM 'LEGACY') = (lenient_until IS NOT NULL)`)
@Check('client_document_followed', 'document_fresh_until IS NULL OR document_fetched_at IS NOT NULL')
@ForeignKey(() => ApplicationEntity, ['application'], ['identifier'], { name: 'client_application_fkey' })
@ForeignKey(() => InitialAccessTokenEntity, ['initialAccessToken'], ['id'], {
  name: 'client_initial_access_token_fkey',
  onDelete: 'SET NULL',
})
export class ClientEntity implements Client {
  @PrimaryColumn('text', { name: 'client_id' }) clientId: string;
  @Column('text') kind: Client['kind'];
  @Column('text', { nullable: true }) name: string | null;
  @Column('boolean') enabled: boolean;
  @Column('text', { nullable: true }) application: string | null;
  @Column('text', { name: 'app_platform', nullable: true }) appPlatform: 'ios' | 'android' | null;
  @Column('text', { name: 'app_version', nullable: true }) appVersion: string | null;
  @Column('text', { name: 'auth_method' }) authMethod: ClientAuthMethod;
  @Column('bytea', { name: 'secret_hash', nullable: true }) secretHash: Buffer | null;
  @Column('bytea', { name: 'previous_secret_hash', nullable: true }) previousSecretHash: Buffer | null;
  @Column('bigint', { name: 'previous_secret_until', nullable: true }) previousSecretUntil: number | null;
  @Column('jsonb', { nullable: true }) jwks: JsonWebKeySet | null;
  @Column('text', { name: 'jwks_uri', nullable: true }) jwksUri: string | null;
  @Column('text', { name: 'audience_policy', nullable: true }) audiencePolicy: AudiencePolicy | null;
  @Column('bigint', { name: 'lenient_until', nullable: true }) lenientUntil: number | null;
  @Column('text', { name: 'introspection_signed_response_alg', nullable: true })
  introspectionSignedResponseAlg: Client['introspectionSignedResponseAlg'];
  @Column('text', { name: 'id_token_signed_response_alg' }) idTokenSignedResponseAlg: SigningAlgorithm;
  @Column('boolean', { name: 'require_pkce' }) requirePkce: boolean;
  @Column('boolean', { name: 'flat_user_details' }) flatUserDetails: boolean;
  @Column('text', { name: 'redirect_uris', array: true }) redirectUris: string[];
  @Column('text', { name: 'allowed_origins', array: true }) allowedOrigins: string[];
  @Column('text', { name: 'grant_types', array: true }) grantTypes: string[];
  @Column('text', { name: 'response_types', array: true }) responseTypes: string[];
  @Column('text', { array: true }) scopes: string[];
  @Column('text', { name: 'api_scopes', array: true }) apiScopes: ApiScope[];
  @Column('text', { name: 'visible_applications', array: true }) visibleApplications: string[];
  @Column('text', { array: true }) resources: string[];
  @Column('text', { name: 'introspection_sight' }) introspectionSight: Client['introspectionSight'];
  @Column('bytea', { name: 'registration_token_hash', nullable: true }) registrationTokenHash: Buffer | null;
  @Column('text', { name: 'registration_lock', array: true }) registrationLock: string[];
  @Column('text', { name: 'redirect_hosts', array: true }) redirectHosts: string[];
  @Column('uuid', { name: 'initial_access_token', nullable: true }) initialAccessToken: string | null;
  @Column('text', { name: 'software_statement', nullable: true }) softwareStatement: string | null;
  @Column('boolean', { name: 'registered_openly' }) registeredOpenly: boolean;
  @Column('bigint', { name: 'expires_at', nullable: true }) expiresAt: number | null;
  @Column('bigint', { name: 'document_fetched_at', nullable: true }) documentFetchedAt: number | null;
  @Column('bigint', { name: 'document_fresh_until', nullable: true }) documentFreshUntil: number | null;
  @Column('text', { nullable: true }) trial: Trial | null;
  /** Origins whose pages may call on behalf of the client: derived, so that clients can be found by origin. */
  @Column('text', { array: true, select: false }) origins: string[];
  @Column('jsonb') metadata: Record<string, unknown>;
  @Column('integer') revision: number;
  @Column({ type: 'integer', update: false }) edition: number;
  @Column('uuid') incarnation: string;
  @Column('bigint', { name: 'created_at' }) createdAt: number;
}

/**
 * When a client was last used, to the hour, and last needed an exception. Kept apart from the client, whose
 * row no request writes.
 */
@Entity('client_use')
@Index('client_use_exception', ['exceptionNeeded', 'clientId'], { where: 'exception_needed IS NOT NULL' })
@ForeignKey(() => ClientEntity, ['clientId'], ['clientId'], { name: 'client_use_client_fkey', onDelete: 'CASCADE' })
export class ClientUseEntity {
  @PrimaryColumn('text', { name: 'client_id' }) clientId: string;
  @Column('bigint', { name: 'last_used' }) lastUsed: number;
  @Column('bigint', { name: 'exception_needed', nullable: true }) exceptionNeeded: number | null;
}
