import { type AudienceRule, type Client, originsOf } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { ClientEntity } from '../entities/client.entity.js';
import { prepared } from '../prepared-statements.js';
import { insertNew, lockedRow, rowsOf, selectList } from '../rows.js';
import { SharedStatement } from '../shared-statement.js';

export class ClientRepository {
  private readonly lookup = new SharedStatement<string, Client | undefined>((clientIds) => this.findAll(clientIds));
  private readonly origins = new SharedStatement<string, boolean>((origins) => this.knowsOrigins(origins));

  constructor(private readonly manager: EntityManager) {}

  /** The current state of a client. Look-ups in the same turn of the event loop share one statement. */
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
    return insertNew(this.manager, ClientEntity, { ...client, origins: originsOf(client) });
  }

  /** Whether there is a client on whose behalf pages of an origin may call. */
  async knowsOrigin(origin: string): Promise<boolean> {
    return this.origins.ask(origin);
  }

  private async knowsOrigins(origins: string[]): Promise<boolean[]> {
    const known = await rowsOf<{ origin: string }>(
      this.manager,
      // The second condition is that of the partial index.
      `SELECT origin FROM unnest($1::text[]) AS asked (origin)
        WHERE EXISTS (SELECT 1 FROM client
                       WHERE client.origins @> ARRAY[asked.origin] AND client.origins <> '{}' AND client.enabled)`,
      [origins],
    );
    const found = new Set(known.map(({ origin }) => origin));
    return origins.map((origin) => found.has(origin));
  }

  /**
   * Takes an application out of the lists of the API clients that are limited to some. One that is limited to this one
   * alone keeps it: an empty list would let it see all.
   * @returns the clients as they are now, and the identifiers of those that keep it
   */
  async forgetApplication(application: string): Promise<{ changed: Client[]; limitedToIt: string[] }> {
    const changed = await rowsOf<Client>(
      this.manager,
      `UPDATE client SET visible_applications = array_remove(visible_applications, $1::text), revision = revision + 1
        WHERE kind = 'api' AND $1::text = ANY (visible_applications)
          AND array_remove(visible_applications, $1::text) <> '{}'
        RETURNING ${selectList(this.manager, ClientEntity)}`,
      [application],
    );
    const left = await rowsOf<{ id: string }>(
      this.manager,
      `SELECT client_id AS id FROM client WHERE kind = 'api' AND $1 = ANY (visible_applications) ORDER BY client_id`,
      [application],
    );
    return { changed, limitedToIt: left.map(({ id }) => id) };
  }

  /** The client of this kind as it is now, kept from others until the transaction ends; see {@link lockedRow}. */
  async lock(clientId: string, kind: Client['kind']): Promise<Client | undefined> {
    return lockedRow(this.manager, ClientEntity, { clientId, kind });
  }

  /**
   * Deletes a client with everything that depends on it.
   * @param asRead the client as it was when the deletion was allowed; absent: whatever has become of it
   * @returns false if there is none of that kind, or it is not as it was read
   */
  async delete(
    clientId: string,
    kind: Client['kind'],
    asRead?: Pick<Client, 'incarnation' | 'revision'>,
  ): Promise<boolean> {
    const gone = await rowsOf(
      this.manager,
      `DELETE FROM client
        WHERE client_id = $1 AND kind = $2
          AND ($3::uuid IS NULL OR (incarnation = $3::uuid AND revision = $4::integer)) RETURNING 1`,
      [clientId, kind, asRead?.incarnation ?? null, asRead?.revision ?? null],
    );
    return gone.length === 1;
  }

  /**
   * Replaces the client if it is still at `revision`. @returns false if someone else changed or deleted it, even if there
   * is another of its identifier by now
   */
  async replace(client: Client, revision: number): Promise<boolean> {
    // The last two change independently of the revision: on first use, and when the initial access token is deleted.
    const {
      clientId,
      incarnation,
      createdAt: _made,
      expiresAt: _until,
      initialAccessToken: _with,
      ...changes
    } = client;
    // TypeORM's type for partial entities does not allow `unknown`; the metadata is JSON, both here
    // and in the database.
    const result = await this.manager.update(ClientEntity, { clientId, incarnation, revision }, {
      ...changes,
      origins: originsOf(client),
    } as never);
    return result.affected === 1;
  }

  /**
   * Replaces the secret of a client, which invalidates the old one.
   * @returns the updated client, or undefined if there is no such client with a secret
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

  /** Enables or disables a client. @returns the updated client, or undefined if there is none of that kind */
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

  /** Sets which audiences a client's assertions may name. @returns the updated client, or undefined */
  async setAudienceRule(
    clientId: string,
    kind: Client['kind'],
    { audiencePolicy, lenientUntil }: AudienceRule,
  ): Promise<Client | undefined> {
    const [client] = await rowsOf<Client>(
      this.manager,
      `UPDATE client SET audience_policy = $3, lenient_until = $4, revision = revision + 1
        WHERE client_id = $1 AND kind = $2
        RETURNING ${selectList(this.manager, ClientEntity)}`,
      [clientId, kind, audiencePolicy, lenientUntil],
    );
    return client;
  }

  /**
   * Sets whether a client must use PKCE.
   * @returns the updated client, or undefined if there is none of that kind, or none that can be exempted
   */
  async setRequirePkce(clientId: string, kind: Client['kind'], required: boolean): Promise<Client | undefined> {
    const [client] = await rowsOf<Client>(
      this.manager,
      `UPDATE client SET require_pkce = $3, revision = revision + 1
        WHERE client_id = $1 AND kind = $2 AND ($3 OR (auth_method <> 'none' AND app_platform IS NULL))
        RETURNING ${selectList(this.manager, ClientEntity)}`,
      [clientId, kind, required],
    );
    return client;
  }

  /** Revokes the access tokens of a client. */
  async endAccessTokens(clientId: string): Promise<void> {
    await rowsOf(this.manager, 'DELETE FROM access_token WHERE client_id = $1', [clientId]);
  }

  /**
   * Clients of one kind in the order of their identifiers.
   * @param filter `search`: part of a client identifier or name, or an application's identifier; `application`: exactly
   * this one; `after`: identifier the page starts after
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
