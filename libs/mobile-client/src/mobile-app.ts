import type {
  ClientInformation,
  CompleteRegistrationRequest,
  CompleteRegistrationResponse,
  InitRegistrationResponse,
  Platform,
  TokenAnswer,
} from '@passant/contracts';
import { IMPLICIT_AUTHENTICATION_GRANT, PATHS } from '@passant/contracts/wire';
import { type ClientAuthentication, type Credential, authenticationWith, basic } from './credentials.js';
import { type AssertionChanges, DeviceKey } from './device-key.js';
import { type Exchange, type Fetch, send } from './http.js';

/** How an app reaches its server. */
export interface Connection {
  /** Public URL of the server, without a trailing slash. */
  serverUrl: string;
  /** The device's clock, in epoch seconds; defaults to the system clock. */
  now?: () => number;
  fetch?: Fetch;
  /** How long to wait for an answer; by default, as long as the platform does. */
  timeoutSeconds?: number;
}

export interface Installation extends Connection {
  /** Authorizes the registration: a token from the console, or the software statement built into the app. */
  initialAccessToken?: string;
  softwareStatement?: string;
  /** Identifier of the application in the console. */
  application: string;
  name?: string;
  /** The key to register. `secret` asks for a secret in its place (v1); by default, a new key is generated. */
  credential?: DeviceKey | 'secret';
}

/** A mobile app instance runs a version on a platform; the back end of a web application does not. */
export type InstallationKind = { kind: 'mobile'; platform: Platform; version: string } | { kind: 'web' };

const means = ({ fetch, timeoutSeconds }: Connection) => ({ fetch, timeoutSeconds });

const systemClock = () => Math.floor(Date.now() / 1000);

function kindMetadata(installation: InstallationKind): object {
  if (installation.kind === 'web') return { application_type: 'web' };
  return {
    application_type: 'native',
    software_version: installation.version,
    app_platform: installation.platform,
  };
}

function credentialMetadata(credential: DeviceKey | 'secret'): object {
  return credential === 'secret'
    ? { token_endpoint_auth_method: 'client_secret_basic' }
    : { token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [credential.publicJwk] } };
}

/**
 * One installation of a mobile app, message by message: registers itself and runs custom registrations. Every method
 * makes one exchange and reports it, whatever the server answered. Apps use `PassantApp`, which reads the answers.
 */
export class MobileApp {
  private constructor(
    private readonly connection: Connection,
    readonly credential: Credential,
    readonly clientId: string,
    private readonly registered?: Exchange<ClientInformation>,
  ) {}

  /**
   * Registers an installation with an initial access token or a software statement. Check `registration` to see whether
   * it succeeded.
   */
  static async install(installation: Installation & InstallationKind): Promise<MobileApp> {
    const { initialAccessToken: token, softwareStatement: statement } = installation;
    const credential = installation.credential ?? (await DeviceKey.generate());
    const registration = await send<ClientInformation>('POST', installation.serverUrl + PATHS.clients, {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      json: {
        ...(statement === undefined ? {} : { software_statement: statement }),
        ...kindMetadata(installation),
        client_name: installation.name ?? 'Mobile app',
        ...credentialMetadata(credential),
        software_id: installation.application,
      },
      ...means(installation),
    });
    const { client_id: id, client_secret: secret = '' } = registration.body ?? {};
    return new MobileApp(installation, credential === 'secret' ? { secret } : { key: credential }, id, registration);
  }

  /** An installation that was registered before, or that was handed its credential. */
  static of(connection: Connection, clientId: string, credential: Credential): MobileApp {
    return new MobileApp(connection, credential, clientId);
  }

  get serverUrl(): string {
    return this.connection.serverUrl;
  }

  /** @throws if it has a secret */
  get key(): DeviceKey {
    if ('key' in this.credential) return this.credential.key;
    throw new TypeError('This app has a secret and no key.');
  }

  /** @throws if it has a key */
  get secret(): string {
    if ('secret' in this.credential) return this.credential.secret;
    throw new TypeError('This app has a key and no secret.');
  }

  /** How the server answered the registration. @throws if it was not registered here */
  get registration(): Exchange<ClientInformation> {
    if (this.registered) return this.registered;
    throw new TypeError('This app was registered before.');
  }

  /** Creates a fresh client assertion. */
  async authentication(changes?: AssertionChanges): Promise<ClientAuthentication> {
    const now = (this.connection.now ?? systemClock)();
    return authenticationWith(this.key, this.clientId, this.serverUrl, now, changes);
  }

  /** First step of a TWO_STEP provider. */
  async init(
    provider: string,
    request: { data?: string } = {},
    authentication?: ClientAuthentication,
  ): Promise<Exchange<InitRegistrationResponse>> {
    return this.step(provider, 'init', request, authentication);
  }

  /** The step that completes the registration. */
  async complete(
    provider: string,
    request: CompleteRegistrationRequest = {},
    authentication?: ClientAuthentication,
  ): Promise<Exchange<CompleteRegistrationResponse>> {
    return this.step(provider, 'complete', request, authentication);
  }

  /** Exchanges a refresh token (RFC 6749 §6). */
  async refresh(refreshToken: string): Promise<Exchange<TokenAnswer>> {
    return this.post(PATHS.token, { grant_type: 'refresh_token', refresh_token: refreshToken });
  }

  /** Gets a new access token for a profile, without the person. @param scope space-separated */
  async renew(profileId: string, scope?: string): Promise<Exchange<TokenAnswer>> {
    const form = { grant_type: IMPLICIT_AUTHENTICATION_GRANT, profile_id: profileId };
    return this.post(PATHS.token, { ...form, ...(scope === undefined ? {} : { scope }) });
  }

  /** Revokes a token, and everything that belongs to it (RFC 7009). */
  async revoke(token: string): Promise<Exchange<undefined>> {
    return this.post(PATHS.revoke, { token });
  }

  /** Sends a form to an endpoint that takes client authentication. */
  async post<Body>(
    path: string,
    form: Record<string, string>,
    authentication?: ClientAuthentication,
  ): Promise<Exchange<Body>> {
    const common = means(this.connection);
    return 'secret' in this.credential
      ? send<Body>('POST', this.serverUrl + path, { headers: this.basicHeader(), form, ...common })
      : send<Body>('POST', this.serverUrl + path, {
          form: { ...(await this.proof(authentication)), ...form },
          ...common,
        });
  }

  private async step<Body>(
    provider: string,
    step: 'init' | 'complete',
    request: object,
    authentication: ClientAuthentication | undefined,
  ): Promise<Exchange<Body>> {
    const common = means(this.connection);
    return 'secret' in this.credential
      ? send<Body>('POST', this.serverUrl + PATHS.customRegistrationV1(provider, step), {
          headers: this.basicHeader(),
          json: request,
          ...common,
        })
      : send<Body>('POST', this.serverUrl + PATHS.customRegistrationV2(provider, step), {
          json: { ...(await this.proof(authentication)), ...request },
          ...common,
        });
  }

  private async proof(authentication: ClientAuthentication | undefined): Promise<Record<string, string>> {
    return { ...(authentication ?? (await this.authentication())) };
  }

  private basicHeader(): Record<string, string> {
    return { authorization: basic(this.clientId, this.secret) };
  }
}
