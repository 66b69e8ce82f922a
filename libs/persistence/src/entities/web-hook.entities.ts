import type { WebHookAuthentication, WebHookOutcome, WebHookType } from '@passant/contracts';
import type { WebHook, WebHookDelivery } from '@passant/protocol';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';

@Entity('web_hook')
export class WebHookEntity implements WebHook {
  @PrimaryColumn('text') id: string;
  @Column('text') type: WebHookType;
  @Column('text') name: string;
  @Column('text', { name: 'base_uri' }) baseUri: string;
  @Column('text', { name: 'authentication_method' }) authenticationMethod: WebHookAuthentication;
  @Column('text', { nullable: true }) username: string | null;
  @Column('bytea', { name: 'sealed_password', nullable: true }) sealedPassword: Buffer | null;
  @Column('integer') revision: number;
  @Column('bigint', { name: 'created_at' }) createdAt: number;
  @Column('bigint', { name: 'updated_at' }) updatedAt: number;
}

/** The metadata of a hook call. */
@Entity('web_hook_delivery')
@Index('web_hook_delivery_hook', ['hook', 'id'])
@Index('web_hook_delivery_expiry', ['expiresAt'])
@ForeignKey(() => WebHookEntity, ['hook'], ['id'], { name: 'web_hook_delivery_hook_fkey', onDelete: 'CASCADE' })
export class WebHookDeliveryEntity implements WebHookDelivery {
  @PrimaryColumn('bigint', { generated: 'identity', generatedIdentity: 'ALWAYS' }) id: number;
  @Column('text') hook: string;
  @Column('bigint') occurred: number;
  @Column('text') outcome: WebHookOutcome;
  @Column('integer', { nullable: true }) status: number | null;
  @Column('integer') duration: number;
  @Column('integer', { name: 'removed_scopes' }) removedScopes: number;
  @Column('integer') claims: number;
  @Column('bytea', { nullable: true }) source: Buffer | null;
  @Column('bigint', { name: 'expires_at' }) expiresAt: number;
}
