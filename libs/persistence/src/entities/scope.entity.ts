import type { Scope } from '@passant/protocol';
import { Column, Entity, PrimaryColumn } from 'typeorm';

@Entity('scope')
export class ScopeEntity implements Scope {
  @PrimaryColumn('text') identifier: string;
  @Column('text') description: string;
  @Column('text', { array: true }) claims: string[];
  @Column('integer') revision: number;
  @Column('bigint', { name: 'created_at' }) createdAt: number;
  @Column('bigint', { name: 'updated_at' }) updatedAt: number;
}
