import type { EndedToken } from '@passant/protocol';
import { Column, Entity, Index, PrimaryColumn } from 'typeorm';

/**
 * An access token that ended before it expired or, without a hash, all those of an application. Only
 * written by triggers.
 */
@Entity('ended_token')
@Index('ended_token_transaction', ['transaction'])
@Index('ended_token_expiry', ['expiresAt'])
@Index('ended_token_hash', ['tokenHash'], { where: 'token_hash IS NOT NULL' })
export class EndedTokenEntity implements EndedToken {
  @PrimaryColumn('bigint', { generated: 'identity', generatedIdentity: 'ALWAYS' }) id: number;
  /**
   * The transaction that ended it. Tells which readers may have seen the row, unlike an ID, which is
   * assigned before the commit.
   */
  @Column('bigint') transaction: number;
  @Column('text', { nullable: true }) application: string | null;
  @Column('bytea', { name: 'token_hash', nullable: true }) tokenHash: Buffer | null;
  @Column('text', { array: true, nullable: true }) audience: string[] | null;
  @Column('bigint', { name: 'expires_at' }) expiresAt: number;
}
