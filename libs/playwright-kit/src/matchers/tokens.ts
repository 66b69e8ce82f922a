import { IntrospectionResponse } from '@passant/contracts';
import type { ResourceServer as Guard } from '@passant/resource-server';
import { type CurrentTest, currentTest } from '../evidence/current.js';
import { Registration } from '../phone/registration.js';
import { guardOf } from '../resource-server.js';
import { type Outcome, differences, outcome } from './outcome.js';

/** All matchers of a test share one API client. */
const introspectors = new WeakMap<CurrentTest, Promise<Guard>>();

async function introspect(token: string): Promise<IntrospectionResponse> {
  const test = currentTest();
  let asking = introspectors.get(test);
  if (!asking) {
    const { given, url } = test.passant;
    asking = given
      .apiClient()
      .then(({ client_id: clientId, client_secret: clientSecret }) =>
        guardOf({ url, clientId, clientSecret: clientSecret! }),
      );
    introspectors.set(test, asking);
  }
  return IntrospectionResponse.parse(await (await asking).introspect(token));
}

const tokenOf = (received: string | Registration) => (typeof received === 'string' ? received : received.token);

/** Expected members of the introspection response; scopes and methods in any order. */
export interface ExpectedToken {
  sub?: string;
  scope?: string | readonly string[];
  amr?: readonly string[];
  [member: string]: unknown;
}

/** Asserts that introspection reports the token as active and with the expected members. */
export async function toBeActiveToken(received: string | Registration, expected: ExpectedToken = {}): Promise<Outcome> {
  const known = await introspect(tokenOf(received));
  if (!known.active) return outcome('toBeActiveToken', false, ['Introspection says: { "active": false }']);
  const list = (scope: unknown) => (typeof scope === 'string' ? scope.split(' ') : scope);
  const wanted = expected.scope === undefined ? expected : { ...expected, scope: list(expected.scope) };
  const wrong = differences(wanted, {
    ...known,
    ...(expected.scope === undefined ? {} : { scope: list(known.scope) }),
  });
  return outcome('toBeActiveToken', wrong.length === 0, [...wrong, '', `Introspection says: ${JSON.stringify(known)}`]);
}

/**
 * Asserts that the registration was stateless: the token says so, there is no refresh token unless the application gives
 * stateless sessions, and no profile of this person is kept for this installation.
 */
export async function toBeStateless(received: Registration): Promise<Outcome> {
  const known = await introspect(received.token);
  const faults: string[] = [];
  if (!known.active) faults.push('The token is not active.');
  else {
    if (!known.amr.includes('STATELESS_AUTHENTICATION')) faults.push(`Its amr is ${JSON.stringify(known.amr)}.`);
    const parameters = { id: known.sub };
    const kept = await currentTest().passant.admin.request('readUser', { parameters });
    if (kept.status !== 200 && kept.status !== 404) {
      throw new Error(
        `The server could not say whether a profile is kept: ${kept.status} ${JSON.stringify(kept.body)}`,
      );
    }
    const profiles = (kept.body as { profiles?: { client_id: string }[] }).profiles ?? [];
    // A profile of the same person from another installation may exist; one from this phone may not.
    if (profiles.some(({ client_id }) => client_id === known.client_id))
      faults.push('A profile of the person is kept.');
  }
  if (received.tokens.refresh_token !== undefined && !(known.active && (await givesSessions(known.app_identifier)))) {
    faults.push('A refresh token was issued.');
  }
  return outcome('toBeStateless', faults.length === 0, faults.length > 0 ? faults : ['The registration is stateless.']);
}

/** Whether an application gives stateless sessions, which a refresh token continues. */
async function givesSessions(application: string | undefined): Promise<boolean> {
  if (application === undefined) return false;
  const { admin } = currentTest().passant;
  const { user_authentication } = await admin.call('readApplication', { parameters: { identifier: application } });
  return user_authentication.stateless_session;
}
