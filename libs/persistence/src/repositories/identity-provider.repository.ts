import type { IdentityProvider, ShadowRun } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { IdentityProviderEntity } from '../entities/identity-provider.entity.js';
import { insertNew, lockedRow, rowsOf } from '../rows.js';
import { trialCacheOf } from './script-cache.repository.js';

/** Writes identity providers. They are read from the configuration in memory. */
export class IdentityProviderRepository {
  constructor(private readonly manager: EntityManager) {}

  /** @returns false if the identifier is taken */
  async insert(provider: IdentityProvider): Promise<boolean> {
    return insertNew(this.manager, IdentityProviderEntity, provider);
  }

  /**
   * Replaces the provider if it is still the one that was read, at `revision`, except for the members that the methods below update.
   * @returns false if someone else changed or deleted it
   */
  async replace(provider: IdentityProvider, revision: number): Promise<boolean> {
    const {
      identifier,
      createdAt,
      issuance: _issuance,
      latestScriptVersion: _latest,
      shadowRun: _run,
      ...changes
    } = provider;
    const result = await this.manager.update(IdentityProviderEntity, { identifier, createdAt, revision }, changes);
    return result.affected === 1;
  }

  /**
   * Increments the highest version number of a provider, regardless of which version is in use.
   * @returns the number of the next version; undefined if there is no such provider
   */
  async numberNextVersion(identifier: string): Promise<number | undefined> {
    const [row] = await rowsOf<{ version: number }>(
      this.manager,
      `UPDATE identity_provider SET latest_script_version = latest_script_version + 1
        WHERE identifier = $1 RETURNING latest_script_version AS version`,
      [identifier],
    );
    return row?.version;
  }

  /**
   * Keeps providers from being deleted until the transaction ends, for an application that names them.
   * @returns those that are there
   */
  async hold(identifiers: readonly string[]): Promise<string[]> {
    const held = await rowsOf<{ identifier: string }>(
      this.manager,
      'SELECT identifier FROM identity_provider WHERE identifier = ANY ($1::text[]) ORDER BY identifier FOR KEY SHARE',
      [identifiers],
    );
    return held.map(({ identifier }) => identifier);
  }

  /** Starts or ends a shadow run. @returns false if there is no such provider */
  async shadow(identifier: string, shadowRun: ShadowRun | null): Promise<boolean> {
    const result = await this.manager.update(IdentityProviderEntity, { identifier }, { shadowRun });
    return result.affected === 1;
  }

  /** Ensures that at most one provider is the default, by clearing the flag of all others. */
  async unmarkOtherDefaults(identifier: string): Promise<void> {
    await rowsOf(
      this.manager,
      `UPDATE identity_provider SET is_default = false, revision = revision + 1
        WHERE is_default AND identifier <> $1`,
      [identifier],
    );
  }

  /** The provider as it is now, kept from others until the transaction ends; see {@link lockedRow}. */
  async lock(identifier: string): Promise<IdentityProvider | undefined> {
    return lockedRow(this.manager, IdentityProviderEntity, { identifier });
  }

  /**
   * Deletes a provider that is not linked to any application, with everything based on it: the registrations of its
   * people, all their tokens, with a profile or without, stateless sessions, and pending transactions. A later provider
   * with the same identifier finds nothing. Must be called in a transaction: what comes first waits for applications that
   * are being saved with it, and for what is being issued, so that the rest sees them.
   * @returns how many registrations ended, or why nothing was deleted
   */
  async delete(identifier: string): Promise<{ registrations: number } | 'in_use' | 'not_found'> {
    await rowsOf(this.manager, 'SELECT 1 FROM identity_provider WHERE identifier = $1 FOR UPDATE', [identifier]);
    const [row] = await rowsOf<{ deleted: number; users: number; registrations: number }>(
      this.manager,
      `WITH gone AS (
         DELETE FROM identity_provider WHERE identifier = $1
           AND NOT EXISTS (SELECT 1 FROM application WHERE $1 = ANY (identity_providers))
         RETURNING identifier),
       begun AS (
         DELETE FROM registration_transaction USING gone WHERE identity_provider = gone.identifier),
       codes AS (
         DELETE FROM authorization_code USING gone WHERE identity_provider = gone.identifier AND redeemed_at IS NULL),
       sessions AS (
         DELETE FROM refresh_token USING gone WHERE identity_provider = gone.identifier),
       tokens AS (
         DELETE FROM access_token USING gone WHERE identity_provider = gone.identifier),
       ended AS (
         DELETE FROM profile USING gone WHERE identity_provider = gone.identifier RETURNING 1),
       remembered AS (
         DELETE FROM script_cache USING gone WHERE provider IN (gone.identifier, $2))
       SELECT (SELECT count(*) FROM gone) AS deleted,
              (SELECT count(*) FROM ended) AS registrations,
              (SELECT count(*) FROM application WHERE $1 = ANY (identity_providers)) AS users`,
      [identifier, trialCacheOf(identifier)],
    );
    if (row!.deleted === 1) return { registrations: row!.registrations };
    return row!.users > 0 ? 'in_use' : 'not_found';
  }
}
