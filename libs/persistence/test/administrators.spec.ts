import { randomBytes } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import type { AdminChange, Store } from '../src/index.js';
import { Instances } from './support/instances.js';
import { NOW } from './support/records.js';

/** Whose accounts sign in. */
const WAYS = { admits: () => true };

let instances: Instances;
beforeAll(async () => {
  instances = await Instances.start();
});
afterAll(() => instances.close());

let counter = 0;

/** An administrator whose password has this hash. */
async function anAdministrator(passwordHash = 'first'): Promise<string> {
  const email = `admin-${(counter += 1)}@example.com`;
  await instances.database.store.admins.insertAccount({ email, passwordHash, role: 'Admin', createdAt: NOW });
  return email;
}

describe('The password of an administrator', () => {
  it('is replaced once by those who show the same one', async () => {
    const email = await anAdministrator();
    const done = await instances.crowd(20, (store) =>
      store.transaction(({ admins }) =>
        admins.replacePassword(email, randomBytes(8).toString('hex'), { verified: 'first' }),
      ),
    );
    expect(done.filter(Boolean)).toHaveLength(1);
  });

  it('that an operator set is not replaced by whoever showed the one before', async () => {
    const email = await anAdministrator();
    const replace = (hash: string, verified?: string) =>
      instances.database.store.transaction(({ admins }) =>
        admins.replacePassword(email, hash, verified === undefined ? {} : { verified }),
      );
    expect(await replace('of the operator')).toBe(true);
    expect(await replace('of whoever knew the first', 'first')).toBe(false);
    expect(await instances.database.store.admins.findAccount(email)).toMatchObject({ passwordHash: 'of the operator' });
  });

  it('ends every session but the one that goes on', async () => {
    const email = await anAdministrator();
    const [own, other] = [randomBytes(32), randomBytes(32)];
    const { store } = instances.database;
    for (const tokenHash of [own, other]) {
      await store.admins.insertSession({
        tokenHash,
        email,
        createdAt: NOW,
        lastUsedAt: NOW,
        expiresAt: NOW + 60,
        signedInWith: 'PASSWORD',
      });
    }
    await store.transaction(({ admins }) => admins.replacePassword(email, 'second', { except: own }));
    const left = [own, other].map((tokenHash) => store.admins.useSession(tokenHash, NOW, NOW - 60));
    expect((await Promise.all(left)).map((session) => session?.email)).toEqual([email, undefined]);
  });
});

describe('The first administrator', () => {
  it('is one whom a password lets in: of those who are disabled none, as long as there is another', async () => {
    const { admins } = instances.database.store;
    await anAdministrator();
    const first = (await admins.firstAddress())!;
    await anAdministrator();
    await instances.database.store.transaction((store) => store.admins.disable(first, NOW, WAYS));
    const next = (await admins.firstAddress())!;
    expect(next).not.toBe(first);
    expect(await admins.findAccount(next)).toMatchObject({ disabledAt: null });
    await instances.database.store.transaction((store) => store.admins.disable(first, null, WAYS));
    expect(await admins.firstAddress()).toBe(first);
  });
});

describe('An invitation', () => {
  it.each<[string, (admins: Store['admins'], inviter: string) => Promise<AdminChange>]>([
    ['removed', (admins, inviter) => admins.deleteAccount(inviter, WAYS)],
    ['disabled', (admins, inviter) => admins.disable(inviter, NOW, WAYS)],
    ['demoted', (admins, inviter) => admins.changeRole(inviter, 'Auditor', WAYS)],
  ])('is not made by whoever is %s at the same time', async (_, end) => {
    await anAdministrator();
    const inviter = await anAdministrator();
    const invite = (email: string) =>
      instances.database.store.transaction(async ({ admins }) => {
        if (!(await admins.holdInviter(inviter))) return false;
        const times = { createdAt: NOW, expiresAt: NOW + 60 };
        return admins.invite({ email, tokenHash: randomBytes(32), role: 'Admin', invitedBy: inviter, ...times });
      });
    const invitations = Array.from({ length: 10 }, (_, index) => invite(`invited-${index}@example.com`));
    await instances.database.store.transaction(({ admins }) => end(admins, inviter));
    await Promise.all(invitations);
    expect(await invite('late@example.com')).toBe(false);
    const left = (await instances.database.store.admins.list(NOW, NOW)).map(({ email }) => email);
    expect(left.filter((email) => email.startsWith('invited') || email.startsWith('late'))).toEqual([]);
  });

  it('that was sent while an earlier one was accepted neither hides the account nor outlives it', async () => {
    const { store } = instances.database;
    const inviter = await anAdministrator();
    const [late, email] = [randomBytes(32), 'accepted@example.com'];
    const times = { createdAt: NOW, expiresAt: NOW + 60 };
    await store.admins.invite({ email, tokenHash: late, role: 'Admin', invitedBy: inviter, ...times });
    await store.admins.insertAccount({ email, passwordHash: 'first', role: 'Operator', createdAt: NOW });
    const listed = async () => (await store.admins.list(NOW, NOW)).filter((account) => account.email === email);
    expect(await listed()).toMatchObject([{ role: 'Operator', expiresAt: null }]);
    await store.transaction(({ admins }) => admins.deleteAccount(email, WAYS));
    expect(await store.admins.acceptInvitation(late, { passwordHash: 'second', company: null }, NOW)).toBeUndefined();
    expect(await listed()).toEqual([]);
  });
});

describe('The end of sessions', () => {
  const session = (email: string) => ({
    ...{ tokenHash: randomBytes(32), email, createdAt: NOW, lastUsedAt: NOW, expiresAt: NOW + 60 },
    signedInWith: 'PASSWORD' as const,
  });

  /** Waits until a session of this database waits for a lock. */
  const someoneWaits = async () => {
    const waiting = `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`;
    while ((await instances.database.dataSource.query<unknown[]>(waiting)).length === 0) await setImmediate();
  };

  it.each<[string, (admins: Store['admins'], email: string) => Promise<number>]>([
    ['of one account', (admins, email) => admins.deleteSessionsOf(email)],
    ['of all', (admins) => admins.deleteAllSessions()],
  ])('%s is one of those, too, that are being opened at that moment', async (_, end) => {
    const { store } = instances.database;
    const { elsewhere } = instances;
    const email = await anAdministrator();
    const ending = () => (elsewhere ?? store).transaction(({ admins }) => end(admins, email));
    let ended: Promise<number> | undefined;
    await store.transaction(async ({ admins }) => {
      expect(await admins.holdAccount(email, 'first')).toBe(true);
      expect(await admins.insertSession(session(email))).toBe(true);
      // The embedded database has one session, so nobody can interfere.
      if (!elsewhere) return;
      ended = ending();
      await Promise.race([ended, someoneWaits()]);
    });
    await (ended ?? ending());
    expect(await store.admins.sessionsOf(email, NOW, NOW - 60)).toEqual([]);
  });

  it('waits for whoever does something in one, who does nothing more afterwards', async () => {
    const { store } = instances.database;
    const { elsewhere } = instances;
    const email = await anAdministrator();
    const its = session(email);
    await store.admins.insertSession(its);
    const ending = () => (elsewhere ?? store).transaction(({ admins }) => admins.deleteSessionsOf(email));
    let ended: Promise<number> | undefined;
    await store.transaction(async ({ admins }) => {
      await admins.lockAccount(email);
      expect(await admins.holdSession(its.tokenHash)).toBe(true);
      if (!elsewhere) return;
      ended = ending();
      await Promise.race([ended, someoneWaits()]);
      expect(await admins.holdSession(its.tokenHash)).toBe(true);
    });
    expect(await (ended ?? ending())).toBe(1);
    expect(await store.transaction(({ admins }) => admins.holdSession(its.tokenHash))).toBe(false);
  });
});
