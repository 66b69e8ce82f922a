import { anInstance } from '../testing/index.js';
import { renderIssuedToken, renderTokenAnswer } from './token-answer.js';
import type { TokenPlan } from './token-request.js';

const now = 1_800_000_000;
const plan: TokenPlan = {
  tokenType: 'DEFAULT',
  client: anInstance(),
  application: null,
  scopes: ['openid', 'read'],
  subject: { sub: 'anna', userDetails: {} },
  issuedAt: now,
  expiresAt: now + 60,
};
const always = { token_type: 'bearer', access_token: 'A', expires_in: 60, scope: 'openid read' };

describe('The answer of a token', () => {
  it.each([
    ['an access token alone', { access: 'A' }, always],
    ['a refresh token', { access: 'A', refresh: 'R' }, { ...always, refresh_token: 'R' }],
    ['an ID token', { access: 'A', idToken: 'I' }, { ...always, id_token: 'I' }],
  ])('has a member for what was drawn and no other: %s', (_, texts, answer) => {
    expect(renderIssuedToken(plan, texts)).toStrictEqual(answer);
    expect(renderTokenAnswer(plan, texts)).toStrictEqual(answer);
  });

  it('names the registration it stands on, at the token endpoint alone', () => {
    const person = {
      profile: 'a36b1b5e-5f0e-4a24-a3a6-0b8a3a2f6f01',
      profileId: 'AAAAAA',
      identityProvider: 'scheme',
      userId: 'anna',
      userDetails: {},
      amr: [],
      claimsByScope: false,
      scopes: plan.scopes,
    };
    expect(renderTokenAnswer({ ...plan, person }, { access: 'A' })).toStrictEqual({ ...always, profile_id: 'AAAAAA' });
    expect(renderIssuedToken({ ...plan, person }, { access: 'A' })).toStrictEqual(always);
  });
});
