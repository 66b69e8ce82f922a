import { randomBytes } from 'node:crypto';
import { PATHS } from '@passant/contracts';
import { MobileApp, send } from '@passant/mobile-client';
import { type Passant, expect } from '@passant/playwright';

/** A name with long words, and an identifier without any place for a line break. */
const NAME = 'Gemeindeverwaltungsdienstleistungsportal der Verbandsgemeinde';
const LONG = 'gemeindeverwaltungsdienstleistungsportal_verbandsgemeinde';
const PERSON = 'person-whose-identifier-is-a-long-one@verbandsgemeinde.example.org';

/** A host name of the same length. */
const HOST = `${LONG.replaceAll('_', '-')}.example.org`;

const COMPLETE = `/** The person the app names, with everything a long line can hold. */
function execute(data) {
  return { status: 2000, user: { id: data, display_name: 'Somebody with a rather long name', at: 'https://${HOST}/' } };
}
`;

/** The longest error code there is. */
const LONGEST_CODE = 'unapproved_software_statement';

/** The pages of the console, grouped by topic. */
export const PAGE_GROUPS = [
  'applications',
  'providers',
  'clients',
  'hooks, tokens and keys',
  'installations',
  'activity',
] as const;
export type PageGroup = (typeof PAGE_GROUPS)[number];

/** One of everything, in the console. */
export interface Everything {
  /** The addresses of all pages. */
  pages: Record<PageGroup, string[]>;
  /** The address of the web client's page. */
  webClientPage: string;
}

/**
 * Creates one of everything that the console shows, each with a very long name. It may be called again, as happens
 * after a story has failed.
 */
export async function makeEverything(passant: Passant): Promise<Everything> {
  const admin = passant.admin;
  const identifier = `${LONG}_${randomBytes(2).toString('hex')}`;
  // Applications and clients never share identifiers.
  const webApplication = `web-${identifier.slice(4)}`;
  const apiClient = `api-${identifier.slice(4)}`;
  await admin.call('createWebHook', {
    body: {
      id: identifier,
      type: 'CUSTOMIZE_TOKEN',
      name: NAME,
      base_uri: `https://${HOST}/a/path/that/goes/on`,
    },
  });
  await admin.call('createIdentityProvider', {
    body: {
      identifier,
      name: NAME,
      flow: 'ONE_STEP',
      scripts: { complete: COMPLETE },
      allowed_hosts: [HOST],
      properties: [{ identifier, sensitive: false, value: `https://${HOST}/` }],
    },
  });
  const version = { app_platform: 'ios', app_version: '2026.11.29-release-candidate' } as const;
  const application = {
    name: NAME,
    user_authentication: { stateless_authentication: true, refresh_tokens: true },
    default_scopes: ['profile', identifier],
    identity_providers: [identifier],
  };
  await admin.call('createApplication', {
    body: {
      ...application,
      identifier,
      versions: [{ platform: version.app_platform, version: version.app_version, status: 'LOGIN_REGISTRATION' }],
    },
  });
  const stateSoftware = () => admin.call('createSoftwareStatement', { body: { application: identifier, ...version } });
  await stateSoftware();
  const { id: revoked, software_statement: softwareStatement } = await stateSoftware();
  await admin.call('revokeSoftwareStatement', { parameters: { id: revoked } });
  await admin.call('createApplication', {
    body: { identifier: webApplication, name: NAME, client_type: 'web', default_scopes: ['profile'] },
  });
  await admin.call('createWebClient', {
    body: {
      client_id: identifier,
      name: NAME,
      application: webApplication,
      redirect_uris: [`https://${HOST}/callback`],
    },
  });
  await admin.call('createApiClient', {
    body: { client_id: apiClient, name: NAME, scopes: ['onegini_api_token_introspection', 'onegini_api_end_user'] },
  });
  const permission = async (body: object) =>
    (await admin.call('createInitialAccessToken', { body: { label: NAME, ...body } })).initial_access_token;
  const installation = {
    kind: 'mobile',
    serverUrl: passant.url,
    application: identifier,
    name: NAME,
    platform: version.app_platform,
    version: version.app_version,
  } as const;
  await MobileApp.install({ ...installation, softwareStatement });
  // The home page counts a refusal a moment later, and must have room for its code from the first look.
  await expect.poll(() => refusedWith(passant), 'error codes on the home page').toContain(LONGEST_CODE);
  const initialAccessToken = await permission({ application: identifier });
  const app = await MobileApp.install({ ...installation, initialAccessToken });
  await app.complete(identifier, { data: PERSON, profile_id: 'LONG01' });
  const refused = await app.complete(identifier, { data: PERSON, profile_id: 'not of the form' });
  const { error_id: refusal } = refused.body as unknown as { error_id: string };
  const client = await send<{ client_id: string }>('POST', passant.url + PATHS.clients, {
    headers: { authorization: `Bearer ${await permission({})}` },
    json: { client_name: NAME, redirect_uris: ['https://example.com/cb'] },
  });
  const configuration = '/admin/configuration';
  const webClientPage = `${configuration}/web-clients/${identifier}`;
  const pages = {
    applications: [
      '/admin/',
      `${configuration}/applications`,
      `${configuration}/applications/new`,
      `${configuration}/applications/${identifier}`,
      `${configuration}/applications/${identifier}?created=true`,
      `${configuration}/applications/${identifier}/try`,
    ],
    providers: [
      `${configuration}/identity-providers`,
      `${configuration}/identity-providers/new`,
      `${configuration}/identity-providers/${identifier}`,
      `${configuration}/scopes`,
    ],
    clients: [
      `${configuration}/web-clients`,
      `${configuration}/web-clients?q=nothing-is-called-like-this`,
      webClientPage,
      `${configuration}/client-documents`,
      `${configuration}/api-clients`,
      `${configuration}/api-clients/${apiClient}`,
    ],
    'hooks, tokens and keys': [
      `${configuration}/initial-access-tokens`,
      `${configuration}/audience-exceptions`,
      `${configuration}/web-hooks`,
      `${configuration}/web-hooks/${identifier}`,
      `${configuration}/administrators`,
      `${configuration}/keys`,
      `${configuration}/as-code`,
      `${configuration}/conformance`,
      '/admin/users',
      '/admin/account',
    ],
    installations: [
      '/admin/app-installations',
      `/admin/app-installations?application=${identifier}`,
      `/admin/app-installations/${app.clientId}`,
      '/admin/clients',
      '/admin/clients?idle=never',
      `/admin/clients/${client.body.client_id}`,
    ],
    activity: [
      '/admin/activity',
      `/admin/activity?error=${LONGEST_CODE}`,
      `/admin/activity?refusal=${refusal}`,
      '/admin/audit',
      '/admin/no-such-page',
    ],
  };
  return { pages, webClientPage };
}

/** The error codes that the home page counts. */
async function refusedWith(passant: Passant): Promise<string[]> {
  const { hours } = await passant.admin.call('readOverview');
  return hours.flatMap(({ refusals }) => refusals.map(({ error }) => error));
}
