import {
  type AdminRole,
  type Application,
  type CreateApiClient,
  type CreateApplication,
  type CreateIdentityProvider,
  type IdentityProvider,
  type UserAuthentication,
} from '@passant/contracts';
import { MobileApp } from '@passant/mobile-client';
import { AdminApi, type ResponseOf } from './admin-api.js';
import { BasicApp } from './basic-app.js';
import { ResourceServer } from './resource-server.js';

/** Succeeds at once, and returns its inputs. */
export const ECHO_SCRIPT = `function execute(payload, userIdentifier, registrationData, params) {
  return {
    status: 2000,
    responsePayload: JSON.stringify({ payload: payload, registrationData: registrationData, params: params }),
    user: { id: 'TestClientUserId', firstName: 'John', lastName: 'Doe' },
  };
}`;

/** A challenge that only the answer 'right' passes. 'fatal' ends the registration; other answers may be retried. */
export const CHALLENGE_SCRIPTS = {
  init: `function execute(payload) {
    if (payload === 'refuse') return { status: 4000, responsePayload: 'not now' };
    return { status: 2000, responsePayload: 'challenge', registrationData: 'kept ' + payload };
  }`,
  complete: `function execute(payload, userIdentifier, registrationData) {
    if (payload === 'throw') throw new Error('the scheme is down');
    if (payload === 'fatal') return { status: 5000 };
    if (payload !== 'right') return { status: 4000, responsePayload: 'try again' };
    return { status: 2000, responsePayload: registrationData, user: { id: 'TestClientUserId', firstName: 'John' } };
  }`,
};

/** Of every administrator that a spec makes. */
export const PASSWORD = 'correct-horse-battery';

let counter = 0;
function fresh(prefix: string): string {
  counter += 1;
  return `${prefix}-${counter}`;
}

/** Creates test data through the admin API. The defaults are complete and valid; a spec states only what it changes. */
export class Given {
  /** @param heard waits until every process on the database knows what was configured, if there is more than one */
  constructor(
    private readonly url: string,
    private readonly admin: AdminApi,
    private readonly now: () => number,
    private readonly heard: () => Promise<void> = () => Promise.resolve(),
  ) {}

  /** An administrator of that role who was invited, has accepted and is signed in. */
  async administrator(role: AdminRole, email = `${fresh(role.toLowerCase())}@example.com`): Promise<AdminApi> {
    const { token } = await this.admin.call('inviteAdministrator', { body: { email, role } });
    await this.admin.call('acceptInvitation', { body: { token, password: PASSWORD } });
    return AdminApi.signIn(this.url, { email, password: PASSWORD });
  }

  async provider(changes: Partial<CreateIdentityProvider> = {}): Promise<IdentityProvider> {
    const body: CreateIdentityProvider = {
      identifier: fresh('scheme'),
      name: 'External scheme',
      flow: 'ONE_STEP',
      scripts: { complete: ECHO_SCRIPT },
      ...changes,
    };
    return this.configured('createIdentityProvider', body);
  }

  async twoStepProvider(changes: Partial<CreateIdentityProvider> = {}): Promise<IdentityProvider> {
    return this.provider({ flow: 'TWO_STEP', scripts: CHALLENGE_SCRIPTS, ...changes });
  }

  /** A mobile application with stateless authentication enabled, linked to `provider`. */
  async mobileApplication(
    provider: IdentityProvider,
    changes: Partial<CreateApplication> & { user_authentication?: Partial<UserAuthentication> } = {},
  ): Promise<Application> {
    const body: CreateApplication = {
      identifier: fresh('app'),
      name: 'Test app',
      user_authentication: { stateless_authentication: true },
      default_scopes: ['profile'],
      additional_scopes: ['openid', 'read', 'write'],
      identity_providers: [provider.identifier],
      versions: [{ platform: 'ios', version: '1.0', status: 'LOGIN_REGISTRATION' }],
      ...changes,
    };
    return this.configured('createApplication', body);
  }

  async webApplication(provider: IdentityProvider, changes: Partial<CreateApplication> = {}): Promise<Application> {
    return this.mobileApplication(provider, {
      client_type: 'web',
      user_authentication: {},
      versions: [],
      ...changes,
    });
  }

  async initialAccessToken(
    application: Application,
    changes: { registrations?: number; expires_in?: number } = {},
  ): Promise<string> {
    const body = { application: application.identifier, ...changes };
    return (await this.admin.call('createInitialAccessToken', { body })).initial_access_token;
  }

  /** An installation of the app with a key of its own (v2). */
  async appInstance(application: Application): Promise<MobileApp> {
    const app = await MobileApp.install({
      serverUrl: this.url,
      now: this.now,
      initialAccessToken: await this.initialAccessToken(application),
      application: application.identifier,
      kind: 'mobile',
      platform: 'ios',
      version: '1.0',
    });
    if (app.registration.status !== 201) {
      throw new Error(`The installation was refused: ${JSON.stringify(app.registration.body)}`);
    }
    return app;
  }

  /** A back end of a web application, with a key (v2). */
  async appInstanceOfWeb(application: Application): Promise<MobileApp> {
    const app = await MobileApp.install({
      serverUrl: this.url,
      now: this.now,
      initialAccessToken: await this.initialAccessToken(application),
      application: application.identifier,
      kind: 'web',
    });
    if (app.registration.status !== 201) {
      throw new Error(`The registration was refused: ${JSON.stringify(app.registration.body)}`);
    }
    return app;
  }

  /** An installation that authenticates with a secret (v1). */
  async basicApp(application: Application): Promise<BasicApp> {
    return BasicApp.install(this.url, application, await this.initialAccessToken(application));
  }

  async resourceServer(changes: Partial<CreateApiClient> = {}): Promise<ResourceServer> {
    const body: CreateApiClient = { name: 'Resource server', scopes: ['onegini_api_token_introspection'], ...changes };
    const { client_id, client_secret } = await this.configured('createApiClient', body);
    return new ResourceServer(this.url, client_id, client_secret ?? '');
  }

  /** Everything a stateless registration needs. */
  async statelessWorld(provider?: IdentityProvider): Promise<{
    provider: IdentityProvider;
    application: Application;
    app: MobileApp;
    resourceServer: ResourceServer;
  }> {
    const used = provider ?? (await this.provider());
    const application = await this.mobileApplication(used);
    return {
      provider: used,
      application,
      app: await this.appInstance(application),
      resourceServer: await this.resourceServer(),
    };
  }

  /** What a process has not heard of yet, which takes up to a second, it refuses. */
  private async configured<Name extends 'createIdentityProvider' | 'createApplication' | 'createApiClient'>(
    name: Name,
    body: object,
  ): Promise<ResponseOf<Name>> {
    const created = await this.admin.call(name, { body });
    await this.heard();
    return created;
  }
}
