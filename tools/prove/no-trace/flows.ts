import { setTimeout as pause } from 'node:timers/promises';
import { PATHS, STATELESS_AUTHENTICATION_GRANT, type ShadowRunState, type TokenAnswer } from '@passant/contracts';
import { type MobileApp, send } from '@passant/mobile-client';
import { StepFailed } from '../../lib/run.mjs';
import type { Outside } from './outside.js';
import { type Order, SCRIPTS } from './scripts.js';
import type { Issued, Traffic } from './traffic.js';
import { ONE_STEP, TWO_STEP, type World } from './world.js';

/** Everything that can go right or wrong in a script, with the status of the response. */
const ACTIONS: Record<Order['action'], number> = {
  ...{ succeed: 200, retry: 200, refuse: 200, throw: 500, 'throw-value': 500, 'no-status': 500, 'no-user': 500 },
  ...{ 'text-status': 500 },
  ...{ 'protected-claim': 500, 'not-storable': 500, 'too-large': 500, spin: 500, 'exhaust-memory': 500 },
  ...{ 'exhaust-stack': 500, fetch: 200, 'fetch-elsewhere': 500 },
};
/** Actions that succeed in *init* because only the last step checks them: they return an invalid person. */
const SUCCEEDING_INITS = new Set<Order['action']>(['no-user', 'protected-claim']);

/** How long the shadow run may take to count a decision, in milliseconds. */
const PATIENCE = 120_000;

const EVERY_ACTION = Object.keys(ACTIONS) as Order['action'][];

/** Registers people without a profile in every possible way, each with their own canaries. */
export class Flows {
  constructor(
    private readonly world: World,
    private readonly traffic: Traffic,
    private readonly outside: Outside,
  ) {}

  async run(): Promise<void> {
    await this.withCandidate();
    for (const action of EVERY_ACTION) await this.oneStep(action);
    for (const action of EVERY_ACTION) await this.twoSteps(action);
    await this.retries();
    await this.olderForm();
    for (const hook of ['agree', 'fail', 'nonsense'] as const) await this.hooked(hook);
    await this.sessions();
    await this.backchannel();
    await this.malformed();
    await this.introspections();
    await this.limitations();
    await this.console();
    await this.untilCandidateDecided();
  }

  /** Starts a shadow run: a candidate script runs alongside the active one and receives the same input. */
  private async withCandidate(): Promise<void> {
    const parameters = { identifier: ONE_STEP };
    const body = { scripts: { complete: SCRIPTS.complete }, comment: 'the same again' };
    const { version } = await this.world.admin.call<{ version: number }>('createScriptVersion', { parameters, body });
    await this.world.admin.call('startShadowRun', { parameters, body: { version, seconds: 3600 } });
  }

  /** Waits for the shadow run: the candidate's decisions are counted after the responses. */
  private async untilCandidateDecided(): Promise<void> {
    const parameters = { identifier: ONE_STEP };
    for (const until = Date.now() + PATIENCE; Date.now() < until; await pause(50)) {
      const { shadow_run: run } = await this.world.admin.call<ShadowRunState>('readShadowRun', { parameters });
      if (run?.decisions.some(({ candidate }) => candidate === '2xxx')) return;
    }
    throw new StepFailed('The candidate decided nothing.');
  }

  private async oneStep(action: Order['action']): Promise<void> {
    const order = this.traffic.order(`one step, ${action}`, action);
    await this.complete(this.world.app, ONE_STEP, order);
  }

  private async twoSteps(action: Order['action']): Promise<void> {
    const order = this.traffic.order(`two steps, init: ${action}`, action);
    const { app } = this.world;
    const status = SUCCEEDING_INITS.has(action) ? 200 : ACTIONS[action];
    const reply = await app.init(TWO_STEP, { data: this.traffic.data(order) });
    const { body } = this.traffic.note(`init: ${action}`, status, reply);
    if (!body.transaction_id) return;
    this.traffic.canaries.key(`transaction of ${action}`, body.transaction_id);
    const answer = this.traffic.order(`two steps, complete: ${action}`, action);
    await this.complete(app, TWO_STEP, answer, { transaction_id: body.transaction_id });
  }

  /** A transaction that fails in every way that allows another attempt, and stays open with the data kept by *init*. */
  private async retries(): Promise<void> {
    const { app } = this.world;
    for (const last of ['succeed', undefined] as const) {
      const order = this.traffic.order(`retries, init, then ${last ?? 'nothing'}`, 'succeed');
      const reply = await app.init(TWO_STEP, { data: this.traffic.data(order) });
      const { body } = this.traffic.note('init', 200, reply);
      const transaction = { transaction_id: this.traffic.canaries.key('open transaction', body.transaction_id ?? '') };
      for (const action of ['retry', 'throw', 'retry', last] as const) {
        if (action) await this.complete(app, TWO_STEP, this.traffic.order(`retries, ${action}`, action), transaction);
      }
    }
  }

  private async olderForm(): Promise<void> {
    for (const action of ['succeed', 'throw', 'retry'] as const) {
      const order = this.traffic.order(`v1, ${action}`, action);
      const path = PATHS.customRegistrationV1(ONE_STEP, 'complete');
      const headers = { authorization: this.world.olderApp };
      const reply = await this.traffic.post(path, { headers, json: this.request(order) });
      this.traffic.took(order, this.traffic.note(`v1 ${action}`, ACTIONS[action], reply));
    }
  }

  private async hooked(hook: Outside['hook']): Promise<void> {
    this.outside.hook = hook;
    const customParams = {
      hook_context_custom_params: { note: [this.traffic.canaries.draw(`parameter of a hook, ${hook}`)] },
    };
    const order = this.traffic.order(`web hooks, ${hook}`, 'succeed');
    await this.complete(this.world.hookedApp, ONE_STEP, order, customParams, hook === 'agree' ? 200 : 503);
  }

  /** Sessions that are refreshed, again because an answer was lost, in vain, and ended by a token that came back. */
  private async sessions(): Promise<void> {
    this.outside.hook = 'agree';
    const { traffic } = this;
    for (const lives of [true, false]) {
      const order = traffic.order(`session, ${lives ? 'goes on' : 'ends'}`, 'succeed');
      const { body } = await this.beginSession(order, lives);
      const first = body.oauth_token!;
      const lost = await this.refresh(order, 'refresh', first.refresh_token!, lives);
      const second = await this.refresh(order, 'refresh again', first.refresh_token!, lives);
      await this.refuse('a token that was replaced', lost.refresh_token!);
      const third = await this.refresh(order, 'refresh of the successor', second.refresh_token!, lives);
      const scope = traffic.canaries.draw('scope of a refresh');
      await this.refuse('a scope that is none', third.refresh_token!, { scope });
      if (lives) continue;
      await this.refuse('a token that comes back', first.refresh_token!);
      await this.refuse('the session that it ended', third.refresh_token!);
    }
  }

  private async beginSession(order: Order, lives: boolean) {
    const reply = await this.world.sessionApp.complete(ONE_STEP, this.request(order));
    this.traffic.note('session', 200, reply);
    this.traffic.tookTokens(order, reply.body.oauth_token!, lives);
    return reply;
  }

  private async refresh(order: Order, what: string, token: string, lives: boolean): Promise<TokenAnswer> {
    const answer = (await this.askWith(what, 200, token)) as TokenAnswer;
    this.traffic.tookTokens(order, answer, lives);
    return answer;
  }

  private async refuse(what: string, token: string, more: Record<string, string> = {}): Promise<void> {
    await this.askWith(what, 400, token, more);
  }

  private async askWith(what: string, status: number, token: string, more: Record<string, string> = {}) {
    const proof = await this.world.sessionApp.authentication();
    const form = { grant_type: 'refresh_token', refresh_token: token, ...proof, ...more };
    return this.traffic.note(what, status, await this.traffic.post(PATHS.token, { form })).body;
  }

  private async backchannel(): Promise<void> {
    for (const action of ['succeed', 'retry', 'throw'] as const) {
      const data = this.traffic.data(this.traffic.order(`backchannel, ${action}`, action));
      const headers = { authorization: this.world.backEnd };
      const path = PATHS.customRegistrationBackchannel(ONE_STEP);
      this.traffic.note(
        `backchannel ${action}`,
        ACTIONS[action],
        await this.traffic.post(path, { headers, json: { data } }),
      );
    }
  }

  /** Requests in which personal data is in the wrong place. */
  private async malformed(): Promise<void> {
    const value = (what: string) => this.traffic.canaries.draw(`malformed, ${what}`);
    const changes: [what: string, status: number, change: () => object][] = [
      ['data that is no text', 400, () => ({ data: { person: value('data') } })],
      ['a profile id that is none', 400, () => ({ profile_id: value('profile id') })],
      ['a scope that is none', 400, () => ({ scope: [value('scope')] })],
      ['an unknown grant', 400, () => ({ grant_type: value('grant') })],
      ['an unknown transaction', 200, () => ({ transaction_id: value('transaction') })],
      ['parameters of hooks that are none', 400, () => ({ hook_context_custom_params: value('custom parameters') })],
      ['a member that does not exist', 200, () => ({ [value('name of a member')]: value('member') })],
      ['too much', 413, () => ({ data: value('too much').repeat(4000) })],
    ];
    for (const [what, status, change] of changes) {
      const order = this.traffic.order(`malformed: ${what}`, 'succeed');
      const reply = await this.world.app.complete(ONE_STEP, { ...this.request(order), ...change() });
      this.traffic.took(order, this.traffic.note(what, status, reply));
    }
    const url = this.world.url + PATHS.customRegistrationV2(ONE_STEP, 'complete');
    for (const [what, expected, type, body] of [
      ['JSON that is none', 400, 'application/json', `{"data": "${value('broken JSON')}`],
      // So short that a parser would quote it in full.
      ['JSON that is none, and short', 400, 'application/json', `{"a":${this.traffic.canaries.drawWord('short')}}`],
      ['another media type', 415, 'text/plain', value('text')],
      ['a form', 415, 'application/x-www-form-urlencoded', new URLSearchParams({ data: value('form') }).toString()],
    ] as const) {
      const reply = await fetch(url, { method: 'POST', headers: { 'content-type': type }, body });
      this.traffic.note(what, expected, { ...answerOf(reply), body: await reply.text() });
    }
  }

  private async introspections(): Promise<void> {
    const headers = { authorization: this.world.backEnd };
    const [{ token }] = this.traffic.issued as [Issued];
    const jwt = { ...headers, accept: 'application/token-introspection+jwt' };
    const form = { token };
    const url = this.world.url;
    this.traffic.note('introspection', 200, await this.traffic.post(PATHS.introspectV2, { headers, form }));
    this.traffic.note('introspection, v1', 200, await this.traffic.post(PATHS.introspectV1, { headers, form }));
    this.traffic.note(
      'batch',
      200,
      await this.traffic.post(PATHS.introspectBatch, { headers, json: { tokens: [token] } }),
    );
    const body = new URLSearchParams(form).toString();
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    const signed = await fetch(url + PATHS.introspectV2, { method: 'POST', headers: { ...jwt, ...type }, body });
    this.traffic.note('introspection, signed', 200, { ...answerOf(signed), body: await signed.text() });
    const unknown = { token: this.traffic.canaries.draw('introspected instead of a token') };
    this.traffic.note('no token', 200, await this.traffic.post(PATHS.introspectV2, { headers, form: unknown }));
    this.traffic.note('nobody asks', 401, await this.traffic.post(PATHS.introspectV2, { form }));
    const inQuery = `${PATHS.introspectV2}?${new URLSearchParams(form).toString()}`;
    this.traffic.note('a token in the address', 400, await this.traffic.post(inQuery, { headers, form: {} }));
  }

  /** Where else a stateless token can be used, and what it may not do. */
  private async limitations(): Promise<void> {
    const [{ token, subject }] = this.traffic.issued as [Issued];
    const headers = { authorization: `Bearer ${token}` };
    this.traffic.note('userinfo', 200, await send('GET', this.world.url + PATHS.userInfo, { headers }));
    this.traffic.note(
      'enrolment',
      403,
      await this.traffic.post(PATHS.mobileEnrollment, { headers, json: { device_name: subject } }),
    );
    this.traffic.note('questions', 403, await send('GET', this.world.url + PATHS.mobileTransactions, { headers }));
    const inAddress = `${PATHS.userInfo}?access_token=${token}`;
    this.traffic.note('a token in the address', 401, await send('GET', this.world.url + inAddress));
  }

  /** An administrator who searches for people, and an author who tests a script with someone's data. */
  private async console(): Promise<void> {
    const { admin, app } = this.world;
    // What an administrator searches for is a statement parameter, so PostgreSQL logs it if it logs parameters.
    const subject = this.traffic.canaries.drawSubject('subject that an administrator looks for', ['database-log']);
    const order = { ...this.traffic.order('looked for', 'succeed'), person: subject };
    await this.complete(app, ONE_STEP, order);
    this.traffic.note('a person is looked for', 404, await admin.request('readUser', { parameters: { id: subject } }));
    this.traffic.note('and among events', 200, await admin.request('listEvents', { query: { user_id: subject } }));
    for (const action of ['succeed', 'throw', 'no-status'] as const) {
      const data = this.traffic.data(this.traffic.order(`test run, ${action}`, action));
      const body = { scripts: { complete: SCRIPTS.complete }, step: 'complete', data };
      await admin.call('testRun', { parameters: { identifier: ONE_STEP }, body });
      this.traffic.sent += 1;
    }
  }

  private request(order: Order) {
    return {
      ...{ data: this.traffic.data(order), scope: ['profile', 'openid'], profile_id: 'PERSON' },
      grant_type: STATELESS_AUTHENTICATION_GRANT,
    };
  }

  private async complete(
    app: MobileApp,
    provider: string,
    order: Order,
    more: object = {},
    status = ACTIONS[order.action],
  ): Promise<void> {
    const reply = await app.complete(provider, { ...this.request(order), ...more });
    this.traffic.took(order, this.traffic.note(`complete: ${order.action}`, status, reply));
  }
}

const answerOf = ({ status, headers }: Response) => ({ status, headers });
