import type {
  Application,
  CreateApiClient,
  CreateApplication,
  CreateIdentityProvider,
  CreateInitialAccessToken,
  CreateWebClient,
  CreateWebHook,
  CreatedApiClient,
  CreatedWebClient,
  IdentityProvider,
  UserAuthentication,
  WebHook,
} from '@passant/contracts';
import { type FakeScheme, OPENID_CLIENT, SCHEME_API_KEY } from '@passant/mobile-client/testing';
import { type GuardOptions, ResourceServer } from '../resource-server.js';
import type { AdminApi } from '../server/admin-api.js';
import { type Kind, type Made, remove, sweep } from './removal.js';
import { RunMarker } from './run-marker.js';
import { ScopesOfApplications } from './scopes-of-applications.js';
import { SignsOfLife } from './signs-of-life.js';
import { OPENID_CONNECT, SIGNED_CHALLENGE, TRUSTING } from './scripts.js';

/** Minutes without anything new of a worker after which what it has made counts as abandoned. */
const FORGOTTEN = 120;

/** Where the browser of a phone hands over to the app. */
const APP_REDIRECT_URI = 'com.example.app:/signed-in';

type Changes<Body> = Partial<Body>;

/** Where things are created: a server and its administrator. */
export interface Place {
  url: string;
  admin: AdminApi;
}

/** The version that applications allow unless a test says otherwise, and that the kit's phones run. */
export const VERSION = { platform: 'ios', version: '1.0' } as const;

/**
 * Creates test data through the admin API. The defaults are complete and valid; a test states only what it changes.
 * Everything is removed after the test that created it, or after the last test if it was created before the first one.
 */
export class Given {
  private readonly marker: RunMarker;
  private readonly scopes: ScopesOfApplications;
  private made: Made[] = [];
  private signs: SignsOfLife | undefined;

  /**
   * @param prefix of all names, for a tool that tells its own things from those of tests
   * @param now milliseconds since the epoch, of which names tell when they were given
   */
  constructor(
    private readonly place: Place,
    private readonly prefix?: string,
    now?: () => number,
  ) {
    this.marker = new RunMarker(now, prefix);
    this.scopes = new ScopesOfApplications(place.admin, this.marker, prefix);
  }

  /** Returns an unused name with the mark of this run. @param what one word that people recognise in lists */
  name(what: string): string {
    return this.marker.next(what);
  }

  /** A provider that trusts the app: `data` identifies the person. */
  async provider(changes: Changes<CreateIdentityProvider> = {}): Promise<IdentityProvider> {
    const identifier = this.marker.next('provider');
    const body = { identifier, name: 'External scheme', flow: 'ONE_STEP', scripts: { complete: TRUSTING }, ...changes };
    this.note('identityProvider', body.identifier);
    return this.place.admin.call('createIdentityProvider', { body });
  }

  /** A two-step provider: the scheme signs a challenge on the person's phone. */
  async signedChallenge(scheme: FakeScheme, changes: Changes<CreateIdentityProvider> = {}): Promise<IdentityProvider> {
    return this.provider({
      flow: 'TWO_STEP',
      scripts: SIGNED_CHALLENGE,
      properties: [{ identifier: 'scheme.public-key', sensitive: false, value: JSON.stringify(scheme.publicKey) }],
      ...changes,
    });
  }

  /** A two-step provider: the person goes to a page of the scheme, and the app polls until they have come back. */
  async redirectAndPoll(scheme: FakeScheme, changes: Changes<CreateIdentityProvider> = {}): Promise<IdentityProvider> {
    const { templates } = await this.place.admin.call('readScriptKit');
    const { scripts } = templates.find(({ id }) => id === 'redirect-and-poll')!;
    return this.provider({
      flow: 'TWO_STEP',
      scripts,
      allowed_hosts: [scheme.host],
      properties: [
        { identifier: 'scheme.url', sensitive: false, value: scheme.url },
        { identifier: 'scheme.key', sensitive: true, value: SCHEME_API_KEY },
      ],
      ...changes,
    });
  }

  /**
   * A two-step provider: the person signs in at the scheme by OpenID Connect, and the app brings back the code.
   * @param changes `redirectUri`: where the scheme sends the browser, if not to the app on a phone
   */
  async openIdConnect(
    scheme: FakeScheme,
    { redirectUri = APP_REDIRECT_URI, ...changes }: Changes<CreateIdentityProvider> & { redirectUri?: string } = {},
  ): Promise<IdentityProvider> {
    return this.provider({
      flow: 'TWO_STEP',
      scripts: OPENID_CONNECT,
      allowed_hosts: [scheme.host],
      properties: [
        { identifier: 'scheme.issuer', sensitive: false, value: scheme.url },
        { identifier: 'scheme.client-id', sensitive: false, value: OPENID_CLIENT.clientId },
        { identifier: 'scheme.client-secret', sensitive: true, value: OPENID_CLIENT.clientSecret },
        { identifier: 'scheme.redirect-uri', sensitive: false, value: redirectUri },
      ],
      ...changes,
    });
  }

  /**
   * A mobile application with stateless authentication enabled. Unless providers are given, it is linked to a new one.
   * Scopes that exist nowhere yet are created with it, and go with it.
   */
  async application(
    changes: Changes<CreateApplication> & { user_authentication?: Partial<UserAuthentication> } = {},
  ): Promise<Application> {
    const providers = changes.identity_providers ?? [(await this.provider()).identifier];
    const body = {
      identifier: this.marker.next('app'),
      name: 'Test app',
      default_scopes: ['profile'],
      versions: [{ ...VERSION, status: 'LOGIN_REGISTRATION' }],
      ...changes,
      user_authentication: { stateless_authentication: true, ...changes.user_authentication },
      identity_providers: providers,
    };
    this.note('application', body.identifier);
    const application = await this.place.admin.call('createApplication', { body });
    this.made.push(...(await this.scopes.of(application)));
    return application;
  }

  /** A web application, linked to a new provider unless one is given. */
  async webApplication(changes: Changes<CreateApplication> = {}): Promise<Application> {
    const off = { stateless_authentication: false };
    return this.application({ client_type: 'web', user_authentication: off, versions: [], ...changes });
  }

  async webClient(
    application: Application,
    changes: Changes<CreateWebClient> & Pick<CreateWebClient, 'redirect_uris'>,
  ): Promise<CreatedWebClient> {
    const client_id = this.marker.next('web');
    const body = { client_id, name: 'Test client', application: application.identifier, ...changes };
    this.note('webClient', body.client_id);
    return this.place.admin.call('createWebClient', { body });
  }

  /** A client of the server's APIs; by default it may introspect. */
  async apiClient(changes: Changes<CreateApiClient> = {}): Promise<CreatedApiClient> {
    const client_id = this.marker.next('api');
    const body = { client_id, name: 'Test back end', scopes: ['onegini_api_token_introspection'], ...changes };
    this.note('apiClient', body.client_id);
    return this.place.admin.call('createApiClient', { body });
  }

  /**
   * An API behind the resource-server library. It asks about every token anew, unless the options say what it keeps.
   * @param options of the library
   */
  async resourceServer(changes: Changes<CreateApiClient> = {}, options: GuardOptions = {}): Promise<ResourceServer> {
    const { client_id: clientId, client_secret: clientSecret } = await this.apiClient(changes);
    return ResourceServer.start({ url: this.place.url, clientId, clientSecret: clientSecret!, ...options });
  }

  /** An initial access token that registers an app once. */
  async initialAccessToken(application: Application, changes: Changes<CreateInitialAccessToken> = {}): Promise<string> {
    const body = { application: application.identifier, ...changes };
    const { id, initial_access_token: token } = await this.place.admin.call('createInitialAccessToken', { body });
    this.noteOf(application, 'initialAccessToken', id);
    return token;
  }

  /** A software statement, which is built into an app so that it can register itself. */
  async softwareStatement(
    application: Application,
    version: { platform: string; version: string } = VERSION,
  ): Promise<string> {
    const body = {
      application: application.identifier,
      app_platform: version.platform,
      app_version: version.version,
    };
    const { id, software_statement: statement } = await this.place.admin.call('createSoftwareStatement', { body });
    this.noteOf(application, 'softwareStatement', id);
    return statement;
  }

  async webHook(changes: Changes<CreateWebHook> & Pick<CreateWebHook, 'type' | 'base_uri'>): Promise<WebHook> {
    const body = { id: this.marker.next('hook'), name: 'Test hook', ...changes };
    this.note('webHook', body.id);
    return this.place.admin.call('createWebHook', { body });
  }

  /** Registers something for removal that a test has created in another way, for example in the console. */
  note(kind: Kind, id: string): void {
    this.made.push({ kind, id });
  }

  /** Registers something that goes with its application, unless that was there before and stays. */
  noteOf({ identifier }: Pick<Application, 'identifier'>, kind: Kind, id: string): void {
    if (!this.has(identifier)) this.note(kind, id);
  }

  /** Whether something of that identifier was created here, and is not removed yet. */
  has(id: string): boolean {
    return this.made.some((one) => one.id === id);
  }

  /** The number of things created so far; {@link removeSince} removes whatever was created later. */
  get count(): number {
    return this.made.length;
  }

  async removeSince(count: number): Promise<void> {
    await remove(this.place.admin, this.made.splice(count));
  }

  async removeAll(): Promise<void> {
    try {
      await this.removeSince(0);
    } finally {
      await this.signs?.end();
    }
  }

  /**
   * Keeps everything that is made here from the sweeps of others on the server, however long this process lives, until
   * {@link removeAll}. @returns what ends that and removes nothing, as the end of the process does
   */
  holdOn(): () => void {
    this.signs ??= new SignsOfLife(this.place.admin, this.marker, () => this.made.length > 0);
    return () => this.signs?.stop();
  }

  /** Removes leftovers of runs that were aborted. @param minutes for which their workers have made nothing */
  async sweep(minutes = FORGOTTEN): Promise<void> {
    await sweep(this.place.admin, minutes, this.prefix);
  }
}
