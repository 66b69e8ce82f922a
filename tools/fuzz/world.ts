import {
  ADMIN_ENDPOINTS,
  type ClientInformation,
  JWT_BEARER_ASSERTION_TYPE,
  PATHS,
  adminPath,
} from '@passant/contracts';
import { MobileApp, send } from '@passant/mobile-client';
import { AdminApi, Given, VERSION } from '@passant/playwright/server';
import { basic } from '../world/basic.js';
import { StepFailed } from '../lib/run.mjs';
import { ADMINISTRATOR } from '../world/passant.js';
import type { Caller } from './callers.js';
import { Spares } from './spares.js';
import { Wholes } from './whole.js';

/** The token that manages every client. */
export const MASTER_TOKEN = 'only-for-this-run-'.repeat(3);

const REDIRECT_URI = 'https://fuzz.invalid/callback';
const SPARE_CLIENT = { client_name: 'Spare', redirect_uris: [REDIRECT_URI] };
const PASSWORD = 'only-for-an-auditor';
const AUDITOR = 'auditor@fuzz.invalid';

/** Two steps, so that there are transactions. */
const TWO_STEP = {
  init: 'function execute() { return { status: 2000, registrationData: CRYPTO.randomUUID() }; }',
  // Whoever passes is named by what was drawn, if that may be a name.
  complete: `function execute(data) {
    const id = data || 'person-anna';
    return /^[!-~]{1,255}$/.test(id) ? { status: 2000, user: { id } } : { status: 4000 };
  }`,
};

/** Members that name things, by the segment of their address. */
const OWN: Record<string, string> = {
  ...{ applications: 'application', 'identity-providers': 'provider', scopes: 'scope', administrators: 'email' },
};

export type Headers = Record<string, string>;

const bearer = (token: string): Headers => ({ authorization: `Bearer ${token}` });
const withSecret = (id: string, secret: string | undefined): Headers => ({ authorization: basic(id, secret) });

const cookieOf = (cookie: string | undefined): Headers => (cookie === undefined ? {} : { cookie });

/** Everything there is on the server, and the credentials of everybody who calls it. */
export class World {
  private readonly sessions = new Map<string, Promise<Headers>>();

  private constructor(
    readonly url: string,
    readonly admin: AdminApi,
    readonly spares: Spares,
    readonly wholes: Wholes,
    private readonly callers: Partial<Record<Caller, Headers>>,
    private readonly phone: MobileApp,
    private readonly names: Record<string, readonly string[]>,
  ) {}

  static async prepare(url: string): Promise<World> {
    const admin = new AdminApi(url, ADMINISTRATOR);
    const given = new Given({ url, admin }, 'fuzz');
    const twoStep = await given.provider({ flow: 'TWO_STEP', scripts: TWO_STEP });
    const oneStep = await given.provider({ scripts: { complete: TWO_STEP.complete } });
    const linked = [oneStep.identifier, twoStep.identifier];
    const application = await given.application({
      identity_providers: linked,
      default_scopes: ['openid', 'profile'],
      user_authentication: { mobile_authentication: true, refresh_tokens: true, implicit_authentication: true },
    });
    const website = await given.webApplication({ identity_providers: linked, default_scopes: ['openid', 'profile'] });
    const web = await given.webClient(website, { redirect_uris: [REDIRECT_URI] });
    const scopes = ['introspection', 'user_registration', 'mobile_authentication', 'events', 'end_user'] as const;
    const api = await given.apiClient({
      scopes: scopes.map((one) => `onegini_api_${one === 'introspection' ? 'token_introspection' : one}` as const),
    });
    const initial = await given.initialAccessToken(application, { registrations: 100_000 });
    const statement = await given.softwareStatement(application);
    const installed = { serverUrl: url, application: application.identifier, kind: 'mobile', ...VERSION } as const;
    const phone = await MobileApp.install({ ...installed, initialAccessToken: initial });
    const old = await MobileApp.install({ ...installed, initialAccessToken: initial, credential: 'secret' });
    const registered = await phone.complete(oneStep.identifier, { data: 'person-anna', profile_id: '123EXI' });
    const token = registered.body.oauth_token;
    if (!token) throw new StepFailed(`A registration was refused: ${JSON.stringify(registered.body)}`);
    const begun = await phone.init(twoStep.identifier);
    const { token: invitation } = await admin.call('inviteAdministrator', {
      body: { email: AUDITOR, role: 'Auditor' },
    });
    await admin.call('acceptInvitation', { body: { token: invitation, password: PASSWORD } });
    const keys = (await admin.call('listKeys')).items.map(({ kid }) => kid);
    const identifiers = {
      application: [application.identifier, website.identifier],
      provider: linked,
      client_id: [phone.clientId, old.clientId, web.client_id, api.client_id],
      scope: ['openid', 'profile', 'email'],
      token: [token.access_token, token.refresh_token ?? token.access_token],
      kids: keys,
    };
    return new World(
      url,
      admin,
      new Spares(given, admin, application, () => World.client(url), url),
      new Wholes({
        ...{
          url,
          given,
          admin,
          application,
          provider: oneStep,
          phone,
          client: (metadata) => World.client(url, metadata),
        },
        ...{ administrator: ADMINISTRATOR, auditor: { email: AUDITOR, password: PASSWORD } },
      }),
      {
        nobody: {},
        nonsense: { authorization: 'Basic Zm9v', cookie: 'passant_session=of-nobody' },
        'api-client': withSecret(api.client_id, api.client_secret),
        'web-client': withSecret(web.client_id, web.client_secret),
        'old-app': withSecret(old.clientId, old.secret),
        'master-token': bearer(MASTER_TOKEN),
        'initial-access-token': bearer(initial),
        person: bearer(token.access_token),
        app: {},
      },
      phone,
      {
        ...identifiers,
        applications: identifiers.application,
        identity_provider: linked,
        identity_providers: linked,
        scopes: identifiers.scope,
        default_scopes: identifiers.scope,
        additional_scopes: identifiers.scope,
        transaction_id: [begun.body.transaction_id ?? ''],
        access_token: identifiers.token,
        refresh_token: identifiers.token,
        tokens: identifiers.token,
        user_id: ['person-anna'],
        user: ['person-anna'],
        redirect_uri: [REDIRECT_URI],
        redirect_uris: [REDIRECT_URI],
        software_id: [application.identifier],
        software_statement: [statement],
        initial_access_token: [initial],
        users: ['person-anna'],
        version: ['1'],
        profile: ['123EXI'],
        profile_id: ['123EXI'],
        email: [AUDITOR],
        response_type: ['code'],
        client_assertion_type: [JWT_BEARER_ASSERTION_TYPE],
      },
    );
  }

  /** What a member or parameter of this name may mean. */
  readonly known = (name: string): readonly string[] => this.names[name] ?? [];

  /** Names of everything there is, for places where they do not belong. */
  get everything(): readonly string[] {
    return [...new Set(Object.values(this.names).flat())];
  }

  /** The same, without what a request to this address could do away with. */
  harmless(path: string): readonly string[] {
    const kind = path.split('/').find((segment) => this.spares.has(segment)) ?? '';
    const own = new Set(
      this.names[kind.endsWith('clients') || kind === 'app-installations' ? 'client_id' : (OWN[kind] ?? '')],
    );
    return this.everything.filter((name) => !own.has(name));
  }

  async headersOf(caller: Caller): Promise<Headers> {
    const held = this.callers[caller];
    if (held) return held;
    const { cookie, ...rest } = await this.session(caller === 'auditor' ? AUDITOR : ADMINISTRATOR.email);
    return caller === 'administrator-without-csrf-token' ? cookieOf(cookie) : { ...cookieOf(cookie), ...rest };
  }

  /** Members of a body that authenticate the app. */
  async assertion(): Promise<Record<string, string>> {
    return { ...(await this.phone.authentication()) };
  }

  /** Forgets the sessions, of which one has ended: the next request signs in again. */
  forget(): void {
    this.sessions.clear();
  }

  private session(email: string): Promise<Headers> {
    const held = this.sessions.get(email) ?? this.signIn(email);
    this.sessions.set(email, held);
    return held;
  }

  private async signIn(email: string): Promise<Headers> {
    const json = email === AUDITOR ? { email, password: PASSWORD } : ADMINISTRATOR;
    const reply = await send<{ csrf_token: string }>('POST', this.url + adminPath(ADMIN_ENDPOINTS.signIn), { json });
    // Passwords were tried too often: from here on, this is nobody.
    if (reply.status === 429) return {};
    if (reply.status !== 200) throw new StepFailed(`${email} cannot sign in any more: ${JSON.stringify(reply.body)}`);
    const cookie = reply.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
    return { cookie, 'x-csrf-token': reply.body.csrf_token };
  }

  /** Registers a client to be managed and deleted. @returns its identifier */
  static async client(url: string, json: object = SPARE_CLIENT): Promise<string> {
    const reply = await send<ClientInformation>('POST', url + PATHS.clients, { headers: bearer(MASTER_TOKEN), json });
    return reply.body.client_id;
  }
}
