import { idTokenClaims } from './id-token.js';

const INPUT = {
  issuer: 'https://login.example.com/oauth',
  clientId: 'client',
  accessToken: 'token',
  issuedAt: 1_000,
  expiresAt: 1_900,
  authenticatedAt: 990,
};

describe('An ID token', () => {
  it.each([
    [[], undefined],
    [['otp'], ['otp']],
  ])('whose script says %p says how the person was asked: %p, whatever stands among the attributes', (amr, said) => {
    const user = { id: 'person', amr, details: { name: 'John', amr: ['hwk', 'mfa'], sub: 'another', iss: 'x' } };
    const claims = idTokenClaims({ ...INPUT, user });
    expect(claims).toMatchObject({ name: 'John', sub: 'person', iss: INPUT.issuer });
    expect(claims.amr).toEqual(said);
  });
});
