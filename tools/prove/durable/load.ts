import { setTimeout as pause } from 'node:timers/promises';
import { PATHS } from '@passant/contracts';
import type { DeviceKey, MobileApp } from '@passant/mobile-client';
import { APPLICATION, PROVIDER, TWO_STEP_PROVIDER, registrationOf } from '../../world/stateless-world.js';
import { type AskOptions, ask } from './ask.js';
import { holdsWithin } from './holds-within.js';
import type { Server } from './installation.js';
import { type Answer, type Ledger, type Progress, type Work, freshProgress } from './ledger.js';
import type { Tally } from './tally.js';

/** Workers, each with one request at a time. */
const WORKERS = 8;

/** One in this many successful operations is tried a second time. */
const TRIED_TWICE = 5;

/** Most registrations that are sent again later. */
const REPLAYED = 50;

/** Milliseconds to wait before trying again after a 503 or no response. */
const BREATH = 20;

/** A registered person, and the token issued for them. */
export interface Issued {
  token: string;
  subject: string;
}

/** A registration as it was sent. */
export interface Spent {
  path: string;
  json: object;
}

/** Where requests are sent: a server, or a balancer in front of several. */
type Door = Pick<Server, 'url' | 'isRunning'>;

export interface LoadOptions {
  servers: Door[];
  apps: MobileApp[];
  key: DeviceKey;
  /** Each is valid for one client. */
  initialAccessTokens: string[];
  /** `Authorization` header of an API client that may introspect. */
  resourceServer: string;
  ledger: Ledger;
  /** Of the introspections, if they are to be counted. */
  tally?: Tally;
}

/** Registers people and clients without a pause, whatever happens to the servers, and introspects tokens meanwhile. */
export class Load {
  readonly issued: Issued[] = [];
  /** Registrations that were carried out, as they were sent. The last ones, whose assertions have not expired. */
  private readonly done: Spent[] = [];
  /** Acknowledged client registrations. */
  registered = 0;
  /** Attempted client registrations, acknowledged or not. */
  tried = 0;
  private stopping = false;
  private givenUp = false;
  private people = 0;
  private turns = 0;
  private readonly workers: Promise<void>[];

  private constructor(private readonly options: LoadOptions) {
    this.workers = Array.from({ length: WORKERS }, (_, index) => this.work(index));
  }

  /**
   * Loads the servers while `body` goes on. If it fails, the workers give up: who goes on asking servers that are gone
   * keeps the process for ever, and nobody hears of what failed.
   */
  static async during<Result>(options: LoadOptions, body: (load: Load) => Promise<Result>): Promise<Result> {
    const load = new Load(options);
    try {
      return await body(load);
    } finally {
      await load.stop(0);
    }
  }

  /**
   * Lets the workers finish their current operation. After `patience` milliseconds, a worker gives up if it still gets
   * no response.
   */
  async stop(patience: number): Promise<void> {
    this.stopping = true;
    const timer = setTimeout(() => (this.givenUp = true), patience);
    await Promise.all(this.workers);
    clearTimeout(timer);
  }

  /** Waits until a server completes a new registration. @returns false if it does not within `patience` milliseconds */
  async untilServed(server: Door, patience: number): Promise<boolean> {
    const app = this.options.apps[0]!;
    const path = PATHS.customRegistrationV2(PROVIDER, 'complete');
    const isServed = async () => {
      this.people += 1;
      const json = { ...(await app.authentication()), ...registrationOf(`probe-${this.people}`) };
      return (await ask(server.url + path, { json }))?.status === 200;
    };
    return holdsWithin(patience, isServed, BREATH);
  }

  /** The last registrations that were carried out. */
  get spent(): Spent[] {
    return [...this.done];
  }

  /** Sends registrations that were carried out once more. Each must be turned away. */
  async replay({ url }: Door, spent: Spent[]): Promise<void> {
    for (const { path, json } of spent) {
      const answer = await ask(url + path, { json });
      if (answer?.status === 200) this.options.ledger.violate('a registration succeeded again', answer);
    }
  }

  private async work(index: number): Promise<void> {
    for (let turn = index; !this.stopping; turn += 1) {
      if (turn % 4 === 0) await this.registerClient();
      else if (turn % 4 === 1) await this.inTwoSteps();
      else if (turn % 4 === 2) await this.lookAtToken();
      await this.inOneStep();
    }
  }

  /** The assertion is what may be used only once: it stays the same through every attempt. */
  private async inOneStep(): Promise<void> {
    const { subject, app } = this.nextPerson();
    const json = { ...(await app.authentication()), ...registrationOf(subject) };
    const path = PATHS.customRegistrationV2(PROVIDER, 'complete');
    const work: Work = {
      what: 'a registration in one step',
      spent: { status: 400, error: 'invalid_client' },
      succeeded: ({ status, body }) => status === 200 && 'oauth_token' in body,
    };
    await this.carryOut(
      work,
      () => this.post(path, { json }),
      (answer) => {
        this.took(answer, subject);
        this.done.push({ path, json });
        if (this.done.length > REPLAYED) this.done.shift();
      },
    );
  }

  /** The transaction is what may be used only once: every attempt has a new assertion. */
  private async inTwoSteps(): Promise<void> {
    const { subject, app } = this.nextPerson();
    const init = await this.post(PATHS.customRegistrationV2(TWO_STEP_PROVIDER, 'init'), {
      json: await app.authentication(),
    });
    if (!init) return;
    this.options.ledger.noteTime(init);
    if (init.status === 503) return this.options.ledger.noteOutage('init', init);
    if (init.status !== 200) return this.options.ledger.violate('init was answered wrongly', init);
    const { transaction_id } = init.body;
    const path = PATHS.customRegistrationV2(TWO_STEP_PROVIDER, 'complete');
    const work: Work = {
      what: 'a registration in two steps',
      spent: { status: 400, error: 'invalid_transaction' },
      succeeded: ({ status, body }) => status === 200 && 'oauth_token' in body,
    };
    const attempt = async () =>
      this.post(path, { json: { ...(await app.authentication()), ...registrationOf(subject), transaction_id } });
    await this.carryOut(work, attempt, (answer) => this.took(answer, subject));
  }

  private async registerClient(): Promise<void> {
    const token = this.options.initialAccessTokens.pop();
    if (token === undefined) return;
    this.tried += 1;
    const headers = { authorization: `Bearer ${token}` };
    const json = {
      ...{ application_type: 'native', software_version: '1.0', app_platform: 'ios', software_id: APPLICATION },
      ...{ token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [this.options.key.publicJwk] } },
    };
    const work: Work = {
      what: 'a client registration',
      spent: { status: 401, error: 'invalid_token' },
      succeeded: ({ status }) => status === 201,
    };
    const attempt = () => this.post(PATHS.clients, { headers, json });
    await this.carryOut(work, attempt, () => (this.registered += 1));
  }

  /** Introspects an acknowledged token. It must be active, or the server unavailable; never inactive. */
  private async lookAtToken(): Promise<void> {
    const { ledger, resourceServer, tally } = this.options;
    const known = this.issued[Math.floor(Math.random() * this.issued.length)];
    if (!known) return;
    const headers = { authorization: resourceServer };
    const { url } = this.pick();
    const note = tally?.ask(url);
    const answer = await ask(url + PATHS.introspectV2, { headers, form: { token: known.token } });
    if (answer) note?.(answer.status === 200);
    if (answer) ledger.noteTime(answer);
    if (!answer) ledger.unanswered += 1;
    else if (answer.status === 503) ledger.noteOutage('introspection', answer);
    else if (answer.body.sub !== known.subject) ledger.violate('an acknowledged token was not active', answer);
  }

  /** Repeats an operation until its outcome is known, and sometimes once more. */
  private async carryOut(work: Work, attempt: () => Promise<Answer | undefined>, took: (answer: Answer) => void) {
    const progress: Progress = freshProgress();
    for (;;) {
      const answer = await attempt();
      const verdict = this.options.ledger.judge(work, progress, answer);
      if (verdict === 'again') {
        if (this.givenUp) return this.options.ledger.violate(`nobody could say any more what became of ${work.what}`);
        await pause(BREATH);
        continue;
      }
      if (answer && progress.done && work.succeeded(answer)) took(answer);
      this.turns += 1;
      if (!progress.done || this.turns % TRIED_TWICE !== 0 || !(answer && work.succeeded(answer))) return;
    }
  }

  private took({ body }: Answer, subject: string): void {
    const { access_token: token } = body.oauth_token as { access_token: string };
    this.issued.push({ token, subject });
  }

  private nextPerson() {
    this.people += 1;
    return { subject: `person-${this.people}`, app: this.options.apps[this.people % this.options.apps.length]! };
  }

  private post(path: string, options: AskOptions): Promise<Answer | undefined> {
    return ask(this.pick().url + path, options);
  }

  /** A random running server, as a load balancer would choose, or the first server if none is running. */
  private pick(): Door {
    const { servers } = this.options;
    const running = servers.filter(({ isRunning }) => isRunning);
    return running[Math.floor(Math.random() * running.length)] ?? servers[0]!;
  }
}
