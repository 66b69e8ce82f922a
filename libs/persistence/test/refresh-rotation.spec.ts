import { randomBytes, randomUUID } from 'node:crypto';
import { anApplication, anInstance } from '@passant/protocol/testing';
import type { Completion, Rotation, Store } from '../src/index.js';
import type { TestDatabase } from '../src/testing/index.js';
import { Instances } from './support/instances.js';
import { NOW, OWNER, aBasis, anAccessToken } from './support/records.js';

let instances: Instances;
let database: TestDatabase;

beforeAll(async () => {
  instances = await Instances.start();
  ({ database } = instances);
  await database.store.applications.insert(anApplication());
  await database.store.clients.insert(anInstance());
  await database.store.clients.insert(anInstance({ clientId: 'another' }));
});
afterAll(() => instances.close());

/** A completed registration with a refresh token, ready to be recorded. */
function aCompletion(profileId: string, clientId: string) {
  const [family, profile, refreshHash] = [randomUUID(), randomUUID(), randomBytes(32)];
  const completion: Completion = {
    basis: aBasis({ clientId }),
    accessToken: anAccessToken({ family, clientId }),
    profile: {
      id: profile,
      clientId,
      profileKey: profileId,
      profileId,
      identityProvider: 'scheme',
      userId: `person of ${profileId}`,
      scopes: ['profile'],
      userDetails: { city: 'Delft' },
      amr: ['mfa'],
      claimsByScope: false,
      createdAt: NOW,
    },
    refreshToken: {
      tokenHash: refreshHash,
      family,
      profile,
      clientId,
      scopes: ['profile'],
      resources: [],
      redirectUri: null,
      authenticatedAt: NOW,
      issuedAt: NOW,
      expiresAt: NOW + 3600,
    },
  };
  return { completion, family, refreshHash };
}

async function aFamily(profileId: string, clientId = OWNER.clientId) {
  const { completion, ...names } = aCompletion(profileId, clientId);
  expect(await database.store.completions.record(completion)).toBe('recorded');
  return names;
}

const rotation = (spentHash: Buffer, changes: Partial<Rotation> = {}): Rotation => ({
  basis: aBasis(),
  spentHash,
  nextHash: randomBytes(32),
  nextExpiresAt: NOW + 7200,
  grace: 0,
  accessToken: anAccessToken({ issuedAt: NOW + 10 }),
  ...changes,
});

async function leftOf(family: string): Promise<{ refresh: number; access: number; spent: number }> {
  const [row] = await database.dataSource.query<{ refresh: number; access: number; spent: number }[]>(
    `SELECT (SELECT count(*)::int FROM refresh_token WHERE family = $1) AS refresh,
            (SELECT count(*)::int FROM access_token WHERE family = $1) AS access,
            (SELECT count(*)::int FROM spent_refresh_token WHERE family = $1) AS spent`,
    [family],
  );
  return row!;
}

describe('A refresh token', () => {
  it('is found with the person it was given for', async () => {
    const { family, refreshHash } = await aFamily('FOUND1');
    expect(await database.store.refreshTokens.find(refreshHash)).toMatchObject({
      family,
      authenticatedAt: NOW,
      person: { profileId: 'FOUND1', userId: 'person of FOUND1', userDetails: { city: 'Delft' }, amr: ['mfa'] },
    });
    expect(await database.store.refreshTokens.find(randomBytes(32))).toBeUndefined();
  });

  it('is exchanged once, of any number of requests at once', async () => {
    const { family, refreshHash } = await aFamily('ONCE01');
    const results = await instances.crowd(40, (store) => store.refreshTokens.rotate(rotation(refreshHash)));
    expect(results.filter(Boolean)).toHaveLength(1);
    expect(await leftOf(family)).toEqual({ refresh: 1, access: 2, spent: 1 });
  });

  it('is exchanged by its client, while it lives', async () => {
    const { refreshHash } = await aFamily('OWNER1');
    const { refreshTokens } = database.store;
    expect(
      await refreshTokens.rotate(rotation(refreshHash, { basis: aBasis({ clientId: 'another' }) })),
    ).toBeUndefined();
    const late = rotation(refreshHash, { accessToken: anAccessToken({ issuedAt: NOW + 3600 }) });
    expect(await refreshTokens.rotate(late)).toBeUndefined();
    expect(await refreshTokens.rotate(rotation(refreshHash))).toBe('exchanged');
  });

  it('keeps the moment the person was asked through every rotation', async () => {
    const { refreshHash } = await aFamily('ASKED1');
    const next = rotation(refreshHash);
    await database.store.refreshTokens.rotate(next);
    expect(await database.store.refreshTokens.find(next.nextHash)).toMatchObject({
      authenticatedAt: NOW,
      issuedAt: NOW + 10,
      expiresAt: NOW + 7200,
    });
  });

  /** A rotation `seconds` after the first exchange of a spec, within a grace period of thirty seconds. */
  const at = (seconds: number, spentHash: Buffer, changes: Partial<Rotation> = {}): Rotation =>
    rotation(spentHash, { grace: 30, accessToken: anAccessToken({ issuedAt: NOW + 10 + seconds }), ...changes });

  it('may be exchanged again within its grace: the successor that nobody used dies, another lives', async () => {
    const { family, refreshHash } = await aFamily('AGAIN1');
    const { refreshTokens } = database.store;
    const [first, second, third] = [at(0, refreshHash), at(10, refreshHash), at(29, refreshHash)];
    expect(await refreshTokens.rotate(first)).toBe('exchanged');
    expect(await refreshTokens.findReplaced(refreshHash)).toMatchObject({
      family,
      tokenHash: first.nextHash,
      replacedAt: NOW + 10,
    });
    expect(await refreshTokens.rotate(second)).toBe('repeated');
    expect(await refreshTokens.rotate(third)).toBe('repeated');
    expect(await leftOf(family)).toEqual({ refresh: 1, access: 4, spent: 3 });
    for (const dead of [first, second]) {
      expect(await refreshTokens.find(dead.nextHash)).toBeUndefined();
      expect(await refreshTokens.rotate(at(29, dead.nextHash))).toBeUndefined();
    }
    expect(await refreshTokens.rotate(at(29, third.nextHash))).toBe('exchanged');
    // Its successor was used, so the first token is finally spent, however recently it was replaced.
    expect(await refreshTokens.findReplaced(refreshHash)).toBeUndefined();
    expect(await refreshTokens.rotate(at(29, refreshHash))).toBeUndefined();
    expect(await refreshTokens.endFamilyOfSpent(refreshHash, OWNER.clientId, NOW + 39)).toBe('ended');
    expect(await leftOf(family)).toEqual({ refresh: 0, access: 0, spent: 0 });
  });

  it.each([
    ['the grace is over', { grace: 30, accessToken: anAccessToken({ issuedAt: NOW + 40 }) }],
    ['there is no grace', { grace: 0 }],
    ['another client comes with it', { grace: 30, basis: aBasis({ clientId: 'another' }) }],
  ])('is not exchanged again where %s', async (_, changes) => {
    const { family, refreshHash } = await aFamily('NOTAGN');
    const { refreshTokens } = database.store;
    const first = at(0, refreshHash);
    expect(await refreshTokens.rotate(first)).toBe('exchanged');
    expect(await refreshTokens.rotate(rotation(refreshHash, changes))).toBeUndefined();
    expect(await leftOf(family)).toMatchObject({ refresh: 1, spent: 1 });
    expect(await refreshTokens.find(first.nextHash)).toBeDefined();
  });

  it('that was replaced unused is harmless for the time of the grace, then ends its family', async () => {
    const { refreshHash } = await aFamily('HARML1');
    const { refreshTokens } = database.store;
    const [first, second] = [at(0, refreshHash), at(10, refreshHash)];
    await refreshTokens.rotate(first);
    await refreshTokens.rotate(second);
    expect(await refreshTokens.endFamilyOfSpent(first.nextHash, OWNER.clientId, NOW + 49)).toBe('superseded');
    expect(await refreshTokens.find(second.nextHash)).toBeDefined();
    expect(await refreshTokens.endFamilyOfSpent(first.nextHash, OWNER.clientId, NOW + 50)).toBe('ended');
    expect(await refreshTokens.find(second.nextHash)).toBeUndefined();
  });

  it('leaves one successor of any number of requests at once, and one exchange', async () => {
    const { family, refreshHash } = await aFamily('CROWD1');
    const rotations = Array.from({ length: 40 }, () => at(0, refreshHash));
    const results = await instances.crowd(40, (store, index) => store.refreshTokens.rotate(rotations[index]!));
    expect(results.filter((result) => result === 'exchanged')).toHaveLength(1);
    expect(results.filter((result) => result === 'repeated')).toHaveLength(39);
    const found = await Promise.all(rotations.map(({ nextHash }) => database.store.refreshTokens.find(nextHash)));
    expect(found.filter(Boolean)).toHaveLength(1);
    expect(await leftOf(family)).toEqual({ refresh: 1, access: 41, spent: 40 });
  });

  it('that comes again while its successor is used is one or the other, never both', async () => {
    for (let round = 0; round < 30; round += 1) {
      const { refreshHash } = await aFamily(`BOTH${String(round).padStart(2, '0')}`);
      const first = at(0, refreshHash);
      await database.store.refreshTokens.rotate(first);
      const [again, used] = [at(5, refreshHash), at(5, first.nextHash)];
      const results = await instances.crowd(2, (store, index) => store.refreshTokens.rotate([again, used][index]!));
      expect(results.filter(Boolean)).toHaveLength(1);
      const living = await Promise.all(
        [first, again, used].map(({ nextHash }) => database.store.refreshTokens.find(nextHash)),
      );
      expect(living.map(Boolean)).toEqual([false, results[0] !== undefined, results[1] !== undefined]);
    }
  });

  it('that was exchanged ends everything of its family, for its own client only', async () => {
    const { family, refreshHash } = await aFamily('REUSE1');
    const { refreshTokens } = database.store;
    expect(await refreshTokens.endFamilyOfSpent(refreshHash, OWNER.clientId)).toBeUndefined();
    await refreshTokens.rotate(rotation(refreshHash));
    expect(await refreshTokens.endFamilyOfSpent(refreshHash, 'another')).toBeUndefined();
    expect(await leftOf(family)).toMatchObject({ refresh: 1 });
    expect(await refreshTokens.endFamilyOfSpent(refreshHash, OWNER.clientId)).toBe('ended');
    expect(await leftOf(family)).toEqual({ refresh: 0, access: 0, spent: 0 });
  });

  it('leaves nothing behind where its family ends while it is exchanged', async () => {
    for (let round = 0; round < 20; round += 1) {
      const { family, refreshHash } = await aFamily(`RACE${String(round).padStart(2, '0')}`);
      const second = rotation(refreshHash);
      await database.store.refreshTokens.rotate(second);
      await instances.crowd<unknown>(6, (store, index) =>
        index % 2 === 0
          ? store.refreshTokens.rotate(rotation(second.nextHash))
          : store.refreshTokens.endFamilyOfSpent(refreshHash, OWNER.clientId),
      );
      expect(await leftOf(family)).toEqual({ refresh: 0, access: 0, spent: 0 });
    }
  });

  it('is not exchanged where its profile is deleted at the same moment', async () => {
    for (let round = 0; round < 40; round += 1) {
      const profileId = `GONE${String(round).padStart(2, '0')}`;
      const { family, refreshHash } = await aFamily(profileId);
      await instances.crowd<unknown>(2, (store, index) =>
        index === 0
          ? store.refreshTokens.rotate(rotation(refreshHash))
          : database.dataSource.query('DELETE FROM profile WHERE client_id = $1 AND profile_key = $2', [
              OWNER.clientId,
              profileId,
            ]),
      );
      expect(await leftOf(family)).toEqual({ refresh: 0, access: 0, spent: 0 });
    }
  });
});

describe('A client that is switched off or deleted while its tokens are made', () => {
  /** Ways to remove a client, none of which may leave it anything it could continue with. */
  const removals: [string, (store: Store, clientId: string) => Promise<unknown>][] = [
    ['deleted', (store, clientId) => store.clients.delete(clientId, 'instance')],
    [
      'switched off',
      (store, clientId) =>
        store.transaction(async (inside) => {
          await inside.clients.setEnabled(clientId, 'instance', false);
          await inside.clients.endAccessTokens(clientId);
        }),
    ],
  ];

  it.each(removals)('%s: keeps no access token, and nobody loses a deadlock', async (_, remove) => {
    for (let round = 0; round < 15; round += 1) {
      const leaving = anInstance({ clientId: randomUUID() });
      await database.store.clients.insert(leaving);
      const { clientId } = leaving;
      const { refreshHash } = await aFamily('LEAVE1', clientId);
      await instances.crowd<unknown>(5, (store, index) =>
        [
          () => store.refreshTokens.rotate(rotation(refreshHash, { basis: aBasis({ clientId }) })),
          () => store.accessTokens.insert(anAccessToken({ clientId }), aBasis({ clientId })),
          () => store.completions.record({ basis: aBasis({ clientId }), accessToken: anAccessToken({ clientId }) }),
          () => store.completions.record(aCompletion('LEAVE1', clientId).completion),
          () => remove(store, clientId),
        ][index]!(),
      );
      const [left] = await database.dataSource.query<{ tokens: number }[]>(
        'SELECT count(*)::int AS tokens FROM access_token WHERE client_id = $1',
        [clientId],
      );
      expect(left).toEqual({ tokens: 0 });
      expect(
        await database.store.completions.record({
          basis: aBasis({ clientId }),
          accessToken: anAccessToken({ clientId }),
        }),
      ).toBe('outdated');
    }
  });
});

describe('An access token', () => {
  it('is not stored on a profile that is gone', async () => {
    const onProfile = anAccessToken({ profile: randomUUID() });
    expect(await database.store.accessTokens.insertOnRegistration(onProfile, aBasis())).toBe('registration_over');
    const ofGone = anAccessToken({ profile: randomUUID() });
    expect(await database.store.accessTokens.insertOnRegistration(ofGone, aBasis({ clientId: 'gone' }))).toBe(
      'outdated',
    );
    expect(await database.store.accessTokens.insert(anAccessToken(), aBasis({ clientId: 'gone' }))).toBe('outdated');
    expect(await database.store.accessTokens.insert(anAccessToken(), aBasis())).toBe('recorded');
  });

  it('is found among others in one look, and revoked by its client only', async () => {
    const tokens = [anAccessToken(), anAccessToken()];
    for (const token of tokens) await database.store.accessTokens.insert(token, aBasis());
    const keys = tokens.map(({ tokenHash, expiresAt }) => ({ hash: tokenHash, notAfter: expiresAt }));
    const unknown = { hash: randomBytes(32), notAfter: NOW + 900 };
    expect(await database.store.accessTokens.findAll([keys[1]!, unknown, keys[0]!])).toEqual([
      expect.objectContaining({ tokenHash: keys[1]!.hash }),
      undefined,
      expect.objectContaining({ tokenHash: keys[0]!.hash }),
    ]);
    expect(await database.store.accessTokens.findAll([])).toEqual([]);
    const [key] = keys;
    expect(await database.store.accessTokens.revoke(key!, 'another')).toBeUndefined();
    expect(await database.store.accessTokens.revoke(key!, OWNER.clientId)).toBe('DEFAULT');
    expect(await database.store.accessTokens.revoke(key!, OWNER.clientId)).toBeUndefined();
  });
});
