import * as openid from 'openid-client';
import { FakeScheme } from './fake-scheme.js';
import { OPENID_CLIENT } from './openid-provider.js';
import { PERSONAS, type PersonaName } from './personas.js';
import { LEVELS } from './statements.js';

/** A client that nobody here wrote. What it takes for OpenID Connect is OpenID Connect. */

const REDIRECT_URI = 'com.example.app:/back';

let scheme: FakeScheme;
let config: openid.Configuration;
/** Seconds by which the clock of the scheme is ahead. */
let ahead: number;

beforeEach(async () => {
  ahead = 0;
  scheme = await FakeScheme.start(() => Math.floor(Date.now() / 1000) + ahead);
  config = await openid.discovery(
    new URL(scheme.url),
    OPENID_CLIENT.clientId,
    OPENID_CLIENT.clientSecret,
    undefined,
    // It is on loopback, without TLS.
    { execute: [openid.allowInsecureRequests, openid.enableNonRepudiationChecks] },
  );
});
afterEach(() => scheme.close());

const STATE = 'the-state';
const NONCE = 'the-nonce';

const requestWith = (changes: Record<string, string> = {}) =>
  openid.buildAuthorizationUrl(config, {
    ...{ redirect_uri: REDIRECT_URI, scope: 'openid profile', state: STATE, nonce: NONCE },
    ...changes,
  }).href;
const signIn = (persona: PersonaName, changes?: Record<string, string>) => scheme.signIn(requestWith(changes), persona);
const redeem = (back: URL) =>
  openid.authorizationCodeGrant(config, back, { expectedState: STATE, expectedNonce: NONCE, idTokenExpected: true });
const tokenRequest = async (back: URL, changes: Record<string, string> = {}) => {
  const form = new URLSearchParams({
    ...{ grant_type: 'authorization_code', code: back.searchParams.get('code')!, redirect_uri: REDIRECT_URI },
    ...{ client_id: OPENID_CLIENT.clientId, client_secret: OPENID_CLIENT.clientSecret, ...changes },
  });
  const reply = await fetch(config.serverMetadata().token_endpoint!, { method: 'POST', body: form });
  return { status: reply.status, error: ((await reply.json()) as { error?: string }).error };
};

describe('The scheme as an OpenID provider', () => {
  it.each(['adult', 'noEmail', 'everyScript'] as const)('lets %s in, and says who it is', async (persona) => {
    const tokens = await redeem(await signIn(persona));
    const { sub, firstName, lastName } = PERSONAS[persona];
    expect(tokens.claims()).toMatchObject({ iss: scheme.url, sub, aud: OPENID_CLIENT.clientId, acr: LEVELS.high });
    const known = await openid.fetchUserInfo(config, tokens.access_token, sub);
    expect(known).toMatchObject({ sub, given_name: firstName, family_name: lastName });
    expect('email' in known).toBe(persona !== 'noEmail');
  });

  it.each([
    ['wrong-signature', /signature/],
    ['clock-off', /"exp"|too far in the past|timestamp/],
    ['replayed-answer', /"nonce"/],
  ] as const)('gives an ID token that no client takes while it is %s', async (mood, complaint) => {
    scheme.mood = mood;
    const back = await signIn('adult');
    const fault = await redeem(back).then(
      () => undefined,
      (error: Error) => [error.message, String((error.cause as Error | undefined)?.message)].join(' '),
    );
    expect(fault).toMatch(complaint);
    scheme.mood = 'up';
    expect((await redeem(await signIn('adult'))).claims()?.sub).toBe(PERSONAS.adult.sub);
  });

  it('replays the very token that it gave before', async () => {
    const first = await redeem(await signIn('adult'));
    scheme.mood = 'replayed-answer';
    const back = await signIn('minor', { nonce: 'another' });
    const again = await openid.authorizationCodeGrant(config, back, { expectedState: STATE, expectedNonce: NONCE });
    expect(again.id_token).toBe(first.id_token);
  });

  it('is not sure enough while it is wrong-level', async () => {
    scheme.mood = 'wrong-level';
    expect((await redeem(await signIn('adult'))).claims()).toMatchObject({ acr: LEVELS.low });
  });

  it.each([
    ['user-says-no', 'adult'],
    ['up', 'john'],
  ] as const)('sends people back with nothing who say no, or who are blocked (%s, %s)', async (mood, persona) => {
    scheme.mood = mood;
    const back = await signIn(persona);
    expect(Object.fromEntries(back.searchParams)).toEqual({ error: 'access_denied', state: STATE, iss: scheme.url });
  });

  it.each([
    ['without openid', { scope: 'profile' }, 'invalid_scope'],
    ['for another kind of answer', { response_type: 'token' }, 'unsupported_response_type'],
  ])('sends people back from a request %s', async (_, changes, error) => {
    expect((await signIn('adult', changes)).searchParams.get('error')).toBe(error);
  });

  it.each([
    ['of a client it does not know', { client_id: 'another' }, 'unauthorized_client'],
    ['that says no address to go back to', { redirect_uri: 'back' }, 'invalid_request'],
  ])('sends nobody back from a request %s', async (_, changes, error) => {
    await expect(signIn('adult', changes)).rejects.toThrow(`400 {"error":"${error}"}`);
    expect((await fetch(requestWith(changes))).status).toBe(400);
  });

  it('shows a page with everybody on it', async () => {
    const page = await (await fetch(requestWith())).text();
    for (const { firstName } of Object.values(PERSONAS)) expect(page).toContain(`I am ${firstName}`);
  });

  it('sends nobody anywhere who was sent to another scheme', async () => {
    await expect(scheme.signIn('https://scheme.example/authorize', 'adult')).rejects.toThrow(
      'People do not sign in at',
    );
  });

  it('takes a code once', async () => {
    const back = await signIn('adult');
    expect((await tokenRequest(back)).status).toBe(200);
    expect(await tokenRequest(back)).toEqual({ status: 400, error: 'invalid_grant' });
  });

  it.each([
    ['for another address', { redirect_uri: 'com.example.app:/else' }, 400, 'invalid_grant'],
    ['with another grant', { grant_type: 'client_credentials' }, 400, 'unsupported_grant_type'],
    ['with a wrong secret', { client_secret: 'wrong' }, 401, 'invalid_client'],
  ])('does not take a code %s', async (_, changes, status, error) => {
    expect(await tokenRequest(await signIn('adult'), changes)).toEqual({ status, error });
  });

  it('takes neither a code after a minute nor an access token after five', async () => {
    const [late, inTime] = [await signIn('adult'), await signIn('adult')];
    const { access_token: token } = await redeem(inTime);
    ahead = 60;
    expect((await tokenRequest(late)).error).toBe('invalid_grant');
    const ask = () =>
      fetch(config.serverMetadata().userinfo_endpoint!, { headers: { authorization: `Bearer ${token}` } });
    expect((await ask()).status).toBe(200);
    ahead = 300;
    expect((await ask()).status).toBe(401);
  });

  it('remembers what it was asked', async () => {
    await openid.fetchUserInfo(config, (await redeem(await signIn('adult'))).access_token, PERSONAS.adult.sub);
    expect(scheme.requests.map(({ method, path }) => `${method} ${path.split('?', 1)[0]}`)).toEqual([
      'GET /.well-known/openid-configuration',
      'POST /openid/authorize/adult',
      'POST /openid/token',
      'GET /openid/keys',
      'GET /openid/userinfo',
    ]);
  });

  it('is down for them, too', async () => {
    scheme.mood = 'down';
    await expect(signIn('adult')).rejects.toThrow('fetch failed');
    scheme.mood = 'failing';
    await expect(signIn('adult')).rejects.toThrow('503');
  });
});
