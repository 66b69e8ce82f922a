import type { AuditRecord } from '@passant/contracts';
import { ChainCheck, auditHashOf, chained, faultSentence, renderAuditRecord } from './audit-chain.js';
import type { NewAuditEntry } from './audit-records.js';

const entry = (subject: string): NewAuditEntry => ({
  name: 'ADMIN_SCOPE_UPDATED',
  occurred: 1_800_000_000_000,
  endpoint: 'updateScope',
  actor: 'admin@example.com',
  application: null,
  identityProvider: null,
  clientId: null,
  subject,
  requestId: null,
  reason: null,
  details: null,
  before: { description: 'a' },
  after: { description: 'b' },
});

/** Five records, as they were written. */
const RECORDS = chained(undefined, ['one', 'two', 'three', 'four', 'five'].map(entry)).map(renderAuditRecord);
const DATE = '2027-01-15';
const anchorOf = ({ sequence, hash }: AuditRecord) => ({ date: DATE, sequence, hash, count: sequence });

function check(records: readonly AuditRecord[], anchored?: AuditRecord): string[] {
  const chain = new ChainCheck();
  const faults = records.flatMap((record, index) => chain.follow(record, records[index + 1]));
  return [...faults, ...(anchored ? chain.against(anchorOf(anchored)) : [])].map(faultSentence);
}

/** The records, with what `change` does to a copy of them. */
function after(change: (records: AuditRecord[]) => void): AuditRecord[] {
  const records = structuredClone(RECORDS);
  change(records);
  return records;
}

/** A record with a hash that is right for it, as somebody makes it who knows how. */
const madeAnew = (record: AuditRecord, changes: Partial<AuditRecord>) => {
  const changed = { ...record, ...changes };
  return { ...changed, hash: auditHashOf(changed) };
};

describe('A chain of audit records', () => {
  it('is found whole as it was written, with its anchor', () => {
    expect(check(RECORDS, RECORDS[2])).toEqual([]);
    expect(check(RECORDS, RECORDS[4])).toEqual([]);
  });

  it('goes on where it ended, also in another transaction', () => {
    const [first, ...others] = ['one', 'two', 'three', 'four', 'five'].map(entry);
    const begun = chained(undefined, [first!]);
    expect([...begun, ...chained(begun[0], others)].map(renderAuditRecord)).toEqual(RECORDS);
    expect(RECORDS[0]).not.toHaveProperty('previous');
  });

  it.each<[string, (records: AuditRecord[]) => void, string[]]>([
    [
      'an edited record',
      (records) => (records[2]!.actor = 'somebody@example.com'),
      ['Record 3 was edited: its hash is of something else.'],
    ],
    [
      'a member that was added to a record',
      (records) => (records[2]!.reason = 'because'),
      ['Record 3 was edited: its hash is of something else.'],
    ],
    ['a missing record', (records) => records.splice(2, 1), ['Record 3 is missing.']],
    ['missing records at the beginning', (records) => records.splice(0, 2), ['Records 1 to 2 are missing.']],
    [
      'a record that was written anew',
      (records) => (records[2] = madeAnew(records[2]!, { actor: 'somebody@example.com' })),
      ['Record 4 does not follow record 3: one of them was written anew.'],
    ],
    [
      'a missing record whose place was closed',
      (records) => {
        records.splice(2, 1);
        records[2] = madeAnew(records[2]!, { sequence: 3 });
        records[3] = madeAnew(records[3]!, { sequence: 4 });
      },
      [
        'Record 3 does not follow record 2: one of them was written anew.',
        'Record 4 does not follow record 3: one of them was written anew.',
      ],
    ],
    [
      'two records that changed their numbers',
      (records) => {
        const [second, third] = [records[1]!, records[2]!];
        records[1] = { ...third, sequence: 2 };
        records[2] = { ...second, sequence: 3 };
      },
      [
        'Records were put into another order: where record 2 belongs stands record 3.',
        'Records were put into another order: where record 3 belongs stands record 2.',
      ],
    ],
    [
      'a record that stands further down',
      (records) => records.splice(3, 0, ...records.splice(1, 1)),
      ['Record 2 is missing.', 'Records were put into another order: where record 5 belongs stands record 2.'],
    ],
    [
      'a number far too high, which does not make the records after it wrong',
      (records) => (records[1]!.sequence = Number.MAX_SAFE_INTEGER),
      [
        'Records were put into another order: where record 2 belongs stands record 9007199254740991.',
        'Record 2 is missing.',
      ],
    ],
    [
      'a record with a number far too high between two others',
      (records) => records.splice(2, 0, madeAnew(records[1]!, { sequence: 1_000_000 })),
      ['Records were put into another order: where record 3 belongs stands record 1000000.'],
    ],
    [
      'records before the first',
      (records) => records.unshift(madeAnew(records[0]!, { sequence: -7 }), madeAnew(records[0]!, { sequence: 0 })),
      [
        'Record -7 was put in: the first record of the chain is 1.',
        'Record 0 was put in: the first record of the chain is 1.',
      ],
    ],
  ])('is told from one with %s', (_, change, faults) => {
    expect(check(after(change))).toEqual(faults);
  });

  it('is told from one of which every record was edited, in no more time than it takes to look at them', () => {
    const records = chained(
      undefined,
      Array.from({ length: 3_000 }, (_, index) => entry(`${index}`)),
    );
    const edited = records.map((record) => ({ ...renderAuditRecord(record), actor: 'somebody@example.com' }));
    const before = performance.now();
    expect(check(edited)).toHaveLength(3_000);
    // Looking for the place of each takes minutes.
    expect(performance.now() - before).toBeLessThan(30_000);
  });

  it('is told from one whose end was cut off, or written anew, by an anchor only', () => {
    const cut = after((records) => records.splice(3));
    expect(check(cut)).toEqual([]);
    const missing = `Records 4 to 5 are missing at the end: the anchor of ${DATE} knows of record 5.`;
    expect(check(cut, RECORDS[4])).toEqual([missing]);
    const anew = after((records) => (records[4] = madeAnew(records[4]!, { actor: 'somebody@example.com' })));
    expect(check(anew)).toEqual([]);
    expect(check(anew, RECORDS[4])).toEqual([`Record 5 is not the one that the anchor of ${DATE} knows of.`]);
  });

  it.each<[string, (records: AuditRecord[]) => void, string[]]>([
    [
      'cut off',
      (records) => records.splice(3),
      ['Records 4 to 5 are missing at the end: the earlier export knows of record 5.'],
    ],
    [
      'written anew',
      (records) => (records[4] = madeAnew(records[4]!, { actor: 'somebody@example.com' })),
      ['Record 5 is not the one that the earlier export knows of.'],
    ],
  ])('is told from one whose end was %s by the last record of an earlier export', (_, change, faults) => {
    const chain = new ChainCheck();
    expect(after(change).flatMap((record) => chain.follow(record))).toEqual([]);
    expect(chain.against(RECORDS[4]!).map(faultSentence)).toEqual(faults);
  });
});
