import type { IdentityProvider, ShadowRun } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { IdentityProviderEntity } from '../entities/identity-provider.entity.js';
import { insertNew, rowsOf } from '../rows.js';

/** Writes of the identity providers. They are read from the configuration in memory. */
export class IdentityProviderRepository {
  constructor(private readonly manager: EntityManager) {}

  /** @returns false if the identifier is taken */
  async insert(provider: IdentityProvider): Promise<boolean> {
    return insertNew(this.manager, IdentityProviderEntity, provider);
  }

  /**
   * Replaces the provider if it is still at `revision`, but for what has statements of its own below.
   * @returns false if someone else changed or deleted it
   */
  async replace(provider: IdentityProvider, revision: number): Promise<boolean> {
    const { identifier, createdAt: _, latestScriptVersion: _latest, shadowRun: _run, ...changes } = provider;
    const result = await this.manager.update(IdentityProviderEntity, { identifier, revision }, changes);
    return result.affected === 1;
  }

  /**
   * Counts up the versions of a provider, without a word about which is in use.
   * @returns the number for the next version; undefined if there is no such provider
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

  /** Lets a version run beside the one in use, or none. @returns false if there is no such provider */
  async shadow(identifier: string, shadowRun: ShadowRun | null): Promise<boolean> {
    const result = await this.manager.update(IdentityProviderEntity, { identifier }, { shadowRun });
    return result.affected === 1;
  }

  /** At most one provider is the default: takes the mark from every other. */
  async unmarkOtherDefaults(identifier: string): Promise<void> {
    await rowsOf(
      this.manager,
      `UPDATE identity_provider SET is_default = false, revision = revision + 1
        WHERE is_default AND identifier <> $1`,
      [identifier],
    );
  }

  /** Deletes a provider that no application is linked to. */
  async delete(identifier: string): Promise<'deleted' | 'in_use' | 'not_found'> {
    const [row] = await rowsOf<{ deleted: number; users: number }>(
      this.manager,
      `WITH gone AS (
         DELETE FROM identity_provider WHERE identifier = $1
           AND NOT EXISTS (SELECT 1 FROM application WHERE $1 = ANY (identity_providers))
         RETURNING identifier),
       begun AS (
         DELETE FROM registration_transaction USING gone WHERE identity_provider = gone.identifier),
       remembered AS (
         DELETE FROM script_cache USING gone WHERE provider = gone.identifier)
       SELECT (SELECT count(*) FROM gone) AS deleted,
              (SELECT count(*) FROM application WHERE $1 = ANY (identity_providers)) AS users`,
      [identifier],
    );
    if (row!.deleted === 1) return 'deleted';
    return row!.users > 0 ? 'in_use' : 'not_found';
  }
}
