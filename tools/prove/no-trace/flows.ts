import { PATHS, STATELESS_AUTHENTICATION_GRANT, type CompleteRegistrationResponse } from '@passant/contracts';
import { type Exchange, type MobileApp, send } from '@passant/mobile-client';
import { StepFailed } from '../../lib/run.mjs';
import type { Canaries } from './canaries.js';
import type { Evidence } from './evidence.js';
import type { Outside } from './outside.js';
import type { Order } from './scripts.js';
import { SCRIPTS } from './scripts.js';
import { ONE_STEP, TWO_STEP, type World } from './world.js';

/** Everything that can go wrong in a script, and what goes right. */
const ACTIONS: Order['action'][] = [
  ...(['succeed', 'retry', 'refuse', 'throw', 'throw-value', 'no-status', 'no-user', 'protected-claim'] as const),
  ...(['not-storable', 'too-large', 'spin', 'exhaust-memory', 'exhaust-stack', 'fetch', 'fetch-elsewhere'] as const),
];

/** A token that was issued, and whom it is about. */
export interface Issued {
  token: string;
  subject: string;
}

/** Lets people pass in every way there is, each with canaries of their own. */
export class Flows {
  readonly issued: Issued[] = [];
  /** Requests sent, and how many of them were refused. */
  sent = 0;
  refused = 0;
  /** Under which administrators open the traces of refusals. */
  readonly errorIds: string[] = [];

  constructor(
    private readonly world: World,
    private readonly canaries: Canaries,
    private readonly outside: Outside,
    private readonly evidence: Evidence,
  ) {}

  async run(): Promise<void> {
    for (const action of ACTIONS) await this.oneStep(action);
    for (const action of ACTIONS) await this.twoSteps(action);
    await this.retries();
    await this.olderForm();
    for (const hook of ['agree', 'fail', 'nonsense'] as const) await this.hooked(hook);
    await this.backchannel();
    await this.malformed();
    await this.introspections();
    await this.limitations();
    await this.console();
    if (this.issued.length < 6) throw new StepFailed(`Only ${this.issued.length} people passed: the flows are broken.`);
  }

  private async oneStep(action: Order['action']): Promise<void> {
    const order = this.order(`one step, ${action}`, action);
    await this.complete(this.world.app, ONE_STEP, order);
  }

  private async twoSteps(action: Order['action']): Promise<void> {
    const order = this.order(`two steps, init: ${action}`, action);
    const { app } = this.world;
    const { body } = this.note(`init: ${action}`, await app.init(TWO_STEP, { data: this.data(order) }));
    if (!body.transaction_id) return;
    this.canaries.key(`transaction of ${action}`, body.transaction_id);
    const answer = this.order(`two steps, complete: ${action}`, action);
    await this.complete(app, TWO_STEP, answer, { transaction_id: body.transaction_id });
  }

  /** A transaction that fails in every way a person may try again after, and stays open with what *init* left. */
  private async retries(): Promise<void> {
    const { app } = this.world;
    for (const last of ['succeed', undefined] as const) {
      const order = this.order(`retries, init, then ${last ?? 'nothing'}`, 'succeed');
      const { body } = this.note('init', await app.init(TWO_STEP, { data: this.data(order) }));
      const transaction = { transaction_id: this.canaries.key('open transaction', body.transaction_id ?? '') };
      for (const action of ['retry', 'throw', 'retry', last] as const) {
        if (action) await this.complete(app, TWO_STEP, this.order(`retries, ${action}`, action), transaction);
      }
    }
  }

  private async olderForm(): Promise<void> {
    for (const action of ['succeed', 'throw', 'retry'] as const) {
      const order = this.order(`v1, ${action}`, action);
      const path = PATHS.customRegistrationV1(ONE_STEP, 'complete');
      const headers = { authorization: this.world.olderApp };
      this.took(order, this.note(`v1 ${action}`, await this.post(path, { headers, json: this.request(order) })));
    }
  }

  private async hooked(hook: Outside['hook']): Promise<void> {
    this.outside.hook = hook;
    const customParams = { hook_context_custom_params: { note: [this.canaries.draw(`parameter of a hook, ${hook}`)] } };
    await this.complete(this.world.hookedApp, ONE_STEP, this.order(`web hooks, ${hook}`, 'succeed'), customParams);
  }

  private async backchannel(): Promise<void> {
    for (const action of ['succeed', 'retry', 'throw'] as const) {
      const data = this.data(this.order(`backchannel, ${action}`, action));
      const headers = { authorization: this.world.backEnd };
      const path = PATHS.customRegistrationBackchannel(ONE_STEP);
      this.note(`backchannel ${action}`, await this.post(path, { headers, json: { data } }));
    }
  }

  /** Requests in which the person stands where they do not belong. */
  private async malformed(): Promise<void> {
    const value = (what: string) => this.canaries.draw(`malformed, ${what}`);
    const changes: Record<string, () => object> = {
      'data that is no text': () => ({ data: { person: value('data') } }),
      'a profile id that is none': () => ({ profile_id: value('profile id') }),
      'a scope that is none': () => ({ scope: [value('scope')] }),
      'an unknown grant': () => ({ grant_type: value('grant') }),
      'an unknown transaction': () => ({ transaction_id: value('transaction') }),
      'parameters of hooks that are none': () => ({ hook_context_custom_params: value('custom parameters') }),
      'a member that does not exist': () => ({ [value('name of a member')]: value('member') }),
      'too much': () => ({ data: value('too much').repeat(4000) }),
    };
    for (const [what, change] of Object.entries(changes)) {
      const order = this.order(`malformed: ${what}`, 'succeed');
      const reply = await this.world.app.complete(ONE_STEP, { ...this.request(order), ...change() });
      this.took(order, this.note(what, reply));
    }
    const url = this.world.url + PATHS.customRegistrationV2(ONE_STEP, 'complete');
    for (const [what, type, body] of [
      ['JSON that is none', 'application/json', `{"data": "${value('broken JSON')}`],
      ['another media type', 'text/plain', value('text')],
      ['a form', 'application/x-www-form-urlencoded', new URLSearchParams({ data: value('form') }).toString()],
    ] as const) {
      const reply = await fetch(url, { method: 'POST', headers: { 'content-type': type }, body });
      const shown = `${[...reply.headers].join('\n')}\n${await reply.text()}`;
      this.count(what, reply.status, shown);
    }
  }

  private async introspections(): Promise<void> {
    const headers = { authorization: this.world.backEnd };
    const [{ token }] = this.issued as [Issued];
    const jwt = { ...headers, accept: 'application/token-introspection+jwt' };
    const form = { token };
    const url = this.world.url;
    this.note('introspection', await this.post(PATHS.introspectV2, { headers, form }));
    this.note('introspection, v1', await this.post(PATHS.introspectV1, { headers, form }));
    this.note('batch', await this.post(PATHS.introspectBatch, { headers, json: { tokens: [token] } }));
    const body = new URLSearchParams(form).toString();
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    await (await fetch(url + PATHS.introspectV2, { method: 'POST', headers: { ...jwt, ...type }, body })).text();
    const unknown = { token: this.canaries.draw('introspected instead of a token') };
    this.note('no token', await this.post(PATHS.introspectV2, { headers, form: unknown }));
    this.note('nobody asks', await this.post(PATHS.introspectV2, { form }));
    const inQuery = `${PATHS.introspectV2}?${new URLSearchParams(form).toString()}`;
    this.note('a token in the address', await this.post(inQuery, { headers, form: {} }));
  }

  /** What a stateless token may not do. */
  private async limitations(): Promise<void> {
    const [{ token, subject }] = this.issued as [Issued];
    const headers = { authorization: `Bearer ${token}` };
    this.note('userinfo', await send('GET', this.world.url + PATHS.userInfo, { headers }));
    this.note('enrolment', await this.post(PATHS.mobileEnrollment, { headers, json: { device_name: subject } }));
    this.note('questions', await send('GET', this.world.url + PATHS.mobileTransactions, { headers }));
    const inAddress = `${PATHS.userInfo}?access_token=${token}`;
    this.note('a token in the address', await send('GET', this.world.url + inAddress));
  }

  /** An administrator who looks for people, and an author who tries a script with somebody's data. */
  private async console(): Promise<void> {
    const { admin, app } = this.world;
    // What an administrator types is a parameter of a statement, so a PostgreSQL that logs parameters logs it.
    const subject = this.canaries.draw('subject that an administrator looks for', 'database-log');
    const order = { ...this.order('looked for', 'succeed'), person: subject };
    this.took(order, await app.complete(ONE_STEP, { ...this.request(order), data: JSON.stringify(order) }));
    this.note('a person is looked for', await admin.request('readUser', { parameters: { id: subject } }));
    this.note('and among events', await admin.request('listEvents', { query: { user_id: subject } }));
    for (const action of ['succeed', 'throw', 'no-status'] as const) {
      const data = this.data(this.order(`test run, ${action}`, action));
      const body = { scripts: { complete: SCRIPTS.complete }, step: 'complete', data };
      await admin.request('testRun', { parameters: { identifier: ONE_STEP }, body });
      this.sent += 1;
    }
  }

  private order(flow: string, action: Order['action']): Order {
    const draw = (what: string) => this.canaries.draw(`${what} (${flow})`);
    return {
      action,
      person: draw('subject'),
      firstName: draw('attribute'),
      response: draw('script output'),
      keep: draw('registration data'),
      log: draw('log line'),
      url: `${this.outside.url}/scheme/${action === 'fetch' ? '' : 'fail'}?person=${encodeURIComponent(draw('address'))}`,
    };
  }

  private data(order: Order): string {
    return this.canaries.whole(`data of ${order.action}`, JSON.stringify(order));
  }

  private request(order: Order) {
    return {
      ...{ data: this.data(order), scope: ['profile', 'openid'], profile_id: 'PERSON' },
      grant_type: STATELESS_AUTHENTICATION_GRANT,
    };
  }

  private async complete(app: MobileApp, provider: string, order: Order, more: object = {}): Promise<void> {
    const reply = await app.complete(provider, { ...this.request(order), ...more });
    this.took(order, this.note(`complete: ${order.action}`, reply));
  }

  /** Remembers a token that was issued. */
  private took(order: Order, { body }: Exchange): void {
    const { oauth_token: issued } = (body ?? {}) as Partial<CompleteRegistrationResponse>;
    if (!issued) return;
    this.canaries.key(`access token (${order.action})`, issued.access_token);
    if (issued.id_token) this.canaries.key(`ID token (${order.action})`, issued.id_token);
    this.issued.push({ token: issued.access_token, subject: order.person! });
  }

  private post(path: string, options: Parameters<typeof send>[2]): Promise<Exchange> {
    return send('POST', this.world.url + path, options);
  }

  /** Keeps what a refusal said: whoever reads logs of a proxy, or a screenshot, sees that. */
  private note<Body>(what: string, reply: Exchange<Body>): Exchange<Body> {
    this.count(what, reply.status, `${[...reply.headers].join('\n')}\n${JSON.stringify(reply.body)}`);
    return reply;
  }

  private count(what: string, status: number, shown: string): void {
    this.sent += 1;
    if (status < 400) return;
    this.refused += 1;
    this.evidence.add('error-pages', `${status}, ${what}`, shown);
    const id = /"error_id":"([^"]+)"/.exec(shown)?.[1];
    if (id !== undefined) this.errorIds.push(id);
  }
}
