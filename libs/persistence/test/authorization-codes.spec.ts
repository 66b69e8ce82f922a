import { randomBytes, randomUUID } from 'node:crypto';
import { anApplication, anInstance } from '@passant/protocol/testing';
import type { TestDatabase } from '../src/testing/index.js';
import { Instances } from './support/instances.js';
import { NOW, OWNER, aBasis, aTransaction, anAccessToken, keyOf } from './support/records.js';

let instances: Instances;
let database: TestDatabase;

beforeAll(async () => {
  instances = await Instances.start();
  ({ database } = instances);
  await database.store.applications.insert(anApplication());
  await database.store.clients.insert(anInstance());
});
afterAll(() => instances.close());

function aCode() {
  return {
    basis: aBasis(),
    codeHash: randomBytes(32),
    clientId: OWNER.clientId,
    redirectUri: 'https://rp.example.com/callback',
    codeChallenge: 'challenge',
    nonce: null,
    scopes: ['openid'],
    resources: [],
    identityProvider: 'scheme',
    authenticatedAt: NOW,
    person: null as Buffer | null,
    stateless: false,
    sessionEndsAt: null,
    sealed: randomBytes(40),
    expiresAt: NOW + 600,
  };
}

function aRedemption(codeHash: Buffer, withRefreshToken = true) {
  const family = randomUUID();
  const profile = randomUUID();
  return {
    basis: aBasis(),
    codeHash,
    rememberedUntil: NOW + 3600,
    accessToken: anAccessToken({ family: withRefreshToken ? family : null }),
    profile: {
      id: profile,
      clientId: OWNER.clientId,
      profileKey: 'of anna',
      profileId: 'static',
      identityProvider: 'scheme',
      userId: 'anna',
      scopes: ['openid'],
      userDetails: {},
      amr: [],
      claimsByScope: false,
      createdAt: NOW,
    },
    ...(withRefreshToken
      ? {
          refreshToken: {
            tokenHash: randomBytes(32),
            family,
            profile,
            clientId: OWNER.clientId,
            scopes: ['openid'],
            resources: [],
            redirectUri: null,
            authenticatedAt: NOW,
            issuedAt: NOW,
            expiresAt: NOW + 86_400,
          },
        }
      : {}),
  };
}

describe('What may happen once with authorization codes', () => {
  it('a code is agreed to once, and not after it expired', async () => {
    const code = aCode();
    const { authorizationCodes } = database.store;
    expect(await authorizationCodes.insert(code)).toBe('recorded');
    expect(await authorizationCodes.approve(code.codeHash, NOW + 660, NOW + 600)).toBe(false);
    const approvals = await instances.crowd(30, (store) =>
      store.authorizationCodes.approve(code.codeHash, NOW + 60, NOW),
    );
    expect(approvals.filter(Boolean)).toHaveLength(1);
    expect(await authorizationCodes.discard(code.codeHash)).toBe(true);
    expect(await authorizationCodes.redeem(aRedemption(code.codeHash))).toBe('spent');
  });

  it('a code is kept for no other client of the same identifier', async () => {
    const code = { ...aCode(), basis: { ...aBasis(), client: anInstance({ incarnation: randomUUID() }) } };
    expect(await database.store.authorizationCodes.insert(code)).toBe('outdated');
    expect(await database.store.authorizationCodes.find(code.codeHash)).toBeUndefined();
  });

  it('a transaction gives one code, whoever still thinks to hold it', async () => {
    const idHash = await aTransaction(database.store);
    const claim = randomBytes(16);
    await database.store.registrationTransactions.claim(idHash, OWNER, claim, NOW + 60, NOW);
    const results = await instances.crowd(30, (store) => store.authorizationCodes.insert(aCode(), { idHash, claim }));
    expect(results.filter((result) => result === 'recorded')).toHaveLength(1);
    expect(results.filter((result) => result === 'spent')).toHaveLength(29);
  });

  it('the codes of a person are deleted unless they were exchanged, and nobody else is touched', async () => {
    const { authorizationCodes } = database.store;
    const [frida, before, gustav] = [randomBytes(32), randomBytes(32), randomBytes(32)];
    const of = async (person: Buffer | null) => {
      const code = { ...aCode(), person };
      await authorizationCodes.insert(code);
      return code.codeHash;
    };
    const [asked, used, older, another, unmarked] = [
      await of(frida),
      await of(frida),
      await of(before),
      await of(gustav),
      await of(null),
    ];
    await authorizationCodes.approve(used, NOW + 60, NOW);
    expect(await authorizationCodes.redeem(aRedemption(used))).toBe('recorded');
    await authorizationCodes.discardOf('another-client', [frida]);
    expect(await authorizationCodes.find(asked)).toMatchObject({ person: frida });
    await authorizationCodes.discardOf(OWNER.clientId, [frida, before]);
    for (const gone of [asked, older]) expect(await authorizationCodes.find(gone)).toBeUndefined();
    expect(await authorizationCodes.find(used)).toMatchObject({ redeemedAt: NOW, person: null });
    expect(await authorizationCodes.find(another)).toMatchObject({ person: gustav });
    expect(await authorizationCodes.find(unmarked)).toMatchObject({ person: null });
  });

  it("a code that ends without a profile is never a person's", async () => {
    const code = { ...aCode(), person: randomBytes(32), stateless: true };
    await expect(database.store.authorizationCodes.insert(code)).rejects.toThrow('names_nobody');
  });

  it('a code is exchanged once, and only after the person agreed', async () => {
    const code = aCode();
    const { authorizationCodes } = database.store;
    await authorizationCodes.insert(code);
    expect(await authorizationCodes.redeem(aRedemption(code.codeHash))).toBe('spent');
    await authorizationCodes.approve(code.codeHash, NOW + 60, NOW);
    const results = await instances.crowd(30, (store) => store.authorizationCodes.redeem(aRedemption(code.codeHash)));
    expect(results.filter((result) => result === 'recorded')).toHaveLength(1);
    expect(results.filter((result) => result === 'spent')).toHaveLength(29);
    expect(await authorizationCodes.discard(code.codeHash)).toBe(false);
    expect(await authorizationCodes.find(code.codeHash)).toMatchObject({ sealed: null, redeemedAt: NOW });
  });

  it.each([true, false])('a code that comes again ends what it gave, with a refresh token: %s', async (withRefresh) => {
    const code = aCode();
    const { authorizationCodes, accessTokens } = database.store;
    await authorizationCodes.insert(code);
    await authorizationCodes.approve(code.codeHash, NOW + 60, NOW);
    expect(await authorizationCodes.endTokensOfSpent(code.codeHash, OWNER.clientId)).toBe(false);
    const redemption = aRedemption(code.codeHash, withRefresh);
    expect(await authorizationCodes.redeem(redemption)).toBe('recorded');
    const key = keyOf(redemption.accessToken);
    expect(await accessTokens.find(key)).toMatchObject({ tokenHash: key.hash });
    expect(await authorizationCodes.endTokensOfSpent(code.codeHash, 'another-client')).toBe(false);
    expect(await accessTokens.find(key)).toMatchObject({ tokenHash: key.hash });
    const ended = await instances.crowd(10, (store) =>
      store.authorizationCodes.endTokensOfSpent(code.codeHash, OWNER.clientId),
    );
    expect(ended.every(Boolean)).toBe(true);
    expect(await accessTokens.find(key)).toBeUndefined();
    if (redemption.refreshToken) {
      expect(await database.store.refreshTokens.find(redemption.refreshToken.tokenHash)).toBeUndefined();
    }
  });
});
