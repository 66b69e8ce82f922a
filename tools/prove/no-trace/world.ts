import {
  type Application,
  type CreatedApiClient,
  type CreatedInitialAccessToken,
  type ClientInformation,
  type CreatedWebClient,
  type WebHook,
  PATHS,
} from '@passant/contracts';
import { MobileApp, send } from '@passant/mobile-client';
import { basic } from '../../world/basic.js';
import { StepFailed } from '../../lib/run.mjs';
import { AdminApi } from '../../world/admin-api.js';
import type { Canaries } from './canaries.js';
import type { Outside } from './outside.js';
import { SCRIPTS } from './scripts.js';

export const ONE_STEP = 'one-step-scheme';
export const TWO_STEP = 'two-step-scheme';

/** Redirect URI of the web client. Nobody listens there. */
export const REDIRECT_URI = 'https://portal.example/back';

/** Where the app is led back to from the login pages. */
export const APP_URI = 'com.example.traveller:/registered';

export const VERSION = { platform: 'ios', version: '1.0' } as const;

/** What an administrator has set up before the first registration. It contains nothing about a person. */
export interface World {
  url: string;
  admin: AdminApi;
  /** Apps that register people: without web hooks, and with both kinds of them. */
  app: MobileApp;
  hookedApp: MobileApp;
  /** Registers people statelessly, and stays in touch with them for a while. */
  sessionApp: MobileApp;
  /**
   * `Authorization` headers: of an installation that uses v1, and of an API client with every scope that concerns
   * people.
   */
  olderApp: string;
  backEnd: string;
  /** Registers people with a profile. */
  rememberedApp: MobileApp;
  /** The client that sends people to the login pages, and its `Authorization` header. */
  webClientId: string;
  webClient: string;
}

/** @param canaries collects the credentials given to clients, which may only be found as a hash */
export async function prepareWorld(url: string, outside: Outside, canaries: Canaries): Promise<World> {
  const admin = await AdminApi.signIn(url);
  for (const [identifier, flow] of [
    [ONE_STEP, 'ONE_STEP'],
    [TWO_STEP, 'TWO_STEP'],
  ]) {
    const body = { identifier, name: identifier, flow, scripts: SCRIPTS, allowed_hosts: [outside.host] };
    await admin.call('createIdentityProvider', { body });
  }
  const hook = async (type: WebHook['type']) => {
    const body = { type, name: type, base_uri: outside.url };
    return (await admin.call<WebHook>('createWebHook', { body })).id;
  };
  const hooks = {
    access_token_web_hook: await hook('CUSTOMIZE_TOKEN'),
    user_details_web_hook: await hook('USER_DETAILS_CUSTOMIZATION'),
  };
  await createApplication(admin, 'traveller-app');
  await createApplication(admin, 'hooked-app', hooks);
  const sessions = { stateless_authentication: true, stateless_session: true };
  await createApplication(admin, 'session-app', {
    ...{ user_authentication: sessions, stateless_redirect_uris: [APP_URI], ...hooks },
  });
  const stateful = { refresh_tokens: true, implicit_authentication: true, mobile_authentication: true };
  await createApplication(admin, 'remembering-app', { user_authentication: stateful });
  const portal = { client_type: 'web', versions: [], user_authentication: { refresh_tokens: true } };
  await createApplication(admin, 'web-portal', portal);
  const web = await admin.call<CreatedWebClient>('createWebClient', {
    body: { name: 'Portal', application: 'web-portal', redirect_uris: [REDIRECT_URI] },
  });
  const client = await admin.call<CreatedApiClient>('createApiClient', {
    body: {
      name: 'Back end',
      scopes: [
        ...['onegini_api_token_introspection', 'onegini_api_user_registration', 'onegini_api_events'],
        'onegini_api_mobile_authentication',
      ],
    },
  });
  canaries.key('secret of a web client', web.client_secret!);
  canaries.key('secret of an API client', client.client_secret!);
  return {
    ...{ url, admin, backEnd: basic(client.client_id, client.client_secret) },
    app: await install(url, admin, 'traveller-app', canaries),
    hookedApp: await install(url, admin, 'hooked-app', canaries),
    sessionApp: await install(url, admin, 'session-app', canaries),
    olderApp: await installOlder(url, admin, 'traveller-app', canaries),
    rememberedApp: await install(url, admin, 'remembering-app', canaries),
    ...{ webClientId: web.client_id, webClient: basic(web.client_id, web.client_secret) },
  };
}

async function createApplication(admin: AdminApi, identifier: string, hooks: object = {}): Promise<void> {
  await admin.call<Application>('createApplication', {
    body: {
      ...{ identifier, name: identifier, user_authentication: { stateless_authentication: true } },
      ...{ default_scopes: ['profile'], additional_scopes: ['openid'], identity_providers: [ONE_STEP, TWO_STEP] },
      ...{ versions: [{ ...VERSION, status: 'LOGIN_REGISTRATION' }], access_token_validity: 3600 },
      ...hooks,
    },
  });
}

/** Creates an initial access token for one installation. */
export async function tokenFor(admin: AdminApi, application: string, canaries: Canaries): Promise<string> {
  const body = { application, registrations: 1 };
  const made = await admin.call<CreatedInitialAccessToken>('createInitialAccessToken', { body });
  return canaries.key(`initial access token for ${application}`, made.initial_access_token);
}

async function install(
  serverUrl: string,
  admin: AdminApi,
  application: string,
  canaries: Canaries,
): Promise<MobileApp> {
  const initialAccessToken = await tokenFor(admin, application, canaries);
  const app = await MobileApp.install({ serverUrl, initialAccessToken, application, kind: 'mobile', ...VERSION });
  if (app.registration.status !== 201) throw new StepFailed('An installation was refused.');
  canaries.key(`registration token of ${application}`, app.registration.body.registration_access_token!);
  return app;
}

/** Registers an installation that authenticates with a secret, as in v1. */
async function installOlder(url: string, admin: AdminApi, application: string, canaries: Canaries): Promise<string> {
  const { status, body } = await send<ClientInformation>('POST', url + PATHS.clients, {
    headers: { authorization: `Bearer ${await tokenFor(admin, application, canaries)}` },
    json: { token_endpoint_auth_method: 'client_secret_basic', software_version: '1.0', app_platform: 'ios' },
  });
  if (status !== 201) throw new StepFailed('An installation with a secret was refused.');
  canaries.key(`registration token of ${application}, older`, body.registration_access_token!);
  canaries.key(`secret of ${application}`, body.client_secret!);
  return basic(body.client_id, body.client_secret);
}
