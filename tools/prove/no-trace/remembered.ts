import { createHash, randomBytes } from 'node:crypto';
import {
  IMPLICIT_AUTHENTICATION_GRANT,
  PATHS,
  STATELESS_AUTHENTICATION_GRANT,
  type StartedAuthentication,
  type TokenAnswer,
} from '@passant/contracts';
import { AuthenticationDevice, DeviceKey, send } from '@passant/mobile-client';
import { StepFailed } from '../../lib/run.mjs';
import { Browser, type Page } from '../../world/browser.js';
import type { Order } from './scripts.js';
import { type Traffic, WHERE_PROFILES_ARE } from './traffic.js';
import { APP_URI, ONE_STEP, REDIRECT_URI, TWO_STEP, type World } from './world.js';

/** What can go wrong in a script while a browser waits, and the status of the response to the browser. */
const FAILURES: [Order['action'], number][] = [
  ['retry', 200],
  ['refuse', 303],
  ['throw', 303],
  ['throw-value', 303],
  ['no-status', 303],
  ['text-status', 303],
  ['no-user', 303],
  ['protected-claim', 303],
  ['too-large', 303],
  ['fetch', 200],
  ['fetch-elsewhere', 303],
];

const PROFILE = 'PERSON';

/**
 * Registers people who get a profile, which contains their subject and attributes. What they entered, whatever else
 * scripts made of it, and everyone who was refused is searched for as for anyone else.
 */
export class RememberedFlows {
  /** Subject of the person with a profile in the app. */
  private person = '';

  constructor(
    private readonly world: World,
    private readonly traffic: Traffic,
  ) {}

  async run(): Promise<void> {
    await this.loginPages();
    await this.stateless();
    const token = await this.ordinary();
    await this.implicit();
    await this.mobileAuthentication(token);
  }

  private async loginPages(): Promise<void> {
    await this.signIn('one step', ONE_STEP);
    await this.signIn('two steps', TWO_STEP);
    for (const [action, status] of FAILURES) await this.failing(action, status);
    await this.turningBack();
    await this.brokenForms();
  }

  /** From the authorization request to the tokens, and what can be done with them. */
  private async signIn(flow: string, provider: string): Promise<void> {
    const { traffic, world } = this;
    const order = traffic.order(`login pages, ${flow}`, 'succeed', WHERE_PROFILES_ARE);
    const { consent, browser, verifier } = await this.answered(provider, order, 200);
    const back = traffic.note('consent', 303, await browser.send(consent, PATHS.authorizeConsent, CONTINUE));
    const code = new URL(back.headers.get('location') ?? '').searchParams.get('code') ?? '';
    traffic.canaries.key(`authorization code (${flow})`, code);
    const headers = { authorization: world.webClient };
    const form = { grant_type: 'authorization_code', code, redirect_uri: REDIRECT_URI, code_verifier: verifier };
    const strange = { ...form, code_verifier: randomBytes(32).toString('base64url') };
    traffic.note('another verifier', 400, await traffic.post(PATHS.token, { headers, form: strange }));
    const tokens = this.took(flow, traffic.note('code', 200, await traffic.post(PATHS.token, { headers, form })).body);
    const bearer = { authorization: `Bearer ${tokens.access_token}` };
    traffic.note('userinfo', 200, await send('GET', world.url + PATHS.userInfo, { headers: bearer }));
    const asked = { token: tokens.access_token };
    const known = await send<{ sub?: string }>('POST', world.url + PATHS.introspectV2, {
      ...{ headers: { authorization: world.backEnd }, form: asked },
    });
    if (known.body.sub !== order.person) throw new StepFailed('Nobody knows who signed in on the login pages.');
    const exchange = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token! };
    const fresh = traffic.note('refresh', 200, await traffic.post(PATHS.token, { headers, form: exchange }));
    this.took(`${flow}, refreshed`, fresh.body);
    if (provider !== ONE_STEP) return;
    traffic.note('a code that comes twice', 400, await traffic.post(PATHS.token, { headers, form }));
  }

  /** People who register statelessly on the login pages: nothing of them may be found, unlike of those above. */
  private async stateless(): Promise<void> {
    const { traffic, world } = this;
    const { sessionApp } = world;
    const changes = {
      client_id: sessionApp.clientId,
      redirect_uri: APP_URI,
      grant_type: STATELESS_AUTHENTICATION_GRANT,
    };
    for (const provider of [ONE_STEP, TWO_STEP]) {
      const order = traffic.order(`login pages, stateless, ${provider}`, 'succeed');
      const { consent, browser, verifier } = await this.answered(provider, order, 200, changes);
      const back = traffic.note('consent', 303, await browser.send(consent, PATHS.authorizeConsent, CONTINUE));
      const code = new URL(back.headers.get('location') ?? '').searchParams.get('code') ?? '';
      traffic.canaries.key(`authorization code (stateless, ${provider})`, code);
      const form = { grant_type: 'authorization_code', code, redirect_uri: APP_URI, code_verifier: verifier };
      const exchanged = async () =>
        traffic.post(PATHS.token, { form: { ...form, ...(await sessionApp.authentication()) } });
      const { body } = traffic.note('code', 200, await exchanged());
      // A code that comes again ends its tokens, so those of one provider are left alone.
      traffic.tookTokens(order, body as TokenAnswer, provider === ONE_STEP);
      if (provider === TWO_STEP) traffic.note('a code that comes twice', 400, await exchanged());
    }
    for (const [action, status] of FAILURES) {
      await this.answered(ONE_STEP, traffic.order(`login pages, stateless, ${action}`, action), status, changes);
    }
    await this.answered(ONE_STEP, traffic.order('login pages, stateless, left open', 'succeed'), 200, changes);
  }

  private async failing(action: Order['action'], status: number): Promise<void> {
    await this.answered(ONE_STEP, this.traffic.order(`login pages, ${action}`, action), status);
  }

  /** People who turn back: instead of answering, after answering, and by just leaving. */
  private async turningBack(): Promise<void> {
    const { traffic } = this;
    const cancel = { decision: 'cancel' };
    const order = traffic.order('login pages, left instead of an answer', 'succeed');
    const { browser, page } = await this.asked(ONE_STEP);
    const left = await browser.send(page, PATHS.authorizeAnswer, { data: traffic.data(order), ...cancel });
    traffic.note('left instead of an answer', 303, left);
    const no = await this.answered(ONE_STEP, traffic.order('login pages, no consent', 'succeed'), 200);
    traffic.note('no consent', 303, await no.browser.send(no.consent, PATHS.authorizeConsent, cancel));
    await this.answered(ONE_STEP, traffic.order('login pages, left open', 'succeed'), 200);
  }

  /** Forms that differ from what the page contains, and URLs with personal data. */
  private async brokenForms(): Promise<void> {
    const { traffic } = this;
    const draw = (what: string) => traffic.canaries.draw(`login pages, ${what}`);
    const { browser, page } = await this.asked(ONE_STEP);
    const post = async (what: string, status: number, fields: Record<string, string>) =>
      traffic.note(what, status, await browser.send(page, PATHS.authorizeAnswer, fields));
    await post('another interaction', 400, { interaction: draw('interaction'), data: draw('data beside it') });
    await post('too much', 400, { data: draw('too much').repeat(4000) });
    await post('an unknown decision', 400, { decision: draw('decision'), data: draw('data beside a decision') });
    for (const [what, changes] of [
      // Every client is looked up by its ID, so PostgreSQL logs the ID if it logs parameters.
      ['an unknown client', { client_id: traffic.canaries.draw('login pages, client', ['database-log']) }],
      ['another address', { redirect_uri: 'https://elsewhere.example/' }],
    ] as const) {
      traffic.note(what, 400, await new Browser(traffic.url).open(this.link(randomBytes(32), changes)));
    }
    const scope = this.link(randomBytes(32), { scope: draw('scope') });
    traffic.note('a scope that is none', 303, await new Browser(traffic.url).open(scope));
  }

  /** A registration with the default grant. @returns its access token */
  private async ordinary(): Promise<string> {
    const { traffic } = this;
    let token = '';
    for (const action of ['throw', 'retry', 'succeed'] as const) {
      const order = traffic.order(`ordinary, ${action}`, action, action === 'succeed' ? WHERE_PROFILES_ARE : []);
      this.person = order.person!;
      const request = { data: traffic.data(order), scope: ['openid', 'profile'], profile_id: PROFILE };
      const reply = await this.world.rememberedApp.complete(ONE_STEP, request);
      traffic.note(`ordinary, ${action}`, action === 'throw' ? 500 : 200, reply);
      if (action === 'succeed') token = this.took('ordinary', reply.body.oauth_token).access_token;
    }
    return token;
  }

  private async implicit(): Promise<void> {
    const { traffic, world } = this;
    for (const [profile, status] of [
      [PROFILE, 200],
      ['NOBODY', 400],
    ] as const) {
      const proof = await world.rememberedApp.authentication();
      const form = { grant_type: IMPLICIT_AUTHENTICATION_GRANT, profile_id: profile, ...proof };
      const reply = traffic.note(`implicit, ${profile}`, status, await traffic.post(PATHS.token, { form }));
      if (status === 200) this.took('implicit', reply.body);
    }
  }

  /** A portal asks the person on their device, and receives the answer. */
  private async mobileAuthentication(token: string): Promise<void> {
    const { traffic, world } = this;
    const device = new AuthenticationDevice(world.url, await DeviceKey.generate(), token);
    const enrolled = traffic.note('enrolment', 201, await device.enrol(PROFILE, 'Phone')).body;
    const push = traffic.canaries.draw('push token');
    traffic.note('push token', 200, await device.enrolPush(enrolled.device_id, push));
    const headers = { authorization: world.backEnd };
    const ask = async (what: string, person: string, status: number) => {
      const form = { type: 'push', user_id: person, message: traffic.canaries.draw(`question to a person, ${what}`) };
      const reply = await traffic.post(PATHS.authenticateUser, { headers, form });
      return traffic.note(`question, ${what}`, status, reply).body as StartedAuthentication;
    };
    await ask('to nobody', traffic.canaries.draw('asked, and not there', ['database-log']), 404);
    for (const accepted of [true, false]) {
      const started = await ask(accepted ? 'accepted' : 'denied', this.person, 200);
      const { body } = traffic.note('pending', 200, await device.pending());
      traffic.note('answer', 200, await device.answer(body.transactions[0]!, accepted));
      const result = world.url + PATHS.authenticationResult(started.transaction_id);
      traffic.note('result', 200, await send('GET', result, { headers }));
    }
    await ask('left open', this.person, 200);
  }

  /** The authorization request of the web application, with parameters that may contain personal data. */
  private link(verifier: Buffer, changes: Record<string, string> = {}): string {
    const parameters = {
      ...{
        response_type: 'code',
        client_id: this.world.webClientId,
        redirect_uri: REDIRECT_URI,
        scope: 'openid profile',
      },
      code_challenge: createHash('sha256').update(verifier.toString('base64url')).digest('base64url'),
      code_challenge_method: 'S256',
      state: this.traffic.canaries.draw('state'),
      login_hint: this.traffic.canaries.draw('login hint'),
      ...changes,
    };
    return `${PATHS.authorize}?${new URLSearchParams(parameters).toString()}`;
  }

  /** Signs in up to the provider's question. */
  private async asked(
    provider: string,
    changes: Record<string, string> = {},
  ): Promise<{ browser: Browser; page: Page; verifier: string }> {
    const verifier = randomBytes(32);
    const browser = new Browser(this.traffic.url);
    const choice = this.traffic.note('login pages', 200, await browser.open(this.link(verifier, changes)));
    const page = await browser.send(choice, PATHS.authorizeProvider, { provider });
    return { browser, page: this.traffic.note('provider', 200, page), verifier: verifier.toString('base64url') };
  }

  /** Signs in up to the script's reaction to the answer. */
  private async answered(provider: string, order: Order, status: number, changes: Record<string, string> = {}) {
    const { browser, page, verifier } = await this.asked(provider, changes);
    const reply = await browser.send(page, PATHS.authorizeAnswer, { data: this.traffic.data(order) });
    const consent = this.traffic.note(`answer on a page, ${order.action}`, status, reply);
    return { browser, consent, verifier };
  }

  /** Issued tokens must not be found, not even those of people with a profile. */
  private took(flow: string, body: unknown): TokenAnswer {
    const tokens = body as TokenAnswer;
    const { canaries } = this.traffic;
    canaries.key(`access token (${flow})`, tokens.access_token);
    if (tokens.refresh_token) canaries.key(`refresh token (${flow})`, tokens.refresh_token);
    if (tokens.id_token) canaries.key(`ID token (${flow})`, tokens.id_token);
    return tokens;
  }
}

const CONTINUE = { decision: 'continue' };
