import {
  ADMIN_ENDPOINTS,
  ClientInformation,
  type CompleteRegistrationRequest,
  type CompleteRegistrationResponse,
  InitRegistrationResponse,
  STATELESS_AUTHENTICATION_GRANT,
} from '@passant/contracts';
import { type ClientAuthentication, type Exchange, MobileApp } from '@passant/mobile-client';
import { StepFailed } from '../lib/run.mjs';
import type { AdminConsole } from './admin-console.js';
import type { Prepared } from './preparation.js';
import { APPLICATION, PROVIDER, type World } from './world.js';

/** As in the documentation of custom registration: six letters or digits, chosen by the app. */
const PROFILE_ID = '123EXI';

export interface Challenge {
  transactionId: string;
  challenge: string;
}

/** The phone: a mobile app that prints everything it sends and receives. */
export class Phone {
  private constructor(
    private readonly world: World,
    private readonly app: MobileApp,
    /** Deletes the installation, as an administrator would. */
    readonly remove: () => Promise<void>,
  ) {}

  /** Sends a registration with the initial access token, whatever the outcome. */
  static async register(world: World, prepared: Prepared): Promise<MobileApp> {
    let app: MobileApp | undefined;
    await world.wire.through(async () => {
      app = await MobileApp.install({
        serverUrl: world.server.url,
        initialAccessToken: prepared.initialAccessToken,
        application: APPLICATION,
        name: 'Demo phone',
        kind: 'mobile',
        ...prepared.version,
      });
      return app.registration;
    });
    return app!;
  }

  /**
   * Registers the installation.
   * @throws {StepFailed} if the server's own name for itself is a different one: every assertion would then have the
   *   wrong audience
   */
  static async install(world: World, prepared: Prepared, console: AdminConsole): Promise<Phone> {
    const { checks, server } = world;
    const app = await Phone.register(world, prepared);
    const client = checks.answer(app.registration, 201, { ClientInformation });
    const parameters = { client_id: client.client_id };
    const forget = world.undo.add(`the app installation ${client.client_id}`, () =>
      console.quietly(ADMIN_ENDPOINTS.deleteAppInstallation, { parameters }),
    );
    prepared.tokenIsSpent();
    checks.tokenHeaders(app.registration);
    checks.equal(
      'it is a client of this application, on this platform, in this version',
      [client.software_id, client.app_platform, client.software_version],
      [APPLICATION, prepared.version.platform, prepared.version.version],
    );
    checks.that(
      'its identifier is 64 upper-case hexadecimal characters',
      /^[0-9A-F]{64}$/.test(client.client_id),
      () => client.client_id,
    );
    const { origin } = new URL(client.registration_client_uri);
    if (origin !== new URL(server.url).origin) {
      throw new StepFailed(
        `This server calls itself ${origin}: give that address with --url instead of ${server.url}.`,
      );
    }
    return new Phone(world, app, async () => {
      checks.done(await console.call(ADMIN_ENDPOINTS.deleteAppInstallation, { parameters }));
      forget();
    });
  }

  get clientId(): string {
    return this.app.clientId;
  }

  /** A fresh client assertion. */
  authentication(): Promise<ClientAuthentication> {
    return this.app.authentication();
  }

  /** Sends *init*, whatever the outcome. */
  init(authentication?: ClientAuthentication): Promise<Exchange> {
    return this.world.wire.through(() => this.app.init(PROVIDER, {}, authentication));
  }

  /** Sends *init* and expects a challenge. */
  async challenge(authentication?: ClientAuthentication): Promise<Challenge> {
    const { checks } = this.world;
    const reply = await this.init(authentication);
    const answer = checks.answer(reply, 200, { InitRegistrationResponse });
    checks.tokenHeaders(reply);
    checks.equal('the script says success (2000–2999)', answer.status, 2000);
    const { challenge = '' } = JSON.parse(answer.data ?? '{}') as { challenge?: string };
    checks.that('there is a transaction and a challenge', Boolean(answer.transaction_id && challenge), () => 'no');
    return { transactionId: answer.transaction_id ?? '', challenge };
  }

  /** Sends *complete* with the stateless grant. */
  complete(
    { transactionId }: Pick<Challenge, 'transactionId'>,
    data: string,
  ): Promise<Exchange<CompleteRegistrationResponse>> {
    const request: CompleteRegistrationRequest = {
      transaction_id: transactionId,
      data,
      scope: ['openid', 'profile'],
      profile_id: PROFILE_ID,
      grant_type: STATELESS_AUTHENTICATION_GRANT,
    };
    return this.world.wire.through(() => this.app.complete(PROVIDER, request));
  }
}
