import type { IdentityProvider, ProviderProperty, ProviderScripts, ScriptVersion, ShadowRun } from '@passant/protocol';
import { Column, Entity, ForeignKey, PrimaryColumn } from 'typeorm';

@Entity('identity_provider')
export class IdentityProviderEntity implements IdentityProvider {
  @PrimaryColumn('text') identifier: string;
  @Column('text') type: 'CUSTOM_API';
  @Column('text') name: string;
  @Column('text') flow: 'ONE_STEP' | 'TWO_STEP';
  @Column('boolean') enabled: boolean;
  @Column('boolean', { name: 'is_default' }) isDefault: boolean;
  @Column('jsonb') scripts: ProviderScripts;
  @Column('integer', { name: 'script_version' }) scriptVersion: number;
  @Column('integer', { name: 'latest_script_version' }) latestScriptVersion: number;
  @Column('jsonb', { name: 'shadow_run', nullable: true }) shadowRun: ShadowRun | null;
  @Column('text', { name: 'allowed_hosts', array: true }) allowedHosts: string[];
  @Column('jsonb') properties: ProviderProperty[];
  @Column('integer', { name: 'transaction_validity' }) transactionValidity: number;
  @Column('uuid') issuance: string;
  @Column('integer') revision: number;
  @Column({ type: 'integer', update: false }) edition: number;
  @Column('bigint', { name: 'created_at' }) createdAt: number;
  @Column('bigint', { name: 'updated_at' }) updatedAt: number;
}

/** Every saved version of a provider's scripts. */
@Entity('script_version')
@ForeignKey(() => IdentityProviderEntity, ['identityProvider'], ['identifier'], {
  name: 'script_version_provider_fkey',
  onDelete: 'CASCADE',
})
export class ScriptVersionEntity implements ScriptVersion {
  @PrimaryColumn('text', { name: 'identity_provider' }) identityProvider: string;
  @PrimaryColumn('integer') version: number;
  @Column('jsonb') scripts: ProviderScripts;
  @Column('text', { nullable: true }) author: string | null;
  @Column('text', { nullable: true }) comment: string | null;
  @Column('bigint', { name: 'created_at' }) createdAt: number;
}
