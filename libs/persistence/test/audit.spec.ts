import { ChainCheck, faultSentence, renderAuditRecord } from '@passant/protocol';
import type { NewEvent, Store } from '../src/index.js';
import { Instances } from './support/instances.js';

let instances: Instances;
let store: Store;
beforeAll(async () => {
  instances = await Instances.start();
  ({ store } = instances.database);
});
afterAll(() => instances.close());

/** An event of an administrator who changed a scope. */
const change = (identifier: string, changes: Partial<NewEvent> = {}): NewEvent => ({
  name: 'ADMIN_SCOPE_UPDATED',
  occurred: 1_800_000_000_000,
  clientId: null,
  application: null,
  identityProvider: null,
  userId: null,
  admin: 'admin@example.com',
  clientIp: null,
  userAgent: null,
  requestId: null,
  details: null,
  before: { identifier, description: 'a' },
  after: { identifier, description: 'b' },
  ...changes,
});

const ofScope = (identifier: string) => store.audit.list({ subject: identifier }, 100);

async function faults(): Promise<string[]> {
  const chain = new ChainCheck();
  const records = (await store.audit.page(undefined, 10_000)).map(renderAuditRecord);
  return records.flatMap((record) => chain.follow(record)).map(faultSentence);
}

describe('The chain of changes', () => {
  it('is unbroken after many changes at once, and has each of them', async () => {
    const before = (await store.audit.head())?.sequence ?? 0;
    // No more at once than the instances have connections.
    for (const wave of [1, 2, 3]) {
      await instances.crowd(18, (one, index) =>
        one.transaction(({ events }) => events.insert([change(`crowd-${wave}-${index}`), change('its-second')])),
      );
    }
    const records = await store.audit.page(before, 1_000);
    expect(records.map(({ sequence }) => sequence - before)).toEqual(Array.from({ length: 108 }, (_, at) => at + 1));
    // What one transaction changed stands together.
    expect(records.filter((_, at) => at % 2 === 1).every(({ subject }) => subject === 'its-second')).toBe(true);
    expect(new Set(records.map(({ subject }) => subject)).size).toBe(55);
    expect(await faults()).toEqual([]);
  });

  it('has no change that was not made', async () => {
    const failing = store.transaction(async ({ events }) => {
      await events.insert([change('failing')]);
      throw new Error('something went wrong');
    });
    await expect(failing).rejects.toThrow('something went wrong');
    await store.rehearse(({ events }) => events.insert([change('rehearsed')]));
    expect([...(await ofScope('failing')), ...(await ofScope('rehearsed'))]).toEqual([]);
    expect(await faults()).toEqual([]);
  });

  it('has of a transaction within another what was kept', async () => {
    await store.transaction(async (outer) => {
      await outer.events.insert([change('outer')]);
      await outer.transaction(({ events }) => events.insert([change('inner')]));
      const failing = outer.transaction(async ({ events }) => {
        await events.insert([change('given-up')]);
        throw new Error('given up');
      });
      await expect(failing).rejects.toThrow('given up');
    });
    expect(await ofScope('given-up')).toEqual([]);
    const [[outer], [inner]] = [await ofScope('outer'), await ofScope('inner')];
    expect(inner!.sequence).toBe(outer!.sequence + 1);
    expect(await faults()).toEqual([]);
  });

  it('refuses a change that is recorded by itself, and keeps no event of it', async () => {
    const alone = store.events.insert([change('alone', { requestId: 'alone' })]);
    await expect(alone).rejects.toThrow('A change is recorded in the transaction that makes it.');
    expect(await store.events.list({ requestId: 'alone' }, { limit: 10 })).toEqual([]);
  });

  it('is of what is stored, also where the database does not take a text as it is', async () => {
    const after = { description: 'NUL \0, half a \ud83e, whole 🦔', 10: 'ten', 9: 'nine', number: 1e21, small: 1e-7 };
    await store.transaction(({ events }) => events.insert([change('odd', { after: { identifier: 'odd', ...after } })]));
    expect(await ofScope('odd')).toHaveLength(1);
    expect(await faults()).toEqual([]);
  });

  it('is listed newest first, by what a record is about and by whom', async () => {
    await store.transaction(({ events }) =>
      events.insert([
        change('listed', { application: 'its-app' }),
        change('listed', { admin: 'other@example.com', occurred: 1_800_000_000_500 }),
      ]),
    );
    const found = await ofScope('listed');
    expect(found.map(({ actor }) => actor)).toEqual(['other@example.com', 'admin@example.com']);
    expect(await store.audit.list({ subject: 'its-app' }, 10)).toEqual([found[1]]);
    expect(await store.audit.list({ subject: 'listed', actor: 'other@example.com' }, 10)).toEqual([found[0]]);
    expect(await store.audit.list({ subject: 'listed', from: 1_800_000_000_500 }, 10)).toEqual([found[0]]);
    expect(await store.audit.list({ subject: 'listed', until: 1_800_000_000_500 }, 10)).toEqual([found[1]]);
    expect(await store.audit.list({ subject: 'listed', before: found[0]!.sequence }, 10)).toEqual([found[1]]);
    expect(await store.audit.list({ subject: 'listed', names: ['ADMIN_SCOPE_CREATED'] }, 10)).toEqual([]);
  });
});

describe('The anchor of a day', () => {
  const anchor = { date: '2027-01-15', sequence: 3, hash: 'h', count: 3, kid: 'key-1', jws: 'one' };

  it('is the first one, however many processes make one, until the key is another', async () => {
    await instances.crowd(9, (one, index) => one.audit.keepAnchor({ ...anchor, jws: `of ${index}` }));
    const [kept] = await store.audit.anchors();
    expect(kept).toMatchObject({ ...anchor, jws: expect.stringMatching(/^of \d$/) });
    await store.audit.keepAnchor({ ...anchor, sequence: 4 });
    expect(await store.audit.anchors()).toEqual([kept]);
    const anew = { ...anchor, sequence: 5, kid: 'key-2' };
    await store.audit.keepAnchor(anew);
    await store.audit.keepAnchor({ ...anchor, sequence: 2 });
    expect(await store.audit.anchors()).toEqual([anew]);
    expect(await store.audit.anchorKey(anchor.date)).toBe('key-2');
    expect(await store.audit.anchorKey('2027-01-16')).toBeUndefined();
  });
});
