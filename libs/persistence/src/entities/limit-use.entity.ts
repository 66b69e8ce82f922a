import { Column, Entity, PrimaryColumn } from 'typeorm';

/** What was used of one limit by one caller. */
@Entity('limit_use')
export class LimitUseEntity {
  /** Keyed hash of the limit and of whom it holds for: neither a client nor an address can be read here. */
  @PrimaryColumn('bytea', { name: 'key_hash' }) keyHash: Buffer;
  /** Of attempts: how many failed beyond those that cost nothing, hence negative at first. Of allowances: 0. */
  @Column('integer') failures: number;
  /** Microseconds since the epoch. Of attempts: when the next is due. Of allowances: when the whole of it is there again. */
  @Column('bigint', { name: 'free_at' }) freeAt: number;
  @Column('bigint', { name: 'expires_at' }) expiresAt: number;
}
