import type { IdentityProvider, ProviderScripts } from '@passant/protocol';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('identity_provider')
export class IdentityProviderEntity implements IdentityProvider {
  @PrimaryColumn('text') identifier: string;
  @Column('text') type: 'CUSTOM_API';
  @Column('text') name: string;
  @Column('text') flow: 'ONE_STEP' | 'TWO_STEP';
  @Column('boolean') enabled: boolean;
  @Column('boolean', { name: 'is_default' }) isDefault: boolean;
  @Column('jsonb') scripts: ProviderScripts;
  @Column('text', { name: 'allowed_hosts', array: true }) allowedHosts: string[];
  @Column('integer', { name: 'transaction_validity' }) transactionValidity: number;
  @Column('integer') revision: number;
  @Column('bigint', { name: 'created_at' }) createdAt: number;
  @Column('bigint', { name: 'updated_at' }) updatedAt: number;
}
