import {
  type Application,
  type CompleteRegistrationRequest,
  type IdentityProvider,
  type InitRegistrationResponse,
  PATHS,
  STATELESS_AUTHENTICATION_GRANT,
  type TokenAnswer,
} from '@passant/contracts';
import { DeviceKey, type Exchange, MobileApp } from '@passant/mobile-client';
import { type FakeScheme, PERSONAS, type PersonaName } from '@passant/mobile-client/testing';
import { VERSION } from '../given/given.js';
import type { Passant } from '../server/passant.js';
import { type Installation, KeyInstallation } from './installation.js';
import { Registration } from './registration.js';

export interface InstallOptions {
  /**
   * What authorizes the installation: an initial access token (the default), or the software statement built into the
   * app. `secret` makes it an older kind of app, which has no key.
   */
  by?: 'initial access token' | 'software statement' | 'secret';
  platform?: (typeof VERSION)['platform'] | 'android';
  version?: string;
}

export interface RegisterOptions {
  /** The person who holds the phone; the scheme of the provider identifies them. */
  as?: PersonaName;
  /** Data that the app sends, for providers that need no scheme. */
  data?: string;
  /**
   * The transaction that {@link Phone.init} has opened: only the second step of a two-step provider runs, with `data`. A
   * step that may be tried again is tried again in the same one.
   */
  transaction?: string | undefined;
  scope?: string[];
  profile?: string;
}

/** How often an app polls for the person to come back. */
const POLLS = 5;

/** An app on somebody's phone: it has a key, registers itself and registers people. */
export class Phone {
  private installation: Installation | undefined;
  /** Everything that a person told this phone, or that the scheme told it about them. */
  readonly said: string[] = [];
  /** Seconds by which the phone's clock differs from the server's. */
  clockOff = 0;

  constructor(
    private readonly passant: Passant,
    private readonly scheme: FakeScheme,
  ) {}

  /** Installs the app: generates its key and registers it. @throws if the server refuses */
  async install(application: Application, options: InstallOptions = {}): Promise<this> {
    const { by = 'initial access token', platform = VERSION.platform, version = VERSION.version } = options;
    const { given, url, issuer } = this.passant;
    const permission =
      by === 'software statement'
        ? { softwareStatement: await given.softwareStatement(application, { platform, version }) }
        : { initialAccessToken: await given.initialAccessToken(application) };
    const now = () => this.passant.clock.now() + this.clockOff;
    const app = await MobileApp.install({
      ...permission,
      ...{ kind: 'mobile', serverUrl: url, application: application.identifier, platform, version, now },
      ...(by === 'secret' ? { credential: 'secret' } : {}),
    });
    const { status, body } = app.registration;
    if (status !== 201) throw new Error(`The installation was refused: ${status} ${JSON.stringify(body)}`);
    given.noteOf(application, 'appInstallation', app.clientId);
    this.installation = by === 'secret' ? app : new KeyInstallation(app, issuer, now);
    return this;
  }

  get clientId(): string {
    return this.installed.clientId;
  }

  /** Registers a person with a profile. */
  async register(provider: IdentityProvider, options: RegisterOptions = {}): Promise<Registration> {
    return this.go(provider, options, undefined);
  }

  /** Registers a person statelessly, without a profile. */
  async registerStatelessly(provider: IdentityProvider, options: RegisterOptions = {}): Promise<Registration> {
    return this.go(provider, options, STATELESS_AUTHENTICATION_GRANT);
  }

  /** Runs the first step of a two-step provider. */
  async init(provider: IdentityProvider, data?: string): Promise<Exchange<InitRegistrationResponse>> {
    this.says(data);
    return this.begin(provider, data);
  }

  /** Exchanges a refresh token. */
  async refresh(refreshToken: string): Promise<Exchange<TokenAnswer>> {
    return this.installed.post(PATHS.token, { grant_type: 'refresh_token', refresh_token: refreshToken });
  }

  /** Revokes a token, and everything that belongs to it. */
  async logOut(token: string): Promise<Exchange> {
    return this.installed.post(PATHS.revoke, { token });
  }

  /** Loses the key, as when an app is restored to another phone: it signs with a new one. */
  async loseKey(): Promise<void> {
    this.keyed.signWith(await DeviceKey.generate());
  }

  /** From now on, one assertion is sent again and again, as if it were replayed. */
  repeatAssertion(): void {
    this.keyed.repeatItself();
  }

  /** Signs with the key of another phone. */
  stealKeyOf(other: Phone): void {
    this.keyed.signWith(other.keyed.key);
  }

  private async go(
    provider: IdentityProvider,
    options: RegisterOptions,
    grant: string | undefined,
  ): Promise<Registration> {
    const { scope, transaction, profile = 'AAAAAA' } = options;
    const request = { profile_id: profile, ...(scope ? { scope } : {}), ...(grant ? { grant_type: grant } : {}) };
    this.says(options.data);
    if (transaction !== undefined) {
      return this.finish(provider, { ...request, transaction_id: transaction, data: options.data });
    }
    if (provider.flow === 'ONE_STEP') {
      const data = options.as === undefined ? options.data : this.personOf(options.as);
      return this.finish(provider, { ...request, ...(data === undefined ? {} : { data }) });
    }
    const begun = await this.begin(provider, options.as === undefined ? options.data : undefined);
    // Without a transaction the request was refused; the registration shows how.
    const { transaction_id } = begun.body;
    if (transaction_id === undefined) return new Registration(begun);
    const { challenge, authorization, page } = parsed(begun.body.data);
    const person = options.as ?? 'adult';
    if (challenge !== undefined) {
      const statement = await this.scheme.sign(challenge, person);
      this.personOf(person);
      return this.finish(provider, { ...request, transaction_id, data: JSON.stringify({ statement }) });
    }
    if (authorization !== undefined) {
      const back = await this.scheme.signIn(authorization, person);
      this.personOf(person);
      const data = JSON.stringify(Object.fromEntries(back.searchParams));
      return this.finish(provider, { ...request, transaction_id, data });
    }
    if (page === undefined) return this.finish(provider, { ...request, transaction_id, data: options.data });
    this.scheme.approve(page.split('/').at(-2)!, person);
    this.personOf(person);
    let registration = await this.finish(provider, { ...request, transaction_id });
    for (let polls = 1; polls < POLLS && mayTryAgain(registration); polls += 1) {
      registration = await this.finish(provider, { ...request, transaction_id });
    }
    return registration;
  }

  /** Runs the step that registers, with whatever the app sends. {@link register} and its sister fill it in. */
  async complete(provider: IdentityProvider, request: CompleteRegistrationRequest): Promise<Registration> {
    this.says(request.data);
    return this.finish(provider, request);
  }

  private async begin(provider: IdentityProvider, data?: string): Promise<Exchange<InitRegistrationResponse>> {
    return this.installed.init(provider.identifier, data === undefined ? {} : { data });
  }

  private async finish(provider: IdentityProvider, request: CompleteRegistrationRequest): Promise<Registration> {
    return new Registration(await this.installed.complete(provider.identifier, request));
  }

  private says(data: string | undefined): void {
    if (data !== undefined) this.said.push(data);
  }

  /** Notes that the person was identified to the server. @returns the scheme's identifier of the person */
  private personOf(name: PersonaName): string {
    const { sub, ...known } = PERSONAS[name];
    this.said.push(sub, ...Object.values(known).filter((value) => typeof value === 'string'));
    return sub;
  }

  private get installed(): Installation {
    if (!this.installation) throw new Error('The app is not installed: await phone.install(application) first.');
    return this.installation;
  }

  private get keyed(): KeyInstallation {
    if (this.installed instanceof KeyInstallation) return this.installed;
    throw new Error('This app has a secret and no key.');
  }
}

const mayTryAgain = ({ body }: Registration) => body?.status >= 4000 && body.status < 5000;

/** What the first step tells the app: a challenge to sign, a sign-in by OpenID Connect, or a page to visit. */
type Told = Partial<Record<'challenge' | 'authorization' | 'page', string>>;

function parsed(data: string | undefined): Told {
  try {
    return JSON.parse(data ?? '{}') as Told;
  } catch {
    return {};
  }
}
