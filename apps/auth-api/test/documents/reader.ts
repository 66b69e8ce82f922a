import type { ApiScope } from '@passant/contracts';
import { AdminApi } from '../support/admin-api.js';
import { Browser, type Page } from '../support/browser.js';
import { BasicApp } from '../support/basic-app.js';

/** The values with which the documentation's server was started. */
export interface StartedWith {
  url: string;
  password: string;
  masterToken: string;
  metricsToken: string;
}

/** The provider of "Five minutes in the console". */
const PROVIDER = 'example-custom-registration-idp';
const APPLICATION = 'demo-app';
const REDIRECT_URI = 'http://localhost:8080/callback';

/** The default e-mail address of the first administrator. */
const ADMIN = 'admin@passant.local';

/**
 * A reader of the documents, who follows "Five minutes in the console" and has everything at hand that a page asks for.
 */
export class Reader {
  private readonly browser: Browser;
  private page: Page | undefined;

  private constructor(
    private readonly server: StartedWith,
    private readonly admin: AdminApi,
  ) {
    this.browser = new Browser(server.url);
  }

  static async signIn(server: StartedWith): Promise<Reader> {
    return new Reader(server, await AdminApi.signIn(server.url, { email: ADMIN, password: server.password }));
  }

  /** Step 4 of the five minutes, with the script from the README. */
  async setUpProvider(script: string): Promise<void> {
    await this.admin.call('createIdentityProvider', {
      body: { identifier: PROVIDER, name: 'Everybody', flow: 'ONE_STEP', scripts: { complete: script } },
    });
    const parameters = { identifier: APPLICATION };
    const { etag, identity_providers } = await this.admin.call('readApplication', { parameters });
    const body = { identity_providers: [...identity_providers, PROVIDER] };
    await this.admin.call('updateApplication', { parameters, body, ifMatch: etag });
  }

  /** Step 5: valid for two installations. */
  async initialAccessToken(): Promise<string> {
    const body = { application: APPLICATION, registrations: 2 };
    return (await this.admin.call('createInitialAccessToken', { body })).initial_access_token;
  }

  /** Step 6. */
  async apiClient(scope: ApiScope): Promise<{ id: string; secret: string }> {
    const made = await this.admin.call('createApiClient', { body: { name: 'Back end', scopes: [scope] } });
    return { id: made.client_id, secret: made.client_secret! };
  }

  /** The access token that an app sends to its back end after a stateless registration. */
  async accessToken(): Promise<string> {
    const application = await this.admin.call('readApplication', { parameters: { identifier: APPLICATION } });
    const app = await BasicApp.install(this.server.url, application, await this.initialAccessToken());
    const reply = await app.step(PROVIDER, 'complete', {
      scope: ['openid', 'profile'],
      profile_id: '123EXI',
      grant_type: 'urn:onewelcome:oauth2:grant_type:stateless_authentication',
    });
    if (!reply.body.oauth_token) throw new Error(`There is no token: ${JSON.stringify(reply.body)}`);
    return reply.body.oauth_token.access_token;
  }

  async softwareStatement(): Promise<string> {
    const body = { application: APPLICATION, app_platform: 'ios' as const, app_version: '1.0' };
    return (await this.admin.call('createSoftwareStatement', { body })).software_statement;
  }

  async webClient(): Promise<{ id: string; secret: string }> {
    const body = {
      identifier: 'website',
      name: 'Website',
      client_type: 'web' as const,
      default_scopes: ['openid'],
      identity_providers: ['demo-scheme'],
    };
    await this.admin.call('createApplication', { body });
    const made = await this.admin.call('createWebClient', {
      body: { name: 'Website', application: 'website', redirect_uris: [REDIRECT_URI] },
    });
    return { id: made.client_id, secret: made.client_secret! };
  }

  /** Opens the URL that a command printed, and presses the button. @returns the challenge on the page */
  async challengeAt(address: string): Promise<string> {
    const { pathname, search } = new URL(address);
    const start = await this.browser.open(pathname + search);
    this.page = await start.send('provider', { provider: 'demo-scheme' });
    const [, challenge] = /([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/.exec(this.page.html) ?? [];
    if (challenge === undefined) throw new Error(`No challenge on the page: ${this.page.html}`);
    return challenge;
  }

  /** Enters the answer that a command printed into the page, and consents. @returns the code in the address bar */
  async codeFor(answer: string): Promise<string> {
    const consent = await this.page!.send('answer', { data: answer });
    const end = await consent.send('consent');
    return end.location!.searchParams.get('code')!;
  }
}
