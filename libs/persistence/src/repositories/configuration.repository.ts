import type { Application, Client, IdentityProvider, WebHook } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { ApplicationEntity } from '../entities/application.entity.js';
import { ClientEntity } from '../entities/client.entity.js';
import { IdentityProviderEntity } from '../entities/identity-provider.entity.js';
import { ConfigurationVersionEntity, SigningKeyEntity } from '../entities/server.entities.js';
import { WebHookEntity } from '../entities/web-hook.entities.js';
import { rowsOf } from '../rows.js';

/** Everything the server decides with that administrators set, as of one moment. */
export interface ConfigurationSnapshot {
  version: number;
  applications: Application[];
  identityProviders: IdentityProvider[];
  apiClients: Client[];
  signingKeys: SigningKeyEntity[];
  webHooks: WebHook[];
}

export class ConfigurationRepository {
  constructor(private readonly manager: EntityManager) {}

  /** Grows with every change of the configuration; cheap to ask often. */
  async version(): Promise<number> {
    const [row] = await rowsOf<{ version: number }>(this.manager, 'SELECT version FROM configuration_version');
    return row!.version;
  }

  /** Reads all of it. The version is read first: a change in between only makes the next refresh find more. */
  async load(): Promise<ConfigurationSnapshot> {
    const version = await this.version();
    return {
      version,
      applications: await this.manager.find(ApplicationEntity, { order: { identifier: 'ASC' } }),
      identityProviders: await this.manager.find(IdentityProviderEntity, { order: { identifier: 'ASC' } }),
      apiClients: await this.manager.find(ClientEntity, { where: { kind: 'api' }, order: { clientId: 'ASC' } }),
      signingKeys: await this.manager.find(SigningKeyEntity, { order: { createdAt: 'ASC' } }),
      webHooks: await this.manager.find(WebHookEntity, { order: { id: 'ASC' } }),
    };
  }

  /** SHA-256 of the master token that was drawn at the first start; `null` if none was. */
  async masterTokenHash(): Promise<Buffer | null> {
    const row = await this.manager.findOneByOrFail(ConfigurationVersionEntity, { singleton: true });
    return row.masterTokenHash;
  }

  /** Remembers a drawn master token by its hash, unless there is one. @returns whether this is the one now */
  async keepMasterToken(hash: Buffer): Promise<boolean> {
    const kept = await rowsOf(
      this.manager,
      'UPDATE configuration_version SET master_token_hash = $1 WHERE master_token_hash IS NULL RETURNING 1',
      [hash],
    );
    return kept.length === 1;
  }

  /**
   * Remembers, the first time, how to recognise the master key; afterwards says whether this is the same one.
   * @param check a value derived from the key that tells nothing about it
   */
  async recognisesMasterKey(check: Buffer): Promise<boolean> {
    await rowsOf(
      this.manager,
      'UPDATE configuration_version SET master_key_check = $1 WHERE master_key_check IS NULL',
      [check],
    );
    const row = await this.manager.findOneByOrFail(ConfigurationVersionEntity, { singleton: true });
    return row.masterKeyCheck !== null && row.masterKeyCheck.equals(check);
  }
}
