import type { ApiScope, JsonWebKeySet } from '@passant/contracts';
import type { AudiencePolicy, Client, ClientAuthMethod } from '@passant/protocol';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { ApplicationEntity } from './application.entity.js';

@Entity('client')
@Index('client_application', ['application', 'clientId'])
@ForeignKey(() => ApplicationEntity, ['application'], ['identifier'], { name: 'client_application_fkey' })
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
  @Column('jsonb', { nullable: true }) jwks: JsonWebKeySet | null;
  @Column('text', { name: 'jwks_uri', nullable: true }) jwksUri: string | null;
  @Column('text', { name: 'audience_policy' }) audiencePolicy: AudiencePolicy;
  @Column('text', { name: 'api_scopes', array: true }) apiScopes: ApiScope[];
  @Column('text', { name: 'visible_applications', array: true }) visibleApplications: string[];
  @Column('bytea', { name: 'registration_token_hash', nullable: true }) registrationTokenHash: Buffer | null;
  @Column('text', { name: 'registration_lock', array: true }) registrationLock: string[];
  @Column('jsonb') metadata: Record<string, unknown>;
  @Column('integer') revision: number;
  @Column('bigint', { name: 'created_at' }) createdAt: number;
}
