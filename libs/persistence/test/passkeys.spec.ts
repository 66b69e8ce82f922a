import { randomBytes } from 'node:crypto';
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

let counted = 0;
async function anAdministrator(): Promise<string> {
  const email = `passkeys-${(counted += 1)}@example.com`;
  await database.store.admins.insertAccount({ email, passwordHash: 'hash', role: 'Admin', createdAt: NOW });
  await database.store.passkeys.handleOf(email, randomBytes(64));
  return email;
}

async function aPasskey(email: string, counter = 0, most = 20) {
  const [credentialId, publicKey] = [randomBytes(32), randomBytes(77)];
  const id = await database.store.passkeys.insert(
    {
      ...{ credentialId, email, name: 'Phone', publicKey, counter },
      ...{ transports: [], backupEligible: false, createdAt: NOW },
    },
    most,
  );
  return { credentialId, email, publicKey, id };
}

const once = (results: readonly unknown[]) => expect(results.filter(Boolean)).toHaveLength(1);

describe('Of passkeys', () => {
  it('a challenge is answered once, whoever answers it at the same time, and forgotten in time', async () => {
    const hash = randomBytes(32);
    once(await instances.crowd(40, (store) => store.passkeys.spendChallenge(hash, NOW + 300)));
    await database.store.expiry.sweep(NOW + 299);
    expect(await database.store.passkeys.spendChallenge(hash, NOW + 300)).toBe(false);
    await database.store.expiry.sweep(NOW + 300);
    expect(await database.store.passkeys.spendChallenge(hash, NOW + 300)).toBe(true);
  });

  it('a counter is taken once, whoever shows it at the same time, and no lower one after it', async () => {
    const passkey = await aPasskey(await anAdministrator(), 7);
    once(await instances.crowd(40, (store) => store.passkeys.use(passkey, 9, NOW)));
    for (const behind of [0, 7, 8, 9]) expect(await database.store.passkeys.use(passkey, behind, NOW)).toBe(false);
    expect(await database.store.passkeys.use(passkey, 10, NOW)).toBe(true);
  });

  it('one that does not count is used as often as one likes, until it counts', async () => {
    const passkey = await aPasskey(await anAdministrator());
    for (const counter of [0, 0, 1]) expect(await database.store.passkeys.use(passkey, counter, NOW)).toBe(true);
    expect(await database.store.passkeys.use(passkey, 0, NOW)).toBe(false);
  });

  it('one is used only as it was found: of the same account and with the same key', async () => {
    const passkey = await aPasskey(await anAdministrator());
    for (const other of [{ email: await anAdministrator() }, { publicKey: randomBytes(77) }]) {
      expect(await database.store.passkeys.use({ ...passkey, ...other }, 1, NOW)).toBe(false);
    }
    expect(await database.store.passkeys.use(passkey, 1, NOW)).toBe(true);
  });

  it('the name that authenticators know an account by is the first one, whoever draws one at the same time', async () => {
    const email = await anAdministrator();
    const handles = await instances.crowd(12, (store) => store.passkeys.handleOf(email, randomBytes(64)));
    expect(new Set(handles.map((handle) => handle.toString('hex'))).size).toBe(1);
  });

  it('an account has so many, and none of somebody else', async () => {
    const [email, other] = [await anAdministrator(), await anAdministrator()];
    const { id, credentialId } = await aPasskey(email, 0, 1);
    expect((await aPasskey(email, 0, 1)).id).toBeUndefined();
    expect(await database.store.passkeys.remove(other, id!)).toBeUndefined();
    expect((await database.store.passkeys.find(credentialId))!.email).toBe(email);
    expect(await database.store.passkeys.remove(email, id!)).toBe('Phone');
    expect(await database.store.passkeys.find(credentialId)).toBeUndefined();
  });

  it('the last second factor takes the recovery codes with it, and no other one does', async () => {
    const email = await anAdministrator();
    const { passkeys, secondFactors } = database.store;
    const [first, second] = [await aPasskey(email), await aPasskey(email)];
    expect(await secondFactors.replaceRecoveryCodes(email, [randomBytes(32)])).toBe(true);
    const remove = async (id: string) => {
      await passkeys.remove(email, id);
      await secondFactors.settleRemoval(email);
      return (await secondFactors.factorsOf(email)).recoveryCodes;
    };
    expect([await remove(first.id!), await remove(second.id!)]).toEqual([1, 0]);
    expect(await secondFactors.replaceRecoveryCodes(email, [randomBytes(32)])).toBe(false);
  });
});
