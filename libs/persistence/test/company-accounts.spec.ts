import { randomBytes } from 'node:crypto';
import { Instances } from './support/instances.js';
import { NOW } from './support/records.js';

let instances: Instances;
beforeAll(async () => {
  instances = await Instances.start();
});
afterAll(() => instances.close());

const ISSUER = 'https://login.company.example';
const WAYS = { admits: () => true };
const session = (email: string) => ({
  ...{ tokenHash: randomBytes(32), email },
  ...{ createdAt: NOW, lastUsedAt: NOW, expiresAt: NOW + 60 },
  signedInWith: 'COMPANY' as const,
});

describe('A sign-in by the company', () => {
  it('is spent once, however many bring it back at the same time', async () => {
    const tokenHash = randomBytes(32);
    const spent = await instances.crowd(20, (store) => store.companyAccounts.spendSignIn(tokenHash, NOW + 600));
    expect(spent.filter(Boolean)).toHaveLength(1);
  });
});

describe('An account of the company', () => {
  it('is made once for a person, however often they sign in at the same time', async () => {
    const person = { issuer: ISSUER, subject: 'one' };
    const made = await instances.crowd(20, (store) =>
      store.transaction(({ companyAccounts }) =>
        companyAccounts.insert(person, { email: 'one@example.com', role: 'Operator' }, NOW),
      ),
    );
    expect(made.filter(Boolean)).toHaveLength(1);
  });

  it('gets an address that several take at the same time for one of them, and the others hear that it is taken', async () => {
    const { store } = instances.database;
    const to = 'shared@example.com';
    const accounts = Array.from({ length: 20 }, (_, index) => `moves-${index}@example.com`);
    for (const email of accounts)
      await store.companyAccounts.insert({ issuer: ISSUER, subject: email }, { email, role: 'Operator' }, NOW);
    const waiting = accounts.values();
    const changed = await instances.crowd(accounts.length, (one) =>
      one.transaction(({ companyAccounts }) => companyAccounts.changeAddress(waiting.next().value!, to)),
    );
    expect(changed.filter(Boolean)).toHaveLength(1);
    const left = (await store.admins.list(NOW, NOW)).filter(({ email }) => email === to || accounts.includes(email));
    expect(left).toHaveLength(accounts.length);
    expect(await store.admins.findAccount(to)).toMatchObject({ issuer: ISSUER, passwordHash: null });
  });

  it('has no password, and none can be set', async () => {
    const { store } = instances.database;
    const email = 'two@example.com';
    await store.companyAccounts.insert({ issuer: ISSUER, subject: 'two' }, { email, role: 'Admin' }, NOW);
    expect(await store.transaction(({ admins }) => admins.replacePassword(email, 'hash'))).toBe(false);
    expect(await store.admins.findAccount(email)).toMatchObject({ passwordHash: null, issuer: ISSUER });
    const both = `UPDATE admin_account SET password_hash = 'hash' WHERE email = $1`;
    await expect(instances.database.dataSource.query(both, [email])).rejects.toThrow('admin_account_way_in');
  });
});

describe('A disabled account', () => {
  it('has no session, also of sign-ins that are under way at that moment', async () => {
    const { store } = instances.database;
    const email = 'three@example.com';
    for (const [name, subject] of [
      [email, 'three'],
      ['another-admin@example.com', 'four'],
    ] as const) {
      await store.companyAccounts.insert({ issuer: ISSUER, subject }, { email: name, role: 'Admin' }, NOW);
    }
    const opened = instances.crowd(20, (one) => one.admins.insertSession(session(email)));
    await store.transaction(({ admins }) => admins.disable(email, NOW, WAYS));
    await opened;
    expect(await store.admins.sessionsOf(email, NOW, NOW - 60)).toEqual([]);
    expect(await store.admins.insertSession(session(email))).toBe(false);
    await store.transaction(({ admins }) => admins.disable(email, NOW + 9, WAYS));
    expect(await store.admins.findAccount(email)).toMatchObject({ disabledAt: NOW });
    await store.transaction(({ admins }) => admins.disable(email, null, WAYS));
    expect(await store.admins.insertSession(session(email))).toBe(true);
  });

  it('has nothing of a session that a server before it knew of disabling has opened', async () => {
    const { store, dataSource } = instances.database;
    const email = 'five@example.com';
    await store.companyAccounts.insert({ issuer: ISSUER, subject: 'five' }, { email, role: 'Operator' }, NOW);
    await store.transaction(({ admins }) => admins.disable(email, NOW, WAYS));
    const { tokenHash } = session(email);
    await dataSource.query(
      'INSERT INTO admin_session (token_hash, email, created_at, last_used_at, expires_at) VALUES ($1, $2, $3, $3, $4)',
      [tokenHash, email, NOW, NOW + 60],
    );
    expect(await store.admins.useSession(tokenHash, NOW, NOW - 60)).toBeUndefined();
  });
});
