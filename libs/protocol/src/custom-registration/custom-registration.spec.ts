import { MAX_ATTEMPTS, STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { requireApplicationClient } from '../clients/client.js';
import { afterAttempt, planCompletion, planInit, profileKeyOf, requireTransaction } from './custom-registration.js';
import { requireStateful } from './grants/stateless.grant.js';
import type { RegistrationTransaction } from '../tokens/token-records.js';
import { anApplication, anInstance, aProvider } from '../testing/index.js';

const now = 1_800_000_000;
const caller = { client: anInstance(), application: anApplication() };
const provider = aProvider();
const twoStep = aProvider({ flow: 'TWO_STEP', scripts: { init: 'function execute() {}', complete: 'x' } });
const request = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT };

function refusing(code: string) {
  return expect.objectContaining({ code }) as unknown as Error;
}

describe('Who may register', () => {
  it('is a client of an enabled application in an active version', () => {
    expect(requireApplicationClient(caller.client, caller.application)).toEqual(caller);
  });

  it('is any version where the application lists none', () => {
    const application = anApplication({ versions: [] });
    expect(requireApplicationClient(anInstance({ appVersion: '9.9' }), application).application).toBe(application);
  });

  it.each([
    ['an API client', anInstance({ kind: 'api', application: null }), undefined],
    ['a disabled client', anInstance({ enabled: false }), caller.application],
    [
      'a web client of an application that became mobile',
      anInstance({ kind: 'web', appPlatform: null, appVersion: null }),
      anApplication({ versions: [] }),
    ],
    ['a client whose application is gone', caller.client, undefined],
    ['a client of a disabled application', caller.client, anApplication({ enabled: false })],
    [
      'a disabled version',
      caller.client,
      anApplication({ versions: [{ platform: 'ios', version: '1.0', status: 'DISABLED' }] }),
    ],
    ['an unlisted version', anInstance({ appVersion: '0.9' }), caller.application],
    ['the version of another platform', anInstance({ appPlatform: 'android' }), caller.application],
  ])('is not %s', (_, client, application) => {
    expect(() => requireApplicationClient(client, application)).toThrow(refusing('invalid_client'));
  });
});

describe('Planning init', () => {
  it('gives the init script the data as it came', () => {
    expect(planInit(caller, twoStep, { data: '{"a":1}' })).toMatchObject({
      script: twoStep.scripts.init,
      input: { requestPayload: '{"a":1}', registrationData: null },
    });
  });

  it.each([
    ['an unknown provider', undefined, 'invalid_idp_identifier'],
    ['a disabled provider', { ...twoStep, enabled: false }, 'idp_disabled'],
    ['a provider that is not linked', { ...twoStep, identifier: 'other' }, 'idp_disabled'],
    ['a ONE_STEP provider', provider, 'invalid_request'],
  ])('is refused for %s', (_, found, code) => {
    expect(() => planInit(caller, found, {})).toThrow(refusing(code));
  });
});

describe('Planning complete', () => {
  it('takes the stateless grant where the switch is on', () => {
    expect(planCompletion(caller, provider, request)).toMatchObject({
      grant: { name: 'stateless' },
      scopes: ['profile'],
      profileId: '123EXI',
    });
  });

  it('takes the default grant where none is named', () => {
    expect(planCompletion(caller, provider, { profile_id: '123EXI' }).grant.name).toBe('default');
  });

  it('lets the default provider serve an application that names none', () => {
    const application = anApplication({ identityProviders: [] });
    const serving = aProvider({ isDefault: true });
    expect(planCompletion({ ...caller, application }, serving, request).provider).toEqual(serving);
  });

  it('lets a web application leave profile_id out', () => {
    const application = anApplication({ clientType: 'web', statelessAuthentication: false });
    const plan = planCompletion({ ...caller, application }, provider, {});
    expect(plan.profileId).toBe('static');
    expect(profileKeyOf(plan, 'one')).not.toBe(profileKeyOf(plan, 'two'));
  });

  it('gives a profile that an app names "static" to one person all the same', () => {
    const plan = planCompletion(caller, provider, { profile_id: 'static' });
    expect(profileKeyOf(plan, 'one')).toBe(profileKeyOf(plan, 'two'));
  });

  const off = { ...caller, application: anApplication({ statelessAuthentication: false }) };
  const web = { ...caller, application: anApplication({ clientType: 'web' }) };
  const loginOnly = {
    ...caller,
    application: anApplication({ versions: [{ platform: 'ios', version: '1.0', status: 'LOGIN_ONLY' }] }),
  };
  it.each([
    ['an unknown provider', caller, undefined, request, 'invalid_idp_identifier'],
    ['a disabled provider', caller, aProvider({ enabled: false }), request, 'idp_disabled'],
    ['no profile_id of a mobile client', caller, provider, { ...request, profile_id: undefined }, 'invalid_request'],
    ['no transaction on TWO_STEP', caller, twoStep, request, 'invalid_request'],
    ['another grant type', caller, provider, { ...request, grant_type: 'password' }, 'unsupported_grant_type'],
    ['an empty grant type', caller, provider, { ...request, grant_type: '' }, 'unsupported_grant_type'],
    ['stateless with the switch off', off, provider, request, 'unauthorized_client'],
    ['stateless of a web client', web, provider, request, 'unauthorized_client'],
    ['the default grant in a login-only version', loginOnly, provider, { profile_id: '123EXI' }, 'unauthorized_client'],
    ['an unknown scope', caller, provider, { ...request, scope: ['nothing'] }, 'invalid_scope'],
  ])('is refused for %s', (_, from, found, body, code) => {
    expect(() => planCompletion(from, found, body)).toThrow(refusing(code));
  });

  it('lets a login-only version pass through: a stateless registration keeps nobody', () => {
    expect(planCompletion(loginOnly, provider, request).grant.name).toBe('stateless');
  });
});

describe('What a grant leaves behind', () => {
  const user = { id: 'person', amr: ['hwk'], details: { firstName: 'John' } };
  const refreshing = { ...caller, application: anApplication({ refreshTokens: true }) };

  it('is nothing but a token when stateless, whatever the application has on', () => {
    const plan = planCompletion(refreshing, provider, request);
    expect(plan.grant.issue(plan, user, now)).toEqual({
      tokenType: 'STATELESS_AUTHENTICATION',
      issuedAt: now,
      expiresAt: now + 900,
      refreshToken: false,
    });
  });

  it('is a profile, and a refresh token where they are on, by default', () => {
    const plan = planCompletion(refreshing, provider, { profile_id: '123EXI', scope: ['openid'] });
    expect(plan.grant.issue(plan, user, now)).toMatchObject({
      tokenType: 'DEFAULT',
      profile: { profileId: '123EXI', userId: 'person' },
      refreshToken: true,
    });
  });

  it('decides what needs a profile: a stateless token is refused there', () => {
    expect(() => requireStateful({ type: 'STATELESS_AUTHENTICATION' })).toThrow(refusing('stateless_access_token'));
    expect(() => requireStateful({ type: 'DEFAULT' })).not.toThrow();
  });
});

describe('A transaction', () => {
  const transaction: RegistrationTransaction = {
    idHash: Buffer.alloc(32),
    identityProvider: twoStep.identifier,
    clientId: caller.client.clientId,
    sealedData: null,
    scriptVersion: 1,
    attempts: 1,
    expiresAt: now + 300,
  };
  const plan = { provider: twoStep, client: caller.client };

  it('serves the provider and the client it was made for', () => {
    expect(requireTransaction(transaction, plan, now)).toBe(transaction);
  });

  it.each([
    ['unknown', undefined],
    ['expired', { ...transaction, expiresAt: now }],
    ['tried too often', { ...transaction, attempts: MAX_ATTEMPTS + 1 }],
    ['made for another provider', { ...transaction, identityProvider: 'other' }],
    ['made for another client', { ...transaction, clientId: 'other' }],
  ])('is refused when %s', (_, found) => {
    expect(() => requireTransaction(found, plan, now)).toThrow(refusing('invalid_transaction'));
  });

  it.each([
    ['kept', 'retry', 1, 'keep'],
    ['kept on the last but one attempt', 'retry', MAX_ATTEMPTS - 1, 'keep'],
    ['spent on the last attempt', 'retry', MAX_ATTEMPTS, 'spend'],
    ['spent', 'unrecoverable', 1, 'spend'],
  ] as const)('is %s after %s at attempt %i', (_, kind, attempts, fate) => {
    expect(afterAttempt({ kind, status: 4000 }, { ...transaction, attempts })).toBe(fate);
  });
});
