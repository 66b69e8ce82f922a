import { PATHS } from '@passant/contracts';
import { MobileApp, send } from '@passant/mobile-client';
import { StepFailed } from '../../lib/run.mjs';
import { AdminApi } from '../../world/admin-api.js';
import { APPLICATION, StatelessWorld, TWO_STEP_PROVIDER, registerPerson } from '../../world/stateless-world.js';
import type { Life } from './life.js';

/** Installations that are there from the first day on. */
const APPS = 4;

/** What a day asks of the server. */
export interface Amounts {
  registrations: number;
  introspections: number;
  /** Requests with a wrong secret, or about a token that is none. */
  refusals: number;
  /** Transactions that are begun and never completed. */
  abandoned: number;
  /** Installations that come, register one person, and never come again. */
  newcomers: number;
}

/** People, back ends and strangers, as a day brings them. */
export class Traffic {
  /** Requests of people, back ends and strangers so far. */
  requests = 0;
  private people = 0;

  private constructor(
    private readonly life: Life,
    private readonly world: StatelessWorld,
    private readonly apps: MobileApp[],
  ) {}

  static async prepare(life: Life): Promise<Traffic> {
    const traffic = new Traffic(life, await StatelessWorld.prepare(life.url), []);
    const admin = await AdminApi.signIn(life.url);
    while (traffic.apps.length < APPS) traffic.apps.push(await traffic.installation(admin));
    return traffic;
  }

  /** Everything that a day brings. @throws {StepFailed} for an answer that is not the right one */
  async day(amounts: Amounts): Promise<void> {
    const tokens: string[] = [];
    for (let turn = 0; turn < amounts.registrations; turn += 1) tokens.push(await this.register(this.app(turn)));
    for (let turn = 0; turn < amounts.introspections; turn += 1) {
      await this.introspect(tokens[turn % tokens.length]!, true);
    }
    for (let turn = 0; turn < amounts.refusals; turn += 1) await this.refused(turn);
    for (let turn = 0; turn < amounts.abandoned; turn += 1) {
      this.requests += 1;
      const { status } = await this.app(turn).init(TWO_STEP_PROVIDER);
      requireStatus('A first step', status, 200);
    }
    // Whoever signed in yesterday has to sign in again.
    const admin = await AdminApi.signIn(this.life.url);
    for (let turn = 0; turn < amounts.newcomers; turn += 1) await this.register(await this.installation(admin));
    await admin.call('listEvents');
  }

  private app(turn: number): MobileApp {
    return this.apps[turn % this.apps.length]!;
  }

  private register(app: MobileApp): Promise<string> {
    this.people += 1;
    this.requests += 1;
    return registerPerson(app, `person-${this.people}`);
  }

  private async introspect(token: string, isActive: boolean): Promise<void> {
    this.requests += 1;
    const headers = { authorization: this.world.resourceServer };
    const form = { token };
    const { status, body } = await send<{ active?: boolean }>('POST', this.life.url + PATHS.introspectV2, {
      headers,
      form,
    });
    if (status !== 200 || body.active !== isActive) {
      throw new StepFailed(`An introspection was answered ${status}: ${JSON.stringify(body)}.`);
    }
  }

  private async refused(turn: number): Promise<void> {
    if (turn % 2 === 0) return this.introspect('0123456789ABCDEF'.repeat(4), false);
    this.requests += 1;
    const headers = { authorization: `Basic ${Buffer.from('nobody:wrong').toString('base64')}` };
    const { status } = await send('POST', this.life.url + PATHS.introspectV2, { headers, form: { token: 'x' } });
    requireStatus('A stranger', status, 401);
  }

  private async installation(admin: AdminApi): Promise<MobileApp> {
    const body = { application: APPLICATION, registrations: 1 };
    const made = await admin.call<{ initial_access_token: string }>('createInitialAccessToken', { body });
    this.requests += 1;
    const app = await MobileApp.install({
      ...{ serverUrl: this.life.url, initialAccessToken: made.initial_access_token, application: APPLICATION },
      ...{ kind: 'mobile', platform: 'ios', version: '1.0', now: this.life.now },
    });
    requireStatus('An installation', app.registration.status, 201);
    return app;
  }
}

function requireStatus(what: string, status: number, expected: number): void {
  if (status !== expected) throw new StepFailed(`${what} was answered ${status}, not ${expected}.`);
}
