import { randomBytes } from 'node:crypto';
import type { GuessLimit, Guesser } from '../src/index.js';
import type { TestDatabase } from '../src/testing/index.js';
import { Instances } from './support/instances.js';
import { NOW } from './support/records.js';

let instances: Instances;
let database: TestDatabase;
beforeAll(async () => {
  instances = await Instances.start();
  ({ database } = instances);
});
afterAll(() => instances.close());

const LIMIT: GuessLimit = { free: 3, longestWait: 300, forgottenAfter: 3600 };
const STEP = 59_000_000;
const WAYS = { admits: () => true };
const SET_UP = { sessionHash: Buffer.alloc(32, 1), now: NOW, expiresAt: NOW + 600 };

let counter = 0;
/** An administrator with a second factor that was set up in a step, and recovery codes. */
async function anAdministrator(codeHashes: readonly Buffer[] = []): Promise<string> {
  const email = `somebody-${(counter += 1)}@example.com`;
  const { admins, secondFactors } = database.store;
  await admins.insertAccount({ email, passwordHash: 'hash', role: 'Admin', createdAt: NOW });
  const sealed = randomBytes(48);
  await secondFactors.start(email, sealed, SET_UP);
  await secondFactors.confirm(email, sealed, { step: STEP, codeHashes, now: NOW });
  return email;
}

const once = (results: readonly unknown[]) => expect(results.filter(Boolean)).toHaveLength(1);

describe('Of a second factor', () => {
  it('a code is good once, whoever shows it at the same time, and so is none before it', async () => {
    const email = await anAdministrator();
    once(await instances.crowd(40, (store) => store.secondFactors.spendStep(email, STEP + 1)));
    for (const step of [STEP - 1, STEP, STEP + 1])
      expect(await database.store.secondFactors.spendStep(email, step)).toBe(false);
    expect(await database.store.secondFactors.spendStep(email, STEP + 2)).toBe(true);
  });

  it('a recovery code is good once, whoever shows it at the same time', async () => {
    const hashes = [randomBytes(32), randomBytes(32)];
    const email = await anAdministrator(hashes);
    once(await instances.crowd(40, (store) => store.secondFactors.spendRecoveryCode(email, hashes[0]!)));
    expect((await database.store.secondFactors.factorsOf(email)).recoveryCodes).toBe(1);
  });

  it('the recovery codes are those of one renewal, however many renew at the same time', async () => {
    const email = await anAdministrator([randomBytes(32)]);
    const renewals = Array.from({ length: 12 }, () => [randomBytes(32), randomBytes(32)]);
    await instances.crowd(renewals.length, (store, index) =>
      store.transaction((inside) => inside.secondFactors.replaceRecoveryCodes(email, renewals[index]!)),
    );
    const left = await database.dataSource.query<{ hash: Buffer }[]>(
      'SELECT code_hash AS hash FROM admin_recovery_code WHERE email = $1',
      [email],
    );
    const kept = left.map(({ hash }) => hash.toString('hex')).sort();
    expect(renewals.map((codes) => codes.map((hash) => hash.toString('hex')).sort())).toContainEqual(kept);
  });

  it('a secret counts once it is confirmed, and is not replaced from then on', async () => {
    const email = await anAdministrator();
    const { secondFactors } = database.store;
    expect(await secondFactors.start(email, randomBytes(48), SET_UP)).toBe(false);
    expect(await secondFactors.remove(email)).toBe(true);
    const [first, second] = [randomBytes(48), randomBytes(48)];
    expect(await secondFactors.start(email, first, SET_UP)).toBe(true);
    expect(await secondFactors.start(email, second, SET_UP)).toBe(true);
    const confirm = (sealed: Buffer, now = NOW) =>
      secondFactors.confirm(email, sealed, { step: STEP, codeHashes: [], now });
    expect(await confirm(first)).toBe(false);
    expect(await confirm(second, NOW + 600)).toBe(false);
    expect(await secondFactors.find(email)).toBeUndefined();
    expect(await secondFactors.spendStep(email, STEP + 1)).toBe(false);
    expect(await confirm(second, NOW + 599)).toBe(true);
    expect(await secondFactors.find(email)).toMatchObject({ createdAt: NOW + 599, sealedSecret: second });
  });

  it('what is not confirmed in time is swept away, and what counts is not', async () => {
    const [kept, waiting] = [await anAdministrator(), await anAdministrator()];
    await database.store.secondFactors.remove(waiting);
    await database.store.secondFactors.start(waiting, randomBytes(48), SET_UP);
    await database.store.expiry.sweep(NOW + 600);
    const rows = await database.dataSource.query<{ email: string }[]>('SELECT email FROM admin_second_factor');
    const emails = rows.map(({ email }) => email);
    expect([emails.includes(kept), emails.includes(waiting)]).toEqual([true, false]);
  });
});

describe('A sign-in that waits for a code', () => {
  const aSignIn = async (email: string, expiresAt = NOW + 300) => {
    const tokenHash = randomBytes(32);
    await database.store.secondFactors.insertSignIn({ tokenHash, email, expiresAt });
    return tokenHash;
  };

  it('has so many attempts, however many come at the same time, and is ended once', async () => {
    const email = await anAdministrator();
    const tokenHash = await aSignIn(email);
    const attempts = await instances.crowd(40, (store) => store.secondFactors.attemptSignIn(tokenHash, 5, NOW));
    expect(attempts.filter(Boolean)).toEqual(Array(5).fill(email));
    once(await instances.crowd(40, (store) => store.secondFactors.spendSignIn(tokenHash)));
  });

  it('is over in time', async () => {
    const email = await anAdministrator();
    const tokenHash = await aSignIn(email);
    expect(await database.store.secondFactors.attemptSignIn(tokenHash, 5, NOW + 300)).toBeUndefined();
    expect(await database.store.secondFactors.attemptSignIn(tokenHash, 5, NOW + 299)).toBe(email);
  });

  it.each<[string, (email: string) => Promise<unknown>]>([
    ['another password', (email) => database.store.admins.replacePassword(email, 'another')],
    ['the end of the sessions of the account', (email) => database.store.admins.deleteSessionsOf(email)],
    ['the end of all sessions', () => database.store.admins.deleteAllSessions()],
    ['the removal of the second factor', (email) => database.store.secondFactors.remove(email)],
    [
      'the removal of the account',
      (email) => database.store.transaction(({ admins }) => admins.deleteAccount(email, WAYS)),
    ],
  ])('is ended by %s', async (_, end) => {
    const email = await anAdministrator();
    const tokenHash = await aSignIn(email);
    await end(email);
    expect(await database.store.secondFactors.attemptSignIn(tokenHash, 5, NOW)).toBeUndefined();
  });
});

describe('Guesses', () => {
  const guess = (guesser: Guesser, now = NOW) => database.store.secondFactors.countGuess(guesser, LIMIT, now);
  const stranger = async (): Promise<Guesser> => ({ email: await anAdministrator(), knownBrowser: false });

  it('are free a few times, then wait twice as long after each, up to a maximum', async () => {
    const guesser = await stranger();
    const waits: number[] = [];
    let now = NOW;
    for (let turn = 0; turn < 14; turn += 1) {
      const wait = await guess(guesser, now);
      if (wait === undefined) continue;
      waits.push(wait);
      expect(await guess(guesser, now + wait - 1)).toBe(1);
      now += wait;
      expect(await guess(guesser, now)).toBeUndefined();
    }
    expect(waits.slice(0, 10)).toEqual([1, 2, 4, 8, 16, 32, 64, 128, 256, 300]);
  });

  it('at the same time all count, in every process', async () => {
    const guesser = await stranger();
    const waits = await instances.crowd(40, (store) => store.secondFactors.countGuess(guesser, LIMIT, NOW));
    expect(waits.filter((wait) => wait === undefined)).toHaveLength(LIMIT.free);
  });

  it('are forgiven, and forgotten after an hour without one', async () => {
    const [forgiven, forgotten] = [await stranger(), await stranger()];
    for (const guesser of [forgiven, forgotten]) for (let turn = 0; turn < 3; turn += 1) await guess(guesser);
    expect(await guess(forgiven)).toBe(1);
    await database.store.secondFactors.forgiveGuesses(forgiven);
    expect(await guess(forgiven)).toBeUndefined();
    expect(await guess(forgotten, NOW + 3600)).toBeUndefined();
    expect(await guess(forgotten, NOW + 3600)).toBeUndefined();
  });

  it('of strangers have no browser wait in which somebody signed in before', async () => {
    const guesser = await stranger();
    for (let turn = 0; turn < 4; turn += 1) await guess(guesser);
    expect(await guess(guesser)).toBe(1);
    expect(await guess({ ...guesser, knownBrowser: true })).toBeUndefined();
  });
});
