import type { RegistrationTransaction } from '@passant/protocol';
import { Check, Column, Entity, ForeignKey, Index, PrimaryColumn } from 'typeorm';
import { ClientEntity } from './client.entity.js';

/** A transaction and, while a *complete* request works on it, the claim that locks out all other requests. */
@Entity('registration_transaction')
@ForeignKey(() => ClientEntity, ['clientId'], ['clientId'], {
  name: 'registration_transaction_client_fkey',
  onDelete: 'CASCADE',
})
export class RegistrationTransactionEntity implements RegistrationTransaction {
  @PrimaryColumn('bytea', { name: 'id_hash' }) idHash: Buffer;
  @Column('text', { name: 'identity_provider' }) identityProvider: string;
  @Column('text', { name: 'client_id' }) clientId: string;
  @Column('bytea', { name: 'sealed_data', nullable: true }) sealedData: Buffer | null;
  @Column('integer', { name: 'script_version', nullable: true }) scriptVersion: number | null;
  @Column('integer') attempts: number;
  @Column('bytea', { nullable: true }) claim: Buffer | null;
  @Column('bigint', { name: 'claimed_until', nullable: true }) claimedUntil: number | null;
  @PrimaryColumn('bigint', { name: 'expires_at' }) expiresAt: number;
}

/** A `jti` that was seen; the row prevents an assertion from being used twice until it expires. */
@Entity('used_assertion')
export class UsedAssertionEntity {
  @PrimaryColumn('text', { name: 'client_id' }) clientId: string;
  @PrimaryColumn('bytea', { name: 'jti_hash' }) jtiHash: Buffer;
  @PrimaryColumn('bigint', { name: 'expires_at' }) expiresAt: number;
}

/**
 * What scripts put into `CACHE`: keys and texts cannot be read from the row. A count can, because the
 * database increments it.
 */
@Entity('script_cache')
@Check('script_cache_text_or_count', '(sealed IS NULL) <> (count IS NULL)')
@Index('script_cache_expiry', ['expiresAt'])
export class ScriptCacheEntity {
  @PrimaryColumn('text') provider: string;
  @PrimaryColumn('bytea', { name: 'key_hash' }) keyHash: Buffer;
  @Column('bytea', { nullable: true }) sealed: Buffer | null;
  @Column('bigint', { nullable: true }) count: number | null;
  @Column('bigint', { name: 'expires_at' }) expiresAt: number;
}
