import type { Client } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { ClientEntity } from '../entities/client.entity.js';
import { prepared } from '../prepared-statements.js';
import { insertNew, rowsOf, selectList } from '../rows.js';
import { SharedStatement } from '../shared-statement.js';

export class ClientRepository {
  private readonly lookup = new SharedStatement<string, Client | undefined>((clientIds) => this.findAll(clientIds));

  constructor(private readonly manager: EntityManager) {}

  /** A client as it is. Look-ups of one turn of the event loop share one statement. */
  async find(clientId: string): Promise<Client | undefined> {
    return this.lookup.ask(clientId);
  }

  private async findAll(clientIds: string[]): Promise<(Client | undefined)[]> {
    const clients = await rowsOf<Client>(
      this.manager,
      prepared(`SELECT ${selectList(this.manager, ClientEntity)} FROM client WHERE client_id = ANY ($1::text[])`),
      [clientIds],
    );
    const found = new Map(clients.map((client) => [client.clientId, client]));
    return clientIds.map((clientId) => found.get(clientId));
  }

  /** @returns false if the identifier is taken */
  async insert(client: Client): Promise<boolean> {
    return insertNew(this.manager, ClientEntity, client);
  }

  /** Deletes a client with everything that stands on it. */
  async delete(clientId: string, kind: Client['kind']): Promise<boolean> {
    const gone = await rowsOf(this.manager, 'DELETE FROM client WHERE client_id = $1 AND kind = $2 RETURNING 1', [
      clientId,
      kind,
    ]);
    return gone.length === 1;
  }

  /** Replaces the client if it is still at `revision`. @returns false if someone else changed or deleted it */
  async replace(client: Client, revision: number): Promise<boolean> {
    // The last two change without a new revision, with the first use and with the end of the initial access token.
    const { clientId, createdAt: _made, expiresAt: _until, initialAccessToken: _with, ...changes } = client;
    // What TypeORM calls a partial entity may not hold `unknown`; the metadata is JSON, and so is what it was read from.
    const result = await this.manager.update(ClientEntity, { clientId, revision }, changes as never);
    return result.affected === 1;
  }

  /**
   * Puts another secret in the place of the one a client has, which is dead with it.
   * @returns the client as it is now, or undefined if there is no such client with a secret
   */
  async replaceSecret(clientId: string, kind: Client['kind'], secretHash: Buffer): Promise<Client | undefined> {
    const [client] = await rowsOf<Client>(
      this.manager,
      `UPDATE client SET secret_hash = $3, revision = revision + 1
        WHERE client_id = $1 AND kind = $2 AND secret_hash IS NOT NULL
        RETURNING ${selectList(this.manager, ClientEntity)}`,
      [clientId, kind, secretHash],
    );
    return client;
  }

  /** Switches a client on or off. @returns the client as it is now, or undefined if there is none of that kind */
  async setEnabled(clientId: string, kind: Client['kind'], enabled: boolean): Promise<Client | undefined> {
    const [client] = await rowsOf<Client>(
      this.manager,
      `UPDATE client SET enabled = $3, revision = revision + (CASE WHEN enabled = $3 THEN 0 ELSE 1 END)
        WHERE client_id = $1 AND kind = $2
        RETURNING ${selectList(this.manager, ClientEntity)}`,
      [clientId, kind, enabled],
    );
    return client;
  }

  /** Decides which audiences a client's assertions may name. @returns the client as it is now, or undefined */
  async setAudiencePolicy(
    clientId: string,
    kind: Client['kind'],
    policy: Client['audiencePolicy'],
  ): Promise<Client | undefined> {
    const [client] = await rowsOf<Client>(
      this.manager,
      `UPDATE client SET audience_policy = $3, revision = revision + 1
        WHERE client_id = $1 AND kind = $2
        RETURNING ${selectList(this.manager, ClientEntity)}`,
      [clientId, kind, policy],
    );
    return client;
  }

  /** Ends the access tokens of a client. */
  async endAccessTokens(clientId: string): Promise<void> {
    await rowsOf(this.manager, 'DELETE FROM access_token WHERE client_id = $1', [clientId]);
  }

  /**
   * Clients of one kind in the order of their identifiers.
   * @param filter `search`: part of a client identifier or a name, or an application's identifier; `application`:
   *   exactly this one; `after`: identifier the page begins behind
   */
  async list(
    kind: Client['kind'],
    filter: { search?: string | undefined; application?: string | undefined; after?: string | undefined },
    limit: number,
  ): Promise<Client[]> {
    return rowsOf<Client>(
      this.manager,
      `SELECT ${selectList(this.manager, ClientEntity)} FROM client
        WHERE kind = $4 AND client_id > $1
          AND ($5::text IS NULL OR application = $5)
          AND ($2::text IS NULL OR application = $2 OR position(upper($2) IN upper(client_id)) > 0
               OR position(lower($2) IN lower(coalesce(name, ''))) > 0)
        ORDER BY client_id LIMIT $3`,
      [filter.after ?? '', filter.search ?? null, limit, kind, filter.application ?? null],
    );
  }
}
