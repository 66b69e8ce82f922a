import { type ClientInformation, type CreateInitialAccessToken, PATHS } from '@passant/contracts';
import { prepared } from '../judge.js';
import { removeToken } from '../removal.js';
import type { Reply } from '../wire.js';
import type { World } from '../world.js';

/** Good metadata of a client that signs people in. */
export const METADATA = { client_name: 'Attack suite', redirect_uris: ['https://attack.invalid/callback'] };

/** Good metadata of a client that acts for itself. */
export const BACK_END = { client_name: 'Attack suite', grant_types: ['client_credentials'], redirect_uris: [] };

/** A developer who registers clients. */
export class Registrar {
  constructor(private readonly world: World) {}

  /** An initial access token that belongs to no application. It goes with its clients when the run ends. */
  async token(changes: Partial<CreateInitialAccessToken> = {}): Promise<string> {
    return (await this.made(changes)).initial_access_token;
  }

  async made(changes: Partial<CreateInitialAccessToken> = {}) {
    const { admin } = this.world;
    const body = { label: this.world.name('token'), registrations: 1, expires_in: 600, ...changes };
    const made = await admin.call('createInitialAccessToken', { body });
    this.world.afterwards(() => removeToken(admin, made.id));
    return made;
  }

  register(token: string | undefined, metadata: unknown, query = ''): Promise<Reply> {
    return this.world.wire.ask('POST', PATHS.clients + query, { headers: bearer(token), json: metadata });
  }

  /** Registers a good client. */
  async client(
    metadata: object = METADATA,
    changes: Partial<CreateInitialAccessToken> = {},
  ): Promise<ClientInformation> {
    const reply = await this.register(await this.token(changes), metadata);
    return prepared(reply, 201).json as ClientInformation;
  }

  manage(
    method: 'GET' | 'PUT' | 'DELETE',
    clientId: string,
    token: string | undefined,
    json?: unknown,
  ): Promise<Reply> {
    return this.world.wire.ask(method, PATHS.client(clientId), { headers: bearer(token), json });
  }

  /** Changes a client, with everything it registered but for the changes. */
  change(client: ClientInformation, changes: object, token = client.registration_access_token): Promise<Reply> {
    const { client_id_issued_at: _i, client_secret_expires_at: _e, registration_client_uri: _u, ...rest } = client;
    const { registration_access_token: _t, client_secret: _s, ...metadata } = rest;
    return this.manage('PUT', client.client_id, token, { ...metadata, ...changes });
  }
}

export const bearer = (token: string | undefined): Record<string, string> =>
  token === undefined ? {} : { authorization: `Bearer ${token}` };

export const registrar = (world: World): Promise<Registrar> => Promise.resolve(new Registrar(world));
