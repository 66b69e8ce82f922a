import {
  type ClientInformation,
  type CompleteRegistrationRequest,
  type CompleteRegistrationResponse,
  ISSUER_PATH,
  type InitRegistrationResponse,
  JWT_BEARER_ASSERTION_TYPE,
  PATHS,
  type Platform,
} from '@passant/contracts';
import { type AssertionChanges, DeviceKey } from './device-key.js';
import { type Exchange, send } from './http.js';

export interface Installation {
  /** Public URL of the server, without a slash at the end. */
  serverUrl: string;
  /** What permits the registration: a token from the console, or the statement that is built into the app. */
  initialAccessToken?: string;
  softwareStatement?: string;
  /** Identifier of the application in the console. */
  application: string;
  name?: string;
  /** The device's clock, in epoch seconds; the system's own unless given. */
  now?: () => number;
}

const systemClock = () => Math.floor(Date.now() / 1000);

/** An instance of a mobile app runs a version on a platform; the back end of a web application does not. */
export type InstallationKind = { kind: 'mobile'; platform: Platform; version: string } | { kind: 'web' };

function kindMetadata(installation: InstallationKind): object {
  if (installation.kind === 'web') return { application_type: 'web' };
  return {
    application_type: 'native',
    software_version: installation.version,
    app_platform: installation.platform,
  };
}

/** Members that v2 puts beside the body of a step. */
export interface ClientAuthentication {
  client_assertion_type: string;
  client_assertion: string;
}

/** One installation of a mobile app: makes its key, registers itself and goes through custom registrations (v2). */
export class MobileApp {
  private constructor(
    readonly serverUrl: string,
    readonly key: DeviceKey,
    readonly registration: Exchange<ClientInformation>,
    private readonly now: () => number,
  ) {}

  /**
   * Registers an installation with an initial access token or a software statement. Look at `registration` to see
   * whether it succeeded.
   */
  static async install(installation: Installation & InstallationKind): Promise<MobileApp> {
    const key = await DeviceKey.generate();
    const { initialAccessToken: token, softwareStatement: statement } = installation;
    const registration = await send<ClientInformation>('POST', installation.serverUrl + PATHS.clients, {
      headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
      json: {
        ...(statement === undefined ? {} : { software_statement: statement }),
        ...kindMetadata(installation),
        client_name: installation.name ?? 'Mobile app',
        token_endpoint_auth_method: 'private_key_jwt',
        jwks: { keys: [key.publicJwk] },
        software_id: installation.application,
      },
    });
    return new MobileApp(installation.serverUrl, key, registration, installation.now ?? systemClock);
  }

  get clientId(): string {
    return this.registration.body.client_id;
  }

  /** A fresh proof of who is calling. */
  async authentication(changes?: AssertionChanges): Promise<ClientAuthentication> {
    return {
      client_assertion_type: JWT_BEARER_ASSERTION_TYPE,
      client_assertion: await this.key.assertion(this.clientId, this.serverUrl + ISSUER_PATH, this.now(), changes),
    };
  }

  /** First step of a TWO_STEP provider. */
  async init(
    provider: string,
    request: { data?: string } = {},
    authentication?: ClientAuthentication,
  ): Promise<Exchange<InitRegistrationResponse>> {
    return this.step(provider, 'init', request, authentication);
  }

  /** The step that registers. */
  async complete(
    provider: string,
    request: CompleteRegistrationRequest = {},
    authentication?: ClientAuthentication,
  ): Promise<Exchange<CompleteRegistrationResponse>> {
    return this.step(provider, 'complete', request, authentication);
  }

  private async step<Body>(
    provider: string,
    step: 'init' | 'complete',
    request: object,
    authentication: ClientAuthentication | undefined,
  ): Promise<Exchange<Body>> {
    return send<Body>('POST', this.serverUrl + PATHS.customRegistrationV2(provider, step), {
      json: { ...(authentication ?? (await this.authentication())), ...request },
    });
  }
}
