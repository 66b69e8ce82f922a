import { ClientInformation, PATHS } from '@passant/contracts';
import { type Exchange, send } from '@passant/mobile-client';
import type { AuthServer } from './auth-server.js';
import { expectRefusal } from './expectations.js';
import { basic, tokenOf } from './token-client.js';

/** The master token of the HTTP specs, configured as an operator would. */
export const MASTER_TOKEN = 'ztucZS1ZyFKgh0tUEruUtiSTXhnexmd6';

export const PRO_FORMA = {
  grant_types: [],
  token_endpoint_auth_method: 'none',
  client_name: 'Initial reg token client',
};
export const HELLO_WORLD = { redirect_uris: ['https://example.com/cb'], client_name: 'Hello world client' };

/** A client that acts on its own behalf. */
export const BACK_END = { client_name: 'Back end', grant_types: ['client_credentials'], scope: 'read' };

/**
 * The metadata with which an update changes nothing: everything from the response, except what the server itself
 * assigns.
 */
export function repeated(client: ClientInformation): Record<string, unknown> {
  const { client_id_issued_at: _i, client_secret_expires_at: _e, ...rest } = client;
  const { registration_access_token: _t, registration_client_uri: _u, client_secret: _s, ...metadata } = rest;
  return metadata;
}

export const informationOf = (reply: Exchange): ClientInformation => reply.body as ClientInformation;

/** Client for the client registration API. */
export class Registrar {
  constructor(
    private readonly server: AuthServer,
    private readonly prefix: '/oauth' | '/c2id' = '/oauth',
  ) {}

  get endpoint(): string {
    return this.server.url + (this.prefix === '/c2id' ? PATHS.legacyClients : PATHS.clients);
  }

  /** @param token `undefined`: no `Authorization` header */
  async call(method: string, url: string, token: string | undefined, json?: unknown): Promise<Exchange> {
    return send(method, url, {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      ...(json === undefined ? {} : { json }),
    });
  }

  async register(token: string | undefined, metadata: unknown, search = ''): Promise<Exchange> {
    return this.call('POST', this.endpoint + search, token, metadata);
  }

  async read(client: ClientInformation, token = client.registration_access_token): Promise<Exchange> {
    return this.call('GET', client.registration_client_uri, token);
  }

  async change(client: ClientInformation, body: unknown, token = client.registration_access_token): Promise<Exchange> {
    return this.call('PUT', client.registration_client_uri, token, body);
  }

  async remove(client: ClientInformation, token = client.registration_access_token): Promise<Exchange> {
    return this.call('DELETE', client.registration_client_uri, token);
  }

  /** Whether a client can authenticate with this secret, by client_credentials. */
  async authenticates(client: ClientInformation, secret: string): Promise<boolean> {
    const reply = await tokenOf(this.server.url, basic(client.client_id, secret), { grant_type: 'client_credentials' });
    if (reply.status !== 200) expectRefusal(reply, 401, 'invalid_client');
    return reply.status === 200;
  }

  async directAuthorization(body: unknown, token: string | undefined = MASTER_TOKEN): Promise<Exchange> {
    const path = this.prefix === '/c2id' ? PATHS.legacyDirectAuthorization : PATHS.directAuthorization;
    return this.call('POST', this.server.url + path, token, body);
  }

  /** Registers a client; throws if the registration is refused. */
  async client(metadata: object = HELLO_WORLD, token: string = MASTER_TOKEN): Promise<ClientInformation> {
    const reply = await this.register(token, metadata);
    if (reply.status >= 300) throw new Error(`The registration was refused: ${JSON.stringify(reply.body)}`);
    return ClientInformation.parse(reply.body);
  }

  /** An initial access token, created as the customer's document shows. */
  async initialAccessToken(
    scope: string[] = ['client-reg'],
    access_token: object = { lifetime: 3600, encoding: 'IDENTIFIER' },
  ): Promise<string> {
    const { client_id } = await this.client(PRO_FORMA);
    const reply = await this.directAuthorization({
      sub: 'dev',
      client_id,
      scope,
      audience: [this.endpoint],
      access_token,
    });
    if (reply.status !== 200) throw new Error(`No token was made: ${JSON.stringify(reply.body)}`);
    return (reply.body as { access_token: string }).access_token;
  }

  /** A client that a developer registered with a token for these scopes. */
  async lockedClient(scope: string[], metadata: object = HELLO_WORLD): Promise<ClientInformation> {
    return this.client(metadata, await this.initialAccessToken(scope));
  }
}
