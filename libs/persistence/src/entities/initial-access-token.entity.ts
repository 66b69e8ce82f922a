import type { InitialAccessToken, InitialAccessTokenEncoding, Trial } from '@passant/protocol';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { ApplicationEntity } from './application.entity.js';

@Entity('initial_access_token')
@Index('initial_access_token_hash', ['tokenHash'], { unique: true })
@Index('initial_access_token_client', ['clientId'], { where: 'client_id IS NOT NULL' })
@ForeignKey(() => ApplicationEntity, ['application'], ['identifier'], {
  name: 'initial_access_token_application_fkey',
  onDelete: 'CASCADE',
})
// By table name, because clients refer to the token they were registered with, and imports must not be circular.
@ForeignKey('client', ['clientId'], ['clientId'], {
  name: 'initial_access_token_client_fkey',
  onDelete: 'CASCADE',
})
export class InitialAccessTokenEntity implements InitialAccessToken {
  @PrimaryColumn('uuid') id: string;
  @Column('bytea', { name: 'token_hash' }) tokenHash: Buffer;
  @Column('text') encoding: InitialAccessTokenEncoding;
  @Column('text', { nullable: true }) application: string | null;
  @Column('text', { name: 'client_id', nullable: true }) clientId: string | null;
  @Column('text', { nullable: true }) subject: string | null;
  @Column('text', { nullable: true }) label: string | null;
  @Column('text', { array: true }) scope: string[];
  @Column('text', { array: true }) audience: string[];
  @Column('integer', { name: 'client_lifetime', nullable: true }) clientLifetime: number | null;
  @Column('text', { name: 'redirect_hosts', array: true }) redirectHosts: string[];
  @Column('integer') registrations: number;
  @Column('integer') uses: number;
  @Column('bigint', { name: 'expires_at' }) expiresAt: number;
  @Column('boolean') revoked: boolean;
  @Column('text', { nullable: true }) trial: Trial | null;
  @Column('text', { name: 'created_by' }) createdBy: string;
  @Column('bigint', { name: 'created_at' }) createdAt: number;
}
