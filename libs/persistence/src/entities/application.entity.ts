import type { Application, ApplicationVersion, AudiencePolicy } from '@passant/protocol';
import { Check, Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';
import { WebHookEntity } from './web-hook.entities.js';

@Entity('application')
@Check('application_exception_ends', `(audience_policy = 'LEGACY') = (lenient_until IS NOT NULL)`)
@Check('application_exception_begins', `(lenient_since IS NULL) = (lenient_until IS NULL)`)
@ForeignKey(() => WebHookEntity, ['accessTokenWebHook'], ['id'], {
  name: 'application_access_token_web_hook_fkey',
  onDelete: 'SET NULL',
})
@ForeignKey(() => WebHookEntity, ['userDetailsWebHook'], ['id'], {
  name: 'application_user_details_web_hook_fkey',
  onDelete: 'SET NULL',
})
export class ApplicationEntity implements Application {
  @PrimaryColumn('text') identifier: string;
  @Column('text') name: string;
  @Column('boolean') enabled: boolean;
  @Column('text', { name: 'client_type' }) clientType: 'mobile' | 'web';
  @Column('boolean', { name: 'stateless_authentication' }) statelessAuthentication: boolean;
  @Column('boolean', { name: 'stateless_session' }) statelessSession: boolean;
  @Column('integer', { name: 'stateless_session_duration' }) statelessSessionDuration: number;
  @Column('text', { name: 'stateless_redirect_uris', array: true }) statelessRedirectUris: string[];
  @Column('boolean', { name: 'implicit_authentication' }) implicitAuthentication: boolean;
  @Column('boolean', { name: 'mobile_authentication' }) mobileAuthentication: boolean;
  @Column('boolean', { name: 'refresh_tokens' }) refreshTokens: boolean;
  @Column('text', { name: 'default_scopes', array: true }) defaultScopes: string[];
  @Column('text', { name: 'additional_scopes', array: true }) additionalScopes: string[];
  @Column('integer', { name: 'access_token_validity' }) accessTokenValidity: number;
  @Column('integer', { name: 'refresh_token_grace' }) refreshTokenGrace: number;
  @Column('text', { name: 'identity_providers', array: true }) identityProviders: string[];
  @Column('text', { name: 'default_identity_provider', nullable: true }) defaultIdentityProvider: string | null;
  @Column('jsonb') versions: ApplicationVersion[];
  @Column('text', { name: 'audience_policy' }) audiencePolicy: AudiencePolicy;
  @Column('bigint', { name: 'lenient_until', nullable: true }) lenientUntil: number | null;
  @Column('bigint', { name: 'lenient_since', nullable: true }) lenientSince: number | null;
  @Column('text', { name: 'access_token_web_hook', nullable: true }) accessTokenWebHook: string | null;
  @Column('text', { name: 'user_details_web_hook', nullable: true }) userDetailsWebHook: string | null;
  @Column('uuid') issuance: string;
  @Column('integer') revision: number;
  @Column({ type: 'integer', update: false }) edition: number;
  @Column('bigint', { name: 'created_at' }) createdAt: number;
  @Column('bigint', { name: 'updated_at' }) updatedAt: number;
}
