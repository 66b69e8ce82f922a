import type { Platform, TokenAnswer } from '@passant/contracts';
import type { Credential } from './credentials.js';
import { DeviceKey } from './device-key.js';
import type { Exchange, Fetch } from './http.js';
import { type Connection, MobileApp } from './mobile-app.js';
import { ClockWrong, KeyUnusable, PassantError, Refused, Unreachable, accepted } from './refused.js';
import { type Begun, type Caller, type Completed, type Intent, begin, complete } from './registration.js';
import { ServerClock } from './server-clock.js';
import { type KeyPair, type Signer, generateKeyPair, webCryptoSigner } from './signer.js';
import { type InstallationStore, type KeyHolder, type StoredInstallation, memoryStore } from './store.js';
import { Tokens } from './tokens.js';

/**
 * What allows an app to install itself: an initial access token, the software statement built into it, or a client and
 * its secret that an administrator handed over. With `secret`, the server gives a secret in the place of the key (v1).
 */
export type Permission =
  | { initialAccessToken: string; secret?: boolean }
  | { softwareStatement: string; secret?: boolean }
  | { clientId: string; clientSecret: string };

export interface AppOptions {
  /** Public URL of the server, without a trailing slash. */
  serverUrl: string;
  /** Identifier of the application in the console. */
  application: string;
  platform: Platform;
  version: string;
  /** How the installation is called in the console. */
  name?: string;
  /** Asked for only when the app installs itself. */
  permission: Permission | (() => Permission | Promise<Permission>);
  /** Where the installation is kept; by default in memory, so that every start installs. */
  store?: InstallationStore;
  /** What holds the key where there is no WebCrypto. */
  keyHolder?: KeyHolder;
  fetch?: Fetch;
  /** How long to wait for an answer. */
  timeoutSeconds?: number;
  /** The device's clock, in epoch seconds. */
  deviceClock?: () => number;
}

const PATIENCE = 30;

/**
 * An app on a person's device: it installs itself, registers people and gets them tokens. Failures are thrown as
 * {@link PassantError}, which says what to do.
 */
export class PassantApp {
  private readonly clock: ServerClock;
  private readonly store: InstallationStore;
  private readonly connection: Connection;
  private readonly caller: Caller = { now: () => this.clock.now(), call: (work) => this.call(work) };
  private app!: MobileApp;

  private constructor(private readonly options: AppOptions) {
    const { serverUrl, timeoutSeconds = PATIENCE, deviceClock = () => Date.now() / 1000 } = options;
    this.clock = new ServerClock(deviceClock);
    this.store = options.store ?? memoryStore();
    const fetch = this.observed(options.fetch);
    this.connection = { serverUrl, timeoutSeconds, fetch, now: () => this.clock.now() };
  }

  /** Opens the installation that is kept, or installs. @throws {PassantError} if the server cannot or will not */
  static async open(options: AppOptions): Promise<PassantApp> {
    const opened = new PassantApp(options);
    opened.app = (await opened.kept()) ?? (await opened.installed());
    return opened;
  }

  get clientId(): string {
    return this.app.clientId;
  }

  /** The key of this installation. @throws if it has a secret */
  get key(): DeviceKey {
    return this.app.key;
  }

  /** Seconds by which the server is ahead of the device, as far as its answers have told. */
  get clockSkew(): number {
    return this.clock.skew;
  }

  /** Installs anew, with a new key: for `install again`. Profiles of the old installation are out of its reach. */
  async reinstall(): Promise<void> {
    this.app = await this.installed();
  }

  /** Forgets the installation on this device; the server deletes it when it has not been used for a while. */
  async uninstall(): Promise<void> {
    await this.store.remove();
  }

  /** Begins a registration with a TWO_STEP provider. @param data handed to its *init* script */
  async begin(intent: Intent, data?: string): Promise<Begun> {
    return begin(this.caller, intent, data);
  }

  /** Registers a person with a ONE_STEP provider. @param data handed to its *complete* script */
  async register(intent: Intent, data?: string): Promise<Completed> {
    return complete(this.caller, intent, data);
  }

  /** Exchanges the refresh token. The old tokens are forgotten. */
  async refresh(tokens: Tokens): Promise<Tokens> {
    const { refreshToken } = tokens;
    if (refreshToken === undefined) throw new TypeError('There is no refresh token: register again.');
    const issued = this.tokensOf(await this.call((app) => app.refresh(refreshToken)));
    tokens.forget();
    return issued;
  }

  /** Gets new tokens for a profile without the person, if the application allows implicit authentication. */
  async renew(profileId: string, scope?: readonly string[]): Promise<Tokens> {
    return this.tokensOf(await this.call((app) => app.renew(profileId, scope?.join(' '))));
  }

  /** Revokes the tokens and forgets them, whether or not the server could be told. */
  async logOut(tokens: Tokens): Promise<void> {
    const token = tokens.refreshToken ?? tokens.accessToken;
    tokens.forget();
    await this.call((app) => app.revoke(token));
  }

  private tokensOf(issued: TokenAnswer): Tokens {
    return new Tokens(issued, () => this.caller.now());
  }

  /** The installation that is kept, unless it belongs to another server or application, or its key is gone. */
  private async kept(): Promise<MobileApp | undefined> {
    const { serverUrl, application } = this.options;
    const stored = await this.store.load();
    if (stored?.serverUrl !== serverUrl || stored.application !== application) return undefined;
    const credential = await this.credentialOf(stored);
    return credential && MobileApp.of(this.connection, stored.clientId, credential);
  }

  private async credentialOf({ secret, keys }: StoredInstallation): Promise<Credential | undefined> {
    if (secret !== undefined) return { secret };
    const signer = keys ? await webCryptoSigner(keys) : await this.options.keyHolder?.open();
    return signer && { key: keyOf(signer) };
  }

  private async installed(): Promise<MobileApp> {
    const { serverUrl, application, permission: given } = this.options;
    const permission = typeof given === 'function' ? await given() : given;
    if ('clientId' in permission) {
      const { clientId, clientSecret: secret } = permission;
      await this.store.save({ serverUrl, application, clientId, secret });
      return MobileApp.of(this.connection, clientId, { secret });
    }
    const { key, keys } = permission.secret ? {} : await this.newKey();
    const app = await this.registered(permission, key ?? 'secret');
    const kept = key ? keys && { keys } : { secret: app.secret };
    await this.store.save({ serverUrl, application, clientId: app.clientId, ...kept });
    return app;
  }

  private async newKey(): Promise<{ key: DeviceKey; keys?: KeyPair }> {
    const { keyHolder } = this.options;
    if (keyHolder) return { key: keyOf(await keyHolder.create()) };
    const keys = await generateKeyPair();
    return { key: keyOf(await webCryptoSigner(keys)), keys };
  }

  private async registered(
    permission: { initialAccessToken?: string; softwareStatement?: string },
    credential: DeviceKey | 'secret',
  ): Promise<MobileApp> {
    const { application, platform, version, name } = this.options;
    const { initialAccessToken, softwareStatement } = permission;
    const what = { application, name, credential, initialAccessToken, softwareStatement };
    const app = await answered(() =>
      MobileApp.install({ ...this.connection, ...what, kind: 'mobile', platform, version }),
    );
    accepted(app.registration);
    return app;
  }

  /**
   * Makes an exchange that has to be accepted. If the server did not recognize the installation and its answer corrected
   * the clock, the exchange is made once more: the authentication may have been too old or too new.
   */
  private async call<Body>(work: (app: MobileApp) => Promise<Exchange<Body>>): Promise<Body> {
    const assumed = this.clock.skew;
    let exchange = await answered(() => work(this.app));
    const isUnknown = (exchange.body as { error?: string } | undefined)?.error === 'invalid_client';
    if (isUnknown && this.clock.skew !== assumed) exchange = await answered(() => work(this.app));
    try {
      return accepted(exchange);
    } catch (error) {
      const { unbelievable } = this.clock;
      const signed = 'key' in this.app.credential;
      if (!signed || unbelievable === undefined || !(error instanceof Refused)) throw error;
      throw error.code === 'invalid_client' ? new ClockWrong(unbelievable, error) : error;
    }
  }

  /** Sends requests, and learns the server's time from every answer. */
  private observed(send: Fetch = (url, request) => fetch(url, request)): Fetch {
    return async (url, request) => {
      const sent = this.clock.deviceTime();
      const response = await send(url, request);
      this.clock.learn(sent, response.headers.get('date'));
      return response;
    };
  }
}

/** Tells a key that fails from a server that cannot be reached. */
function keyOf({ publicKey, sign }: Signer): DeviceKey {
  return DeviceKey.of({
    publicKey,
    sign: (data) =>
      sign(data).catch((error: unknown) => {
        throw new KeyUnusable(error);
      }),
  });
}

/** @throws {Unreachable} if there is no answer, or none in JSON */
async function answered<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof PassantError ? error : new Unreachable(error);
  }
}
