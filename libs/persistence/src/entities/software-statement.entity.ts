import type { SoftwareStatement } from '@passant/protocol';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { ApplicationEntity } from './application.entity.js';

@Entity('software_statement')
@Index('software_statement_application', ['application'])
@ForeignKey(() => ApplicationEntity, ['application'], ['identifier'], {
  name: 'software_statement_application_fkey',
  onDelete: 'CASCADE',
})
export class SoftwareStatementEntity implements SoftwareStatement {
  @PrimaryColumn('uuid') id: string;
  @Column('text') application: string;
  @Column('text', { name: 'app_platform' }) appPlatform: 'ios' | 'android';
  @Column('text', { name: 'app_version' }) appVersion: string;
  @Column('text', { name: 'created_by' }) createdBy: string;
  @Column('bigint', { name: 'created_at' }) createdAt: number;
  @Column('bigint', { name: 'revoked_at', nullable: true }) revokedAt: number | null;
}
