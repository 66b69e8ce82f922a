import { JWT_BEARER_ASSERTION_TYPE, PATHS, STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { type AssertionChanges, DeviceKey, send } from '@passant/mobile-client';
import { StepFailed } from '../../lib/run.mjs';
import type { Place } from './evidence.js';
import type { Order } from './scripts.js';
import type { Traffic } from './traffic.js';
import { ONE_STEP, REDIRECT_URI, TWO_STEP, VERSION, type World, tokenFor } from './world.js';

/**
 * Where a request ID that the caller chose may be found: it is returned to the caller, and an administrator who
 * searches for it passes it to the database.
 */
const WHERE_NAMES_ARE: readonly Place[] = ['error-pages', 'database-log'];

/**
 * Metadata of a request that may identify someone: the source address, the user agent and the request ID; also
 * parameters other than the data, such as scopes and redirect URIs.
 */
export class SurroundingFlows {
  constructor(
    private readonly world: World,
    private readonly traffic: Traffic,
  ) {}

  async run(): Promise<void> {
    await this.installation();
    await this.names();
    await this.scopes();
    await this.redirectUris();
  }

  /** An installation from its first request on: none of its events may reveal where it was. */
  private async installation(): Promise<void> {
    const { traffic, world } = this;
    const key = await DeviceKey.generate();
    const token = await tokenFor(world.admin, 'traveller-app', traffic.canaries);
    const registration = await traffic.post(PATHS.clients, {
      headers: { ...this.origin('registration'), authorization: `Bearer ${token}` },
      json: {
        ...{ token_endpoint_auth_method: 'private_key_jwt', jwks: { keys: [key.publicJwk] } },
        ...{ software_version: VERSION.version, app_platform: VERSION.platform },
      },
    });
    const { client_id: id, registration_access_token: own } = traffic.note('an installation', 201, registration)
      .body as Record<string, string>;
    traffic.canaries.key('registration token of an installation', own!);
    const authentication = async (changes?: AssertionChanges) => ({
      client_assertion_type: JWT_BEARER_ASSERTION_TYPE,
      client_assertion: await key.assertion(id!, `${world.url}/oauth`, Math.floor(Date.now() / 1000), changes),
    });
    const init = PATHS.customRegistrationV2(TWO_STEP, 'init');
    const complete = PATHS.customRegistrationV2(ONE_STEP, 'complete');
    const order = this.traffic.order('an installation', 'succeed');
    const requests: [what: string, status: number, path: string, body: object, changes?: AssertionChanges][] = [
      ['init', 200, init, { data: this.traffic.data(this.traffic.order('an installation, init', 'succeed')) }],
      ['too much for init', 400, init, { data: 'x'.repeat(40_000) }],
      ['an assertion that has expired', 400, init, {}, { claims: { exp: 1 } }],
      ['an assertion of another audience', 400, complete, this.request(order), { claims: { aud: 'https://other' } }],
      ['complete', 200, complete, this.request(order)],
    ];
    for (const [what, status, path, body, changes] of requests) {
      const json = { ...(await authentication(changes)), ...body };
      const reply = await traffic.post(path, { headers: this.origin(what), json });
      if (path === complete) traffic.took(order, traffic.note(what, status, reply as never));
      else traffic.note(what, status, reply);
    }
    const headers = { ...this.origin('reading the registration'), authorization: `Bearer ${own}` };
    traffic.note('a registration is read', 200, await send('GET', world.url + PATHS.client(id!), { headers }));
  }

  /** Request IDs chosen by the caller: they are not recorded, and nothing can be found by them. */
  private async names(): Promise<void> {
    const { traffic, world } = this;
    const path = PATHS.customRegistrationV2(ONE_STEP, 'complete');
    const call = async (what: string, action: Order['action'], status: number, spared: readonly Place[]) => {
      const order = traffic.order(`called by a name, ${what}`, action);
      const name = traffic.canaries.drawWord(`name of a request (${what})`, spared);
      const json = { ...(await world.app.authentication()), ...this.request(order) };
      const reply = await traffic.post(path, { headers: { 'x-request-id': name }, json });
      traffic.took(order, traffic.note(what, status, reply as never));
      return name;
    };
    await call('one that succeeds', 'succeed', 200, []);
    const name = await call('one that is refused', 'throw', 500, WHERE_NAMES_ARE);
    const sought = await world.admin.request('readRefusal', { parameters: { error_id: name } });
    traffic.note('a refusal is looked for by the name of its caller', 404, sought);
    // A request that uses the ID of a refusal must not replace that refusal.
    const [errorId = ''] = traffic.errorIds;
    const kept = async () =>
      traffic.note('a refusal', 200, await world.admin.request('readRefusal', { parameters: { error_id: errorId } }));
    const before = JSON.stringify((await kept()).body);
    await traffic.post(path, { headers: { 'x-request-id': errorId }, json: {} });
    if (JSON.stringify((await kept()).body) !== before)
      throw new StepFailed('A refusal was put in the place of another.');
  }

  private async scopes(): Promise<void> {
    const { traffic, world } = this;
    const scope = (what: string) => traffic.canaries.drawWord(`scope (${what})`);
    const order = traffic.order('a scope that there is not', 'succeed');
    const asked = { ...this.request(order), scope: ['profile', scope('complete')] };
    traffic.note('a scope that there is not', 400, await world.app.complete(ONE_STEP, asked));
    const headers = { authorization: world.webClient };
    const form = { grant_type: 'client_credentials', scope: scope('token') };
    traffic.note('a scope at the token endpoint', 400, await traffic.post(PATHS.token, { headers, form }));
    const address = this.authorization({ scope: scope('authorization') });
    traffic.note('a scope at the login pages', 303, await pageAt(address));
  }

  private async redirectUris(): Promise<void> {
    const { traffic, world } = this;
    const uri = (what: string) => `${REDIRECT_URI}?person=${traffic.canaries.drawWord(`redirect URI (${what})`)}`;
    const address = this.authorization({ redirect_uri: uri('authorization') });
    traffic.note('a redirect URI that is none', 400, await pageAt(address));
    const headers = { authorization: world.webClient };
    const form = { grant_type: 'authorization_code', code: 'none', redirect_uri: uri('token'), code_verifier: 'none' };
    traffic.note('a redirect URI at the token endpoint', 400, await traffic.post(PATHS.token, { headers, form }));
    const registration = { redirect_uris: [uri('registration')], token_endpoint_auth_method: 'none' };
    traffic.note('a redirect URI of a stranger', 401, await traffic.post(PATHS.clients, { json: registration }));
  }

  /** Headers that say where a request comes from, and from which program. */
  private origin(what: string): Record<string, string> {
    const { canaries } = this.traffic;
    return {
      'user-agent': canaries.drawWord(`User-Agent (${what})`),
      'x-forwarded-for': canaries.drawAddress(`address (${what})`),
    };
  }

  private authorization(changes: Record<string, string>): string {
    const request = {
      ...{ response_type: 'code', client_id: this.world.webClientId, redirect_uri: REDIRECT_URI },
      ...{ code_challenge: 'a'.repeat(43), code_challenge_method: 'S256', ...changes },
    };
    return `${this.world.url}${PATHS.authorize}?${new URLSearchParams(request).toString()}`;
  }

  private request(order: Order) {
    return {
      ...{ data: this.traffic.data(order), scope: ['profile', 'openid'], profile_id: 'PERSON' },
      grant_type: STATELESS_AUTHENTICATION_GRANT,
    };
  }
}

async function pageAt(address: string) {
  const reply = await fetch(address, { redirect: 'manual' });
  return { status: reply.status, headers: reply.headers, body: await reply.text() };
}
