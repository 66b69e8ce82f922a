import type { Application, Client, ClientDocumentPolicy, IdentityProvider, Scope, WebHook } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { ApplicationEntity } from '../entities/application.entity.js';
import { ClientEntity } from '../entities/client.entity.js';
import { IdentityProviderEntity } from '../entities/identity-provider.entity.js';
import { ScopeEntity } from '../entities/scope.entity.js';
import {
  ClientDocumentPolicyEntity,
  ConfigurationVersionEntity,
  SigningKeyEntity,
} from '../entities/server.entities.js';
import { WebHookEntity } from '../entities/web-hook.entities.js';
import { rowsOf } from '../rows.js';

/** All configuration by administrators that the server bases decisions on, at one point in time. */
export interface ConfigurationSnapshot {
  version: number;
  /** Identifies the master key used for everything new; null if none has been recorded. */
  masterKeyCheck: Buffer | null;
  applications: Application[];
  identityProviders: IdentityProvider[];
  apiClients: Client[];
  signingKeys: SigningKeyEntity[];
  webHooks: WebHook[];
  scopes: Scope[];
  clientDocuments: ClientDocumentPolicy;
}

export class ConfigurationRepository {
  constructor(private readonly manager: EntityManager) {}

  /** Incremented by every change of the configuration; cheap to query often. */
  async version(): Promise<number> {
    const [row] = await rowsOf<{ version: number }>(this.manager, 'SELECT version FROM configuration_version');
    return row!.version;
  }

  /** Loads everything. The version is read first, so a change in between only causes another refresh. */
  async load(): Promise<ConfigurationSnapshot> {
    const { version, masterKeyCheck } = await this.row();
    return {
      version,
      masterKeyCheck,
      applications: await this.manager.find(ApplicationEntity, { order: { identifier: 'ASC' } }),
      identityProviders: await this.manager.find(IdentityProviderEntity, { order: { identifier: 'ASC' } }),
      apiClients: await this.manager.find(ClientEntity, { where: { kind: 'api' }, order: { clientId: 'ASC' } }),
      signingKeys: await this.manager.find(SigningKeyEntity, { order: { createdAt: 'ASC', kid: 'ASC' } }),
      webHooks: await this.manager.find(WebHookEntity, { order: { id: 'ASC' } }),
      scopes: await this.manager.find(ScopeEntity, { order: { identifier: 'ASC' } }),
      clientDocuments: await this.manager.findOneByOrFail(ClientDocumentPolicyEntity, { singleton: true }),
    };
  }

  /** One entry as it is now, where {@link load} would give all of them. */
  async application(identifier: string): Promise<Application | undefined> {
    return (await this.manager.findOneBy(ApplicationEntity, { identifier })) ?? undefined;
  }

  async identityProvider(identifier: string): Promise<IdentityProvider | undefined> {
    return (await this.manager.findOneBy(IdentityProviderEntity, { identifier })) ?? undefined;
  }

  async apiClient(clientId: string): Promise<Client | undefined> {
    return (await this.manager.findOneBy(ClientEntity, { clientId, kind: 'api' })) ?? undefined;
  }

  async webHook(id: string): Promise<WebHook | undefined> {
    return (await this.manager.findOneBy(WebHookEntity, { id })) ?? undefined;
  }

  async scope(identifier: string): Promise<Scope | undefined> {
    return (await this.manager.findOneBy(ScopeEntity, { identifier })) ?? undefined;
  }

  /**
   * Waits until nobody else sets the database up or changes the configuration, and keeps others from it until the
   * transaction ends. Must be called in a transaction. What is held in memory takes its turn by a trigger; whatever else
   * administrators configure takes it here, or it could change while a whole configuration is applied.
   */
  async takeTurn(): Promise<void> {
    await rowsOf(this.manager, 'SELECT 1 FROM configuration_version FOR UPDATE');
  }

  /** SHA-256 of the master token generated at the first start; `null` if none was. */
  async masterTokenHash(): Promise<Buffer | null> {
    return (await this.row()).masterTokenHash;
  }

  /**
   * Stores the hash of a generated master token, unless there is one already. @returns whether this one is now in force
   */
  async keepMasterToken(hash: Buffer): Promise<boolean> {
    const kept = await rowsOf(
      this.manager,
      'UPDATE configuration_version SET master_token_hash = $1 WHERE master_token_hash IS NULL RETURNING 1',
      [hash],
    );
    return kept.length === 1;
  }

  /** Replaces the master token. */
  async replaceMasterToken(hash: Buffer): Promise<void> {
    await rowsOf(this.manager, 'UPDATE configuration_version SET master_token_hash = $1', [hash]);
  }

  /** Identifies the master key used for everything new; null if none has been recorded. */
  async masterKeyCheck(): Promise<Buffer | null> {
    return (await this.row()).masterKeyCheck;
  }

  /**
   * Records how to recognise the master key, unless that was recorded before.
   * @param check a value derived from the key that reveals nothing about it
   * @returns the recorded value
   */
  async rememberMasterKey(check: Buffer): Promise<Buffer> {
    await rowsOf(
      this.manager,
      'UPDATE configuration_version SET master_key_check = $1 WHERE master_key_check IS NULL',
      [check],
    );
    return (await this.masterKeyCheck())!;
  }

  /** Makes every instance use another master key for everything new. @returns false if `from` is not the current one */
  async changeMasterKey(from: Buffer, to: Buffer): Promise<boolean> {
    const changed = await rowsOf(
      this.manager,
      `WITH changed AS (
         UPDATE configuration_version SET master_key_check = $2, version = version + 1
          WHERE master_key_check = $1 RETURNING 1)
       SELECT pg_notify('passant_configuration', '') FROM changed`,
      [from, to],
    );
    return changed.length === 1;
  }

  private row(): Promise<ConfigurationVersionEntity> {
    return this.manager.findOneByOrFail(ConfigurationVersionEntity, { singleton: true });
  }
}
