import { PATHS } from '@passant/contracts';
import type {
  Application,
  ClientInformation,
  CreateApiClient,
  CreateWebClient,
  CreatedApiClient,
  CreatedInitialAccessToken,
  CreatedWebClient,
  IdentityProvider,
  WebClient,
} from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { AdminApi } from '../world/admin-api.js';

export const APPLICATION = 'portal';

/** Accepts everybody without a check, and returns the usual profile claims. */
const SCRIPT = `function execute(data) {
  return {
    status: 2000,
    user: {
      id: data,
      name: 'Ada Brandt', given_name: 'Ada', family_name: 'Brandt', preferred_username: data,
      email: data + '@example.com', email_verified: true, groups: ['travellers'],
    },
  };
}`;

/** Credentials of a confidential client. */
export interface Credentials {
  clientId: string;
  clientSecret: string;
}

/** Does what an administrator does in the console, through the admin API. */
export class Setup {
  private constructor(
    readonly url: string,
    readonly admin: AdminApi,
  ) {}

  static async begin(url: string): Promise<Setup> {
    const admin = await AdminApi.signIn(url);
    await admin.call<IdentityProvider>('createIdentityProvider', {
      body: {
        ...{ identifier: 'people', name: 'People', flow: 'ONE_STEP', default: true },
        scripts: { complete: SCRIPT },
      },
    });
    await admin.call<Application>('createApplication', {
      body: {
        ...{ identifier: APPLICATION, name: 'Portal', client_type: 'web', identity_providers: ['people'] },
        default_scopes: ['openid'],
        additional_scopes: ['profile', 'email'],
        user_authentication: { refresh_tokens: true },
      },
    });
    return new Setup(url, admin);
  }

  /** Creates a client of the web application. */
  async webClient(changes: Partial<CreateWebClient> = {}): Promise<Credentials> {
    const body = { name: 'A site', application: APPLICATION, ...changes };
    return credentialsOf(await this.admin.call<CreatedWebClient>('createWebClient', { body }));
  }

  /** Lets a web client use the endpoint as the audience of its assertions for one day: an exception to RFC 10070. */
  async letNameTheEndpoint(clientId: string): Promise<void> {
    const parameters = { client_id: clientId };
    const { etag } = await this.admin.call<WebClient>('readWebClient', { parameters });
    const body = { audience_policy: 'LEGACY', lenient_until: Math.floor(Date.now() / 1000) + 86_400 };
    await this.admin.call<WebClient>('updateWebClient', { parameters, body, ifMatch: etag });
  }

  /** Creates an API client that may introspect tokens. */
  async apiClient(changes: Partial<CreateApiClient> = {}): Promise<Credentials> {
    const body = { name: 'A gateway', scopes: ['onegini_api_token_introspection'], ...changes };
    return credentialsOf(await this.admin.call<CreatedApiClient>('createApiClient', { body }));
  }

  /** Registers a public client. Such clients register themselves, here with an initial access token. */
  async publicClient(...redirectUris: string[]): Promise<string> {
    const { status, body } = await send<ClientInformation>('POST', this.url + PATHS.clients, {
      headers: { authorization: `Bearer ${await this.initialAccessToken()}` },
      json: {
        ...{ client_name: 'A public client', token_endpoint_auth_method: 'none', redirect_uris: redirectUris },
        grant_types: ['authorization_code', 'refresh_token'],
        ...(redirectUris.every((uri) => uri.startsWith('http:')) ? { application_type: 'native' } : {}),
        scope: 'openid profile email',
      },
    });
    if (status !== 201) throw new Error(`A public client was refused: ${JSON.stringify(body)}`);
    return body.client_id;
  }

  /** Registers a client for client credentials with an initial access token, and without a scope. */
  async robot(): Promise<Credentials> {
    const { status, body } = await send<ClientInformation>('POST', this.url + PATHS.clients, {
      headers: { authorization: `Bearer ${await this.initialAccessToken()}` },
      json: { client_name: 'A robot', grant_types: ['client_credentials'], response_types: [] },
    });
    if (status !== 201) throw new Error(`A robot was refused: ${JSON.stringify(body)}`);
    return { clientId: body.client_id, clientSecret: body.client_secret ?? '' };
  }

  /** Creates an initial access token for one registration of a client that belongs to no application. */
  async initialAccessToken(): Promise<string> {
    const made = await this.admin.call<CreatedInitialAccessToken>('createInitialAccessToken', { body: {} });
    return made.initial_access_token;
  }
}

const credentialsOf = ({
  client_id: clientId,
  client_secret: clientSecret = '',
}: CreatedApiClient | CreatedWebClient) => ({
  clientId,
  clientSecret,
});
