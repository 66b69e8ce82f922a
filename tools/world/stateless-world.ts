import {
  type Application,
  type CreateApplication,
  type CreatedApiClient,
  type CreatedInitialAccessToken,
  type IdentityProvider,
  STATELESS_AUTHENTICATION_GRANT,
} from '@passant/contracts';
import { type DeviceKey, MobileApp } from '@passant/mobile-client';
import { basic } from './basic.js';
import { StepFailed } from '../lib/run.mjs';
import { AdminApi } from './admin-api.js';
import { onceHeard } from './once-heard.js';

export const APPLICATION = 'traveller-app';
export const PROVIDER = 'one-step-scheme';
export const TWO_STEP_PROVIDER = 'two-step-scheme';

/** Seconds: longer than any run. */
const TOKEN_VALIDITY = 3600;

const VERSION = { platform: 'ios', version: '1.0' } as const;

/** Accepts any person whom the app names, as if a scheme had been asked. */
const SCRIPT = `function execute(requestPayload) {
  const answer = JSON.parse(requestPayload);
  return { status: 2000, responsePayload: 'welcome', user: { id: answer.person, firstName: 'Ada', lastName: 'Brandt' } };
}`;

/** Issues a question before the answer is accepted. */
const INIT_SCRIPT = `function execute() {
  return { status: 2000, responsePayload: 'who are you?', registrationData: CRYPTO.randomUUID() };
}`;

const TRAVELLER: CreateApplication = {
  identifier: APPLICATION,
  name: 'Traveller app',
  user_authentication: { stateless_authentication: true },
  default_scopes: ['profile'],
  identity_providers: [PROVIDER, TWO_STEP_PROVIDER],
  versions: [{ ...VERSION, status: 'LOGIN_REGISTRATION' }],
  access_token_validity: TOKEN_VALIDITY,
};

/** What an administrator sets up for stateless registrations, created through the console's API. */
export class StatelessWorld {
  private constructor(
    readonly url: string,
    readonly admin: AdminApi,
    /** `Authorization` header of an API client that may introspect. */
    readonly resourceServer: string,
  ) {}

  static async prepare(url: string): Promise<StatelessWorld> {
    const admin = await AdminApi.signIn(url);
    await admin.call<IdentityProvider>('createIdentityProvider', {
      body: { identifier: PROVIDER, name: 'One step scheme', flow: 'ONE_STEP', scripts: { complete: SCRIPT } },
    });
    await admin.call<IdentityProvider>('createIdentityProvider', {
      body: {
        ...{ identifier: TWO_STEP_PROVIDER, name: 'Two step scheme', flow: 'TWO_STEP' },
        scripts: { init: INIT_SCRIPT, complete: SCRIPT },
      },
    });
    await admin.call<Application>('createApplication', { body: TRAVELLER });
    const { client_id: id, client_secret: secret } = await admin.call<CreatedApiClient>('createApiClient', {
      body: { name: 'Gateway', scopes: ['onegini_api_token_introspection'] },
    });
    return new StatelessWorld(url, admin, basic(id, secret));
  }

  /** Creates an API client that may introspect and authenticates with a key. @returns its identifier */
  async resourceServerWithKey(key: DeviceKey['publicJwk']): Promise<string> {
    const { client_id: id } = await this.admin.call<CreatedApiClient>('createApiClient', {
      body: {
        ...{ name: 'Gateway with a key', scopes: ['onegini_api_token_introspection'] },
        ...{ token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [key] } },
      },
    });
    return id;
  }

  /** Creates an initial access token for one registration. */
  async initialAccessToken(application = APPLICATION): Promise<string> {
    const body = { application, registrations: 1 };
    const made = await this.admin.call<CreatedInitialAccessToken>('createInitialAccessToken', { body });
    return made.initial_access_token;
  }

  /** Installs the app several times, each time with a key of its own. */
  async installations(count: number): Promise<MobileApp[]> {
    const apps: MobileApp[] = [];
    while (apps.length < count) apps.push(await this.installation());
    return apps;
  }

  /** Creates one more application, like the first but for `changes`, and installs its app once. */
  async anotherApp(changes: Partial<CreateApplication> & { identifier: string }): Promise<MobileApp> {
    await this.admin.call<Application>('createApplication', { body: { ...TRAVELLER, ...changes } });
    return this.installation(changes.identifier);
  }

  private async installation(application = APPLICATION): Promise<MobileApp> {
    // An earlier build that has not heard of the application spends the token with its refusal.
    const install = async () =>
      MobileApp.install({
        ...{ serverUrl: this.url, initialAccessToken: await this.initialAccessToken(application) },
        ...{ application, kind: 'mobile', ...VERSION },
      });
    const app = await onceHeard(install, ({ registration }) => registration.status === 400);
    if (app.registration.status === 201) return app;
    throw new StepFailed(`An installation was refused: ${JSON.stringify(app.registration.body)}.`);
  }
}

/** What an app sends to register a person, in addition to its client authentication. */
export const registrationOf = (person: string) => ({
  data: JSON.stringify({ person }),
  scope: ['profile'],
  profile_id: 'PERSON',
  grant_type: STATELESS_AUTHENTICATION_GRANT,
});

/** Registers a person statelessly. @returns the access token */
export async function registerPerson(app: MobileApp, person: string): Promise<string> {
  const { status, body } = await app.complete(PROVIDER, registrationOf(person));
  if (body.oauth_token) return body.oauth_token.access_token;
  throw new StepFailed(`A registration was answered ${status}: ${JSON.stringify(body)}.`);
}
