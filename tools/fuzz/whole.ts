import { createHash, randomBytes } from 'node:crypto';
import { type Application, type IdentityProvider, PATHS } from '@passant/contracts';
import type { MobileApp } from '@passant/mobile-client';
import { type AdminApi, type Given, VERSION } from '@passant/playwright/server';
import type { Caller } from './callers.js';

/** A request that goes together: what it names was made by the requests before it. */
export interface WholeRequest {
  caller: Caller;
  path?: Record<string, string>;
  /** Headers beside those of the caller. */
  headers?: [string, string][];
  body?: unknown;
}

/** Whoever and whatever whole requests are about. */
export interface Surroundings {
  url: string;
  given: Given;
  admin: AdminApi;
  application: Application;
  provider: IdentityProvider;
  phone: MobileApp;
  administrator: { email: string; password: string };
  auditor: { email: string; password: string };
  /** Registers a client to be managed. @returns its identifier */
  client: (metadata?: object) => Promise<string>;
}

const REDIRECT_URI = 'https://fuzz.invalid/callback';
const CLIENT = { client_name: 'Whole', redirect_uris: [REDIRECT_URI] };
/** Stands for a developer, and can do nothing itself. */
const PRO_FORMA = { client_name: 'Whole', grant_types: [], token_endpoint_auth_method: 'none' };
const SCRIPTS = { complete: 'function execute() { return { status: 4000 }; }' };
const PASSWORD = 'only-for-somebody-new';

/**
 * Makes requests that succeed, for operations whose members have to go together, or name what earlier answers gave: drawn
 * one by one, they never do.
 */
export class Wholes {
  private readonly makers: Record<string, () => Promise<WholeRequest>>;

  constructor(private readonly around: Surroundings) {
    this.makers = { ...this.ofProtocol(), ...this.ofLoginPages(), ...this.ofAdministration(), ...this.ofOneself() };
  }

  has(operation: string): boolean {
    return Object.hasOwn(this.makers, operation);
  }

  /** The operations there is one for. */
  get operations(): readonly string[] {
    return Object.keys(this.makers);
  }

  make(operation: string): Promise<WholeRequest> {
    return this.makers[operation]!();
  }

  private ofProtocol(): Wholes['makers'] {
    const { given, provider, application, phone, client, url, admin } = this.around;
    const path = { provider: provider.identifier };
    const person = { data: 'person-anna', profile_id: '123EXI' };
    const change = async () => {
      const client_id = await client();
      return { caller: 'master-token' as const, path: { client_id }, body: { client_id, ...CLIENT } };
    };
    const authorize = async () => {
      const scope = ['client-reg'];
      const access_token = { lifetime: 3600, encoding: 'IDENTIFIER' };
      const asked = {
        sub: 'dev',
        client_id: await client(PRO_FORMA),
        scope,
        audience: [url + PATHS.clients],
        access_token,
      };
      return { caller: 'master-token' as const, body: asked };
    };
    const refresh = async () => {
      const { body } = await phone.complete(provider.identifier, { ...person, profile_id: 'WHOLE1' });
      const refresh_token = body.oauth_token!.refresh_token!;
      return { caller: 'app' as const, body: { grant_type: 'refresh_token', refresh_token } };
    };
    return {
      postOauthCustomRegistrationProviderComplete: () => Promise.resolve({ caller: 'old-app', path, body: person }),
      postOauthV2CustomRegistrationProviderComplete: () => Promise.resolve({ caller: 'app', path, body: person }),
      postOauthApiV3CustomRegistrationProviderBackchannel: async () => {
        const backchannel = 'function execute() { return { status: 2000 }; }';
        const { identifier } = await given.provider({ scripts: { ...SCRIPTS, backchannel } });
        const parameters = { identifier: application.identifier };
        const { etag, identity_providers } = await admin.call('readApplication', { parameters });
        const body = { identity_providers: [...identity_providers, identifier] };
        await admin.call('updateApplication', { parameters, body, ifMatch: etag });
        return { caller: 'api-client', path: { provider: identifier }, body: { data: 'x' } };
      },
      postOauthClients: () => Promise.resolve({ caller: 'master-token', body: CLIENT }),
      putOauthClientsClientId: change,
      putC2idClientsClientId: change,
      postOauthDirectAuthzRestV2: authorize,
      postC2idDirectAuthzRestV2: authorize,
      postOauthV1Token: refresh,
      postOauthToken: refresh,
    };
  }

  private ofLoginPages(): Wholes['makers'] {
    const send = async (path: string, fields: Record<string, string>, page?: LoginPage) => {
      const body = { ...(page ? { interaction: page.interaction } : {}), ...fields };
      const headers: [string, string][] = [['accept', 'text/html'], ...(page ? [cookieOf(page)] : [])];
      return pageOf(await fetch(this.around.url + path, formOf(body, headers)), page);
    };
    const first = async () => send(PATHS.authorize, await this.signIn());
    const asked = (page: LoginPage, fields: Record<string, string>): WholeRequest => ({
      caller: 'nobody',
      headers: [cookieOf(page)],
      body: { interaction: page.interaction, ...fields },
    });
    return {
      postOauthV1Authorize: async () => ({ caller: 'nobody', body: await this.signIn() }),
      postOauthV1AuthorizeProvider: async () => asked(await first(), { decision: 'providers' }),
      postOauthV1AuthorizeAnswer: async () => asked(await first(), { data: 'person-anna' }),
      postOauthV1AuthorizeConsent: async () => {
        const consent = await send(PATHS.authorizeAnswer, { data: 'person-anna' }, await first());
        return asked(consent, { decision: 'continue' });
      },
    };
  }

  /** A good authorization request of a website of its own, with one provider, so that its question comes first. */
  private async signIn(): Promise<Record<string, string>> {
    const { given, provider } = this.around;
    const website = await given.webApplication({
      identity_providers: [provider.identifier],
      default_scopes: ['openid', 'profile'],
    });
    const { client_id } = await given.webClient(website, { redirect_uris: [REDIRECT_URI] });
    const code_challenge = createHash('sha256').update(randomBytes(32)).digest('base64url');
    return {
      ...{ response_type: 'code', client_id, redirect_uri: REDIRECT_URI, scope: 'openid profile', state: 'x' },
      ...{ code_challenge, code_challenge_method: 'S256' },
    };
  }

  private ofAdministration(): Wholes['makers'] {
    const { given, application, admin } = this.around;
    const by = (body: unknown, path = {}): WholeRequest => ({ caller: 'administrator', body, path });
    const email = () => `${given.name('whole')}@fuzz.invalid`;
    const invited = async () => admin.call('inviteAdministrator', { body: { email: email(), role: 'Helpdesk' } });
    const accepted = async () => {
      const { token, ...made } = await invited();
      await admin.call('acceptInvitation', { body: { token, password: PASSWORD } });
      return { email: made.email };
    };
    return {
      postAdminApiV1IdentityProvidersIdentifierTestRun: () =>
        Promise.resolve(by({ scripts: SCRIPTS, step: 'complete' }, { identifier: 'new' })),
      postAdminApiV1Administrators: () => Promise.resolve(by({ email: email(), role: 'Auditor' })),
      patchAdminApiV1AdministratorsEmail: async () => by({ enabled: false }, await accepted()),
      postAdminApiV1AdministratorsEmailEndSessions: async () => by(undefined, await accepted()),
      postAdminApiV1WebClients: async () => {
        const { identifier } = await given.webApplication();
        return by({ application: identifier, name: 'Whole', redirect_uris: [REDIRECT_URI] });
      },
      postAdminApiV1SoftwareStatements: () => {
        const { platform: app_platform, version: app_version } = VERSION;
        return Promise.resolve(by({ application: application.identifier, app_platform, app_version }));
      },
      postAdminApiV1WebHooks: () =>
        Promise.resolve(by({ type: 'CUSTOMIZE_TOKEN', name: 'Whole', base_uri: 'https://fuzz.invalid' })),
      postAdminApiV1InvitationsAccept: async () => ({
        caller: 'nobody',
        body: { token: (await invited()).token, password: PASSWORD },
      }),
    };
  }

  private ofOneself(): Wholes['makers'] {
    const { administrator, auditor } = this.around;
    const current_password = auditor.password;
    return {
      postAdminApiV1Session: () => Promise.resolve({ caller: 'nobody', body: administrator }),
      putAdminApiV1OwnPassword: () =>
        Promise.resolve({ caller: 'auditor', body: { current_password, new_password: current_password } }),
    };
  }
}

/** What is needed to go on from a login page. */
interface LoginPage {
  cookie: string;
  interaction: string;
}

const cookieOf = ({ cookie }: LoginPage): [string, string] => ['cookie', cookie];

const formOf = (fields: Record<string, string>, headers: [string, string][]): RequestInit => ({
  method: 'POST',
  headers,
  body: new URLSearchParams(fields),
  redirect: 'manual',
});

async function pageOf(reply: Response, before?: LoginPage): Promise<LoginPage> {
  const set = reply.headers.getSetCookie().map((line) => line.split(';', 1)[0]!);
  const interaction = /name="interaction" value="([^"]*)"/.exec(await reply.text())?.[1] ?? '';
  return { cookie: set.length > 0 ? set.join('; ') : (before?.cookie ?? ''), interaction };
}
