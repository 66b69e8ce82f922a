import { generateKeyPairSync, sign } from 'node:crypto';
import { signedText } from '@passant/contracts';
import { OAuthError } from '../refusals/errors.js';
import {
  PortalRefusal,
  chooseDevice,
  devicesFor,
  isSignedBy,
  readDeviceKey,
  readDeviceName,
  renderPending,
  renderResult,
  requireProfileToken,
} from './mobile-authentication.js';
import type { AuthenticationTransaction, EnrolledPerson } from './mobile-records.js';
import type { AccessTokenRecord } from '../tokens/token-records.js';
import type { IdentityProvider } from '../identity-providers/provider-records.js';
import { aProvider, anApplication, anInstance } from '../testing/index.js';

const NOW = 1_800_000_000;
const pair = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const jwk = pair.publicKey.export({ format: 'jwk' });
const key = readDeviceKey(jwk);

function aToken(changes: Partial<AccessTokenRecord> = {}): AccessTokenRecord {
  return {
    tokenHash: Buffer.alloc(32),
    type: 'DEFAULT',
    clientId: 'client',
    application: 'TestAppId',
    appPlatform: 'ios',
    appVersion: '1.0',
    scopes: [],
    audience: null,
    issuedAt: NOW,
    expiresAt: NOW + 900,
    profile: 'profile',
    family: null,
    identityProvider: null,
    sealed: Buffer.alloc(0),
    ...changes,
  };
}

function aTransaction(changes: Partial<AuthenticationTransaction> = {}): AuthenticationTransaction {
  return {
    id: '0b8f4f0e-6f2f-4f7d-9a53-8d2f2f0d3a11',
    portal: 'portal',
    profile: 'profile',
    device: 'device',
    userId: 'person',
    callbackUri: null,
    sealedQuestion: null,
    outcome: null,
    answers: 0,
    signature: null,
    publicKey: null,
    startedAt: NOW,
    pendingUntil: NOW + 300,
    expiresAt: NOW + 1200,
    callbackDueAt: null,
    callbackAttempts: 0,
    ...changes,
  };
}

function aPerson(id: string, changes: Partial<EnrolledPerson> = {}): EnrolledPerson {
  return {
    device: { id, profile: 'profile', name: 'Phone', publicKey: key, sealedPushToken: null, enrolledAt: NOW },
    clientId: 'client',
    application: 'TestAppId',
    appPlatform: 'ios',
    appVersion: '1.0',
    enabled: true,
    identityProvider: 'scheme',
    userId: 'person',
    ...changes,
  };
}

describe('The token of a registered person', () => {
  it('is one of the default grant', () => {
    expect(requireProfileToken(aToken())).toMatchObject({ profile: 'profile' });
  });

  it.each([
    ['stateless', { type: 'STATELESS_AUTHENTICATION', profile: null }, 'stateless_access_token'],
    ['implicit', { type: 'IMPLICIT_AUTHENTICATION' }, 'insufficient_scope'],
    ['of a client itself', { type: 'CLIENT_CREDENTIALS', profile: null }, 'insufficient_scope'],
    ['without a profile', { profile: null }, 'insufficient_scope'],
  ] as const)('is not one that is %s', (_, changes, code) => {
    expect(() => requireProfileToken(aToken(changes))).toThrow(expect.objectContaining({ code }) as Error);
  });
});

describe('The name of a device', () => {
  it.each(['Anna’s phone', '電話', 'Phone 🙂'])('is kept as it is: %s', (name) => {
    expect(readDeviceName(name)).toBe(name);
  });

  it.each(['a\nb', 'a\rb', 'a\0b', 'a\u2028b', 'a\u202eb', '\u200d', '\u3164'])(
    'is refused as that of a client is: %j',
    (name) => {
      expect(() => readDeviceName(name)).toThrow(
        expect.objectContaining({ code: 'invalid_request', message: expect.stringContaining('device_name') as string }),
      );
    },
  );
});

describe('A device key', () => {
  it('keeps what a verifier needs and nothing else', () => {
    expect(readDeviceKey({ ...jwk, kid: 'a', use: 'sig', 'x-note': 1 })).toEqual(key);
  });

  it.each([
    ['private', { d: 'AA' }],
    ['of another kind', { kty: 'RSA' }],
    ['on another curve', { crv: 'P-384' }],
    ['without a coordinate', { y: undefined }],
    ['off the curve', { x: 'AA' }],
  ])('is refused when it is %s', (_, changes) => {
    expect(() => readDeviceKey({ ...jwk, ...changes })).toThrow(OAuthError);
  });
});

describe('The device that is asked', () => {
  const portal = anInstance({ kind: 'api' });
  const on = anApplication({ mobileAuthentication: true });
  const push = { type: 'push' };
  const choose = (
    people: EnrolledPerson[],
    request: { type: string; device_id?: string } = push,
    application = on,
    identityProvider: IdentityProvider | undefined = aProvider(),
  ) =>
    chooseDevice(
      request,
      devicesFor(portal, people, () => ({ application, identityProvider })),
    ).device.id;

  it('is the only one there is, or the one that is named', () => {
    expect(choose([aPerson('a')])).toBe('a');
    expect(choose([aPerson('a'), aPerson('b')], { ...push, device_id: 'b' })).toBe('b');
  });

  it.each([
    ['of a type that does not exist', 3005, () => choose([aPerson('a')], { type: 'sms' })],
    ['of nobody', 1001, () => choose([])],
    ['that is not there', 1001, () => choose([aPerson('a')], { ...push, device_id: 'b' })],
    ['among several', 1003, () => choose([aPerson('a'), aPerson('b', { identityProvider: 'other' })])],
    ['while the switch is off', 1000, () => choose([aPerson('a')], push, anApplication())],
    ['of a disabled application', 1000, () => choose([aPerson('a')], push, { ...on, enabled: false })],
    ['on a disabled installation', 1000, () => choose([aPerson('a', { enabled: false })])],
    ['with a version that is none any more', 1000, () => choose([aPerson('a', { appVersion: '0.9' })])],
    ['of a person whose provider is disabled', 1000, () => choose([aPerson('a')], push, on, aProvider({ enabled: false }))], // prettier-ignore
    ['of a person whose provider serves another', 1000, () => choose([aPerson('a')], push, on, aProvider({ identifier: 'other' }))], // prettier-ignore
  ])('is not one %s: %i', (_, number, choosing) => {
    expect(choosing).toThrow(PortalRefusal);
    expect(choosing).toThrow(expect.objectContaining({ number }) as Error);
  });

  it('is not one of an application the portal is not linked to', () => {
    const linked = anInstance({ kind: 'api', visibleApplications: ['Other'] });
    expect(devicesFor(linked, [aPerson('a')], () => ({ application: on, identityProvider: aProvider() }))).toEqual({
      visible: [],
      usable: [],
    });
  });
});

describe('A signature', () => {
  const pending = renderPending(aTransaction(), { message: 'Zahlen? 12 €', signingData: 'x' });
  const signed = (text: string) =>
    sign('sha256', Buffer.from(text), { key: pair.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url');

  it('holds for the text and the decision it was made for', () => {
    const signature = signed(signedText(pending, true));
    expect(isSignedBy(key, pending, { accepted: true, signature })).toBe(true);
    expect(isSignedBy(key, pending, { accepted: false, signature })).toBe(false);
  });

  it('does not hold when something moved from the message into the signing data', () => {
    const signature = signed(signedText(pending, true));
    const moved = { ...pending, message: 'Zahlen? 12 ', signing_data: '€x' };
    expect(isSignedBy(key, moved, { accepted: true, signature })).toBe(false);
  });

  it.each(['', 'A'.repeat(86), 'A'.repeat(85)])('does not hold when it is %p', (signature) => {
    expect(isSignedBy(key, pending, { accepted: true, signature })).toBe(false);
  });

  it('covers exactly this text', () => {
    expect(signedText(pending, false)).toBe(
      `passant mobile authentication 1\n${pending.transaction_id}\nrefused\n1800000000\n14\nZahlen? 12 €x`,
    );
  });
});

describe('A result', () => {
  it.each([
    ['waiting', {}, NOW + 299, false, undefined],
    ['expired', {}, NOW + 300, false, 'expired'],
    ['accepted', { outcome: 'accepted', signature: 's', publicKey: key }, NOW, true, undefined],
    ['refused', { outcome: 'refused', signature: 's', publicKey: key }, NOW, false, 'not_accepted'],
    ['wrongly signed', { outcome: 'invalid_answer' }, NOW, false, 'invalid_answer'],
  ] as const)('that is %s says so', (_, changes, now, authenticated, reason) => {
    const result = renderResult(aTransaction(changes), now);
    expect(result.is_authenticated).toBe(authenticated);
    expect(result.not_authenticated_reason?.reason).toBe(reason);
    expect(result.signature_verified).toBe('signature' in changes ? true : undefined);
  });
});
