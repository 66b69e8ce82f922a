import type { RequestShape, ShapeCount } from '@passant/protocol';
import { Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { ApplicationEntity } from './application.entity.js';

/** How many requests of one shape there were in an hour. */
@Entity('request_shape')
@Index('request_shape_expiry', ['expiresAt'])
@ForeignKey(() => ApplicationEntity, ['application'], ['identifier'], {
  name: 'request_shape_application_fkey',
  onDelete: 'CASCADE',
})
export class RequestShapeEntity implements ShapeCount {
  @PrimaryColumn('text') application: string;
  @PrimaryColumn('bigint') hour: number;
  /** Identifies the shape. Only used for finding the row. */
  @PrimaryColumn('text') key: string;
  @Column('jsonb', { nullable: true }) shape: RequestShape | null;
  @Column('bigint') requests: number;
  @Column('bigint', { name: 'expires_at' }) expiresAt: number;
}
