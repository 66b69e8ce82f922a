import { claimsOf, releaseByScope, releasedClaims, requireMappable } from './released-claims.js';
import { requireAllowance } from '../authorization/allowance.js';
import { anApplication, anInstance } from '../testing/index.js';
import { personTokenPlan } from '../tokens/token-request.js';
import type { RegisteredPerson } from '../tokens/token-records.js';

const DETAILS = {
  name: 'Anna de Vries',
  'name#ja-Hani-JP': '\u30a2\u30f3\u30ca',
  birthdate: '1987-06-05',
  email: 'anna@example.com',
  email_verified: true,
  phone_number: '+31 15 000 0000',
  address: { locality: 'Delft' },
  groups: ['staff'],
  city: 'Delft',
};
const MAPPED = new Map([
  ['staff', ['groups', 'city']],
  ['email', ['city']],
]);
const mapped = (scope: string) => MAPPED.get(scope) ?? [];

describe('What a scope releases to a client that came by a code', () => {
  it.each([
    ['nothing for openid alone', ['openid'], []],
    ['the profile with its translations', ['openid', 'profile'], ['birthdate', 'name', 'name#ja-Hani-JP']],
    ['the address of e-mail, and what an administrator added', ['email'], ['city', 'email', 'email_verified']],
    ['the telephone number', ['phone'], ['phone_number']],
    ['the postal address', ['address'], ['address']],
    ['what an administrator mapped', ['openid', 'staff'], ['city', 'groups']],
    ['nothing for a scope that means something else', ['read'], []],
    ['nothing for a scope of an unlucky name', ['constructor', '__proto__'], []],
    ['nothing without a scope', [], []],
  ])('is %s', (_, scopes, names) => {
    const released = releasedClaims(DETAILS, scopes, mapped);
    expect(Object.keys(released).sort()).toEqual(names);
    for (const name of names) expect(released[name]).toEqual(DETAILS[name as keyof typeof DETAILS]);
  });

  it('is named once, however often it is mapped', () => {
    expect(claimsOf('email', () => ['email', 'groups'])).toEqual(['email', 'email_verified', 'groups']);
  });
});

describe('A plan whose tokens speak of a person', () => {
  const person: RegisteredPerson = {
    profile: 'a36b1b5e-5f0e-4a24-a3a6-0b8a3a2f6f01',
    profileId: 'static',
    identityProvider: 'scheme',
    userId: 'anna',
    userDetails: DETAILS,
    amr: ['pwd'],
    claimsByScope: true,
    scopes: ['openid', 'phone'],
  };
  const planFor = (changes: Partial<RegisteredPerson>) =>
    personTokenPlan(
      'DEFAULT',
      requireAllowance(anInstance(), anApplication()),
      { ...person, ...changes },
      person.scopes,
      0,
    );

  it('says what the scopes release, and forgets nothing of what is remembered', () => {
    const plan = releaseByScope(planFor({}), mapped);
    expect(plan.subject).toEqual({ sub: 'anna', userDetails: { phone_number: '+31 15 000 0000' } });
    expect(plan.person.userDetails).toEqual(DETAILS);
  });

  it('says all of it of somebody whom the app registered itself', () => {
    const plan = releaseByScope(planFor({ claimsByScope: false }), mapped);
    expect(plan.subject.userDetails).toEqual(DETAILS);
  });
});

describe('The claims of a scope', () => {
  it('are kept in their order, each once', () => {
    expect(requireMappable('staff', ['groups', 'city', 'groups'])).toEqual(['groups', 'city']);
    expect(requireMappable('openid', [])).toEqual([]);
  });

  it.each([
    ['openid', ['city']],
    ['staff', ['city', 'sub']],
    ['staff', ['client_id']],
    ['staff', ['__proto__']],
  ])('of %s cannot be %j', (scope, claims) => {
    expect(() => requireMappable(scope, claims)).toThrow(
      expect.objectContaining({
        code: 'invalid_request',
        options: expect.objectContaining({ fields: { claims: expect.any(String) } }),
      }),
    );
  });
});
