import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import type { AuditRecord } from '@passant/contracts';
import { auditHashOf } from '@passant/protocol';
import { runAuditCommand } from '../../src/audit-command.js';
import { type AuditSource, readKeys, sourceIn, sourceOf, writeAudit } from '../../src/audit-file.js';
import { verifyAudit } from '../../src/audit-verification.js';
import { type AnchorKeys } from '../../src/credentials/audit-anchor.js';
import { Secrets } from '../../src/credentials/secrets.js';
import { readConfig } from '../../src/platform/config.js';
import { AuditAnchors } from '../../src/upkeep/audit-anchors.js';
import { AuthServer, MASTER_KEY } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';

const DAY = 86_400;

let server: AuthServer;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'passant-audit-'));
  server = await AuthServer.start();
  for (let count = 0; count < 5; count += 1) await server.given.provider();
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

const keysOf = (masterKey: Buffer): AnchorKeys =>
  new Map(new Secrets(masterKey).auditKeys.map(({ kid, publicKey }) => [kid, publicKey]));
const KEYS = keysOf(MASTER_KEY);
const OTHERS = keysOf(Buffer.alloc(32, 9));

const source = () => sourceOf(server.database.store);
const faults = async (kept?: AuditSource, keys = KEYS) => (await verifyAudit(source(), kept, keys)).faults;
const sql = (text: string) => server.database.dataSource.query<unknown>(text);
const endOf = async () => (await server.database.store.audit.head())!.sequence;

/** Changes the tables as somebody does who can write to the database, and puts everything back afterwards. */
async function tampered(statements: string[], look: () => Promise<void>): Promise<void> {
  await sql('CREATE TABLE kept_record AS TABLE audit_record');
  await sql('CREATE TABLE kept_anchor AS TABLE audit_anchor');
  try {
    for (const statement of statements) await sql(statement);
    await look();
  } finally {
    for (const table of ['record', 'anchor']) {
      await sql(`DELETE FROM audit_${table}`);
      await sql(`INSERT INTO audit_${table} SELECT * FROM kept_${table}`);
      await sql(`DROP TABLE kept_${table}`);
    }
  }
}

describe('The anchor of the chain of changes', () => {
  it('is made once a day, of everything there is by then', async () => {
    const anchors = server.app.get(AuditAnchors);
    await anchors.anchor();
    const [first] = await source().anchors();
    expect(first).toMatchObject({
      sequence: 5,
      count: 5,
      date: new Date(server.clock.milliseconds()).toISOString().slice(0, 10),
    });
    await server.given.provider();
    await anchors.anchor();
    expect(await source().anchors()).toEqual([first]);
    await server.clock.later(DAY, () => anchors.anchor());
    expect((await source().anchors()).map(({ sequence }) => sequence)).toEqual([5, 6]);
    expect(await verifyAudit(source(), undefined, KEYS)).toEqual({
      faults: [],
      summary: expect.stringMatching(/^6 records, 2 anchors, the newest of \S+ for record 6: nothing was changed\.$/),
    });
  });

  it.each<[string, string[], RegExp[]]>([
    ['an edited record', [`UPDATE audit_record SET actor = 'x' WHERE sequence = 3`], [/^Record 3 was edited/]],
    [
      'an edited change',
      [`UPDATE audit_record SET after = jsonb_set(after, '{name}', '"x"') WHERE sequence = 2`],
      [/^Record 2 was edited/],
    ],
    [
      'a record that was put before the first',
      [
        'INSERT INTO audit_record SELECT (jsonb_populate_record(r, \'{"sequence": -5}\')).* FROM audit_record r LIMIT 1',
      ],
      [/^Record -5 was put in: the first record of the chain is 1\.$/],
    ],
    ['a record that was deleted', ['DELETE FROM audit_record WHERE sequence = 4'], [/^Record 4 is missing\.$/]],
    [
      'records in another order',
      [
        'UPDATE audit_record SET sequence = 1002 WHERE sequence = 2',
        'UPDATE audit_record SET sequence = 2 WHERE sequence = 3',
        'UPDATE audit_record SET sequence = 3 WHERE sequence = 1002',
      ],
      [/where record 2 belongs stands record 3/, /where record 3 belongs stands record 2/],
    ],
    [
      'an end that was cut off',
      ['DELETE FROM audit_record WHERE sequence > 4'],
      [/^Records 5 to 6 are missing at the end/],
    ],
    [
      'an anchor that was moved back',
      [
        'DELETE FROM audit_record WHERE sequence > 4',
        'UPDATE audit_anchor SET sequence = 4, count = 4 WHERE sequence = 6',
      ],
      [/^The anchor of \S+ is not what was signed/, /missing at the end|not the one that the anchor/, /^Record/],
    ],
  ])('and the hashes find %s', async (_, statements, expected) => {
    await tampered(statements, async () => {
      const found = await faults();
      expect(found.length).toBeGreaterThan(0);
      for (const sentence of found) expect(expected.some((one) => one.test(sentence))).toBe(true);
      expect(found[0]).toMatch(expected[0]!);
    });
    expect(await faults()).toEqual([]);
  });

  it('says what was cut off together with the newest anchor, if the anchor was kept elsewhere', async () => {
    const file = join(folder, 'kept.jsonl');
    await writeAudit(file, source());
    const statements = ['DELETE FROM audit_record WHERE sequence > 5', 'DELETE FROM audit_anchor WHERE sequence > 5'];
    await tampered(statements, async () => {
      expect(await faults()).toEqual([]);
      expect(await faults(sourceIn(file))).toEqual([
        expect.stringMatching(/^Record 6 is missing at the end: the anchor of \S+ knows of record 6\.$/),
        'Record 6 is missing at the end: the earlier export knows of record 6.',
      ]);
    });
  });

  it('is worth nothing without its key', async () => {
    expect(await faults(undefined, OTHERS)).toEqual([expect.stringMatching(/which is none of the known keys\.$/)]);
  });
});

describe('An export of the audit', () => {
  const CONFIG = readConfig({ PASSANT_DATA_DIR: tmpdir(), PASSANT_MASTER_KEY: MASTER_KEY.toString('base64') });

  // One record that no anchor knows of.
  beforeAll(() => server.given.provider());

  async function exported(change: (lines: string[]) => void = () => {}): Promise<string> {
    const file = join(folder, `${Math.random()}.jsonl`);
    await writeAudit(file, source());
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
    change(lines);
    writeFileSync(file, `${lines.join('\n')}\n`);
    return file;
  }

  /** Takes out the line of a record and counts anew, as somebody does who knows the format. */
  function removeRecord(lines: string[], sequence: number): void {
    lines.splice(sequence, 1);
    const { end } = JSON.parse(lines.pop()!) as { end: { records: number } };
    lines.push(JSON.stringify({ end: { ...end, records: end.records - 1 } }));
  }

  /** Writes a record anew, with the hash that is right for it. */
  function writeAnew(lines: string[], sequence: number): void {
    const { record } = JSON.parse(lines[sequence]!) as { record: AuditRecord };
    const anew = { ...record, actor: 'nobody@example.com' };
    lines[sequence] = JSON.stringify({ record: { ...anew, hash: auditHashOf(anew) } });
  }

  /** The public keys, as `audit keys` prints them. */
  function keyFile(): string {
    const file = join(folder, 'keys.json');
    const [{ kid, publicKey }] = new Secrets(MASTER_KEY).auditKeys as [Secrets['auditKey']];
    writeFileSync(file, JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid, alg: 'ES256' }] }));
    return file;
  }

  it('is verified without the database, given the public keys', async () => {
    const file = await exported();
    expect(await runAuditCommand(['verify', '--file', file, '--keys', keyFile()], CONFIG)).toBe(true);
    expect((await verifyAudit(sourceIn(file), undefined, await readKeys(keyFile()))).faults).toEqual([]);
  });

  it.each<[string, (lines: string[]) => void, RegExp]>([
    ['an edited line', (lines) => (lines[3] = lines[3]!.replace('admin@', 'nobody@')), /^Record 3 was edited/],
    ['a line that is missing', (lines) => removeRecord(lines, 2), /^Record 2 is missing/],
    [
      'two lines in another order',
      (lines) => lines.splice(1, 2, lines[2]!, lines[1]!),
      /where record 1 belongs stands record 2/,
    ],
  ])('shows %s', async (_, change, fault) => {
    const file = await exported(change);
    expect((await verifyAudit(sourceIn(file), undefined, KEYS)).faults[0]).toMatch(fault);
    expect(await runAuditCommand(['verify', '--file', file, '--keys', keyFile()], CONFIG)).toBe(false);
  });

  it.each<[string, (lines: string[]) => void, RegExp]>([
    ['was deleted', (lines) => removeRecord(lines, 7), /^Record 7 is missing at the end: the earlier export knows/],
    ['was written anew', (lines) => writeAnew(lines, 7), /^Record 7 is not the one that the earlier export knows of/],
  ])('that was kept shows that its last record %s, though no anchor knows of it', async (_, change, fault) => {
    const [kept, file] = [await exported(), await exported(change)];
    expect((await verifyAudit(sourceIn(file), undefined, KEYS)).faults).toEqual([]);
    expect((await verifyAudit(sourceIn(file), sourceIn(kept), KEYS)).faults).toEqual([expect.stringMatching(fault)]);
    const args = ['verify', '--file', file, '--keys', keyFile(), '--anchors'];
    expect(await runAuditCommand([...args, kept], CONFIG)).toBe(false);
    expect(await runAuditCommand([...args, file], CONFIG)).toBe(true);
  });

  it('writes on the terminal what was put into it, but not as control characters', async () => {
    const file = await exported((lines) => {
      const { anchor } = JSON.parse(lines.at(-2)!) as { anchor: object };
      lines[lines.length - 2] = JSON.stringify({ anchor: { ...anchor, kid: 'x\u001b[2J\n\u009b1A\u202e' } });
    });
    const written = jest.spyOn(process.stdout, 'write').mockReturnValue(true);
    try {
      expect(await runAuditCommand(['verify', '--file', file, '--keys', keyFile()], CONFIG)).toBe(false);
      const text = written.mock.calls.map(([chunk]) => String(chunk)).join('');
      expect(text).toContain(String.raw`was signed with x\u001b[2J\u000a\u009b1A\u202e, which`);
      expect(text.trimEnd().split('\n').length).toBe(2);
    } finally {
      written.mockRestore();
    }
  });

  it.each<[string, (lines: string[]) => void, RegExp]>([
    ['without its last record', (lines) => lines.splice(-4, 1), /counts 7 records and 2 anchors, but it has 6 records/],
    ['without its newest anchor', (lines) => lines.splice(-2, 1), /counts 7 .*, but it has 7 records and 1 anchor\.$/],
    ['without its end', (lines) => lines.pop(), /is not whole: its last line is missing/],
    ['with a line of something else', (lines) => (lines[2] = '{"record":{}}'), /^Line 3 of .* is none of an export/],
    ['without its beginning', (lines) => lines.shift(), /^Line 1 of .* is none of an export/],
  ])('is refused %s', async (_, change, problem) => {
    const file = await exported(change);
    await expect(verifyAudit(sourceIn(file), undefined, KEYS)).rejects.toThrow(problem);
  });

  it.each<[string[], RegExp]>([
    [['verify', '--file', 'x'], /is verified with --file and --keys/],
    [['verify', 'x'], /^Use: /],
    [['export'], /^Use: /],
    [['verify', '--unknown', 'x'], /Use: /],
    [['verify', '--file', join(tmpdir(), 'is-not-there'), '--keys', 'x'], /x holds no key set/],
  ])('is refused with %j', async (args, problem) => {
    await expect(runAuditCommand(args, CONFIG)).rejects.toThrow(problem);
  });

  it('does not take the place of a file', async () => {
    const file = await exported();
    await expect(writeAudit(file, source())).rejects.toThrow(/is there already/);
  });
});

describe('The list of changes', () => {
  it('shows them newest first, page by page, by what they are about and by whom', async () => {
    const { identifier } = await server.given.provider();
    const { items } = await server.admin.call('listAuditRecords', { query: { subject: identifier } });
    expect(items).toEqual([expect.objectContaining({ actor: server.admin.email, identity_provider: identifier })]);
    const first = await server.admin.call('listAuditRecords', { query: { limit: '2' } });
    const query = { limit: '2', cursor: first.next_cursor! };
    const second = await server.admin.call('listAuditRecords', { query });
    const end = await endOf();
    expect([...first.items, ...second.items].map(({ sequence }) => sequence)).toEqual([end, end - 1, end - 2, end - 3]);
    const others = await server.admin.call('listAuditRecords', { query: { actor: 'nobody@example.com' } });
    expect(others.items).toEqual([]);
  });

  /** Makes a change with a reason in the header, given as the bytes that are sent, in Latin-1. */
  const reasoned = (value: string, path = 'scopes', body?: object) =>
    fetch(`${server.url}/admin/api/v1/${path}`, {
      method: 'POST',
      headers: {
        cookie: server.admin.cookie,
        'x-csrf-token': server.admin.csrfToken,
        'content-type': 'application/json',
        'x-change-reason': value,
      },
      body: JSON.stringify(body ?? { identifier: `for-${Math.random().toString(36).slice(2)}`, description: '' }),
    });

  async function expectRefused(reply: Response, problem: RegExp): Promise<void> {
    const body: unknown = await reply.json();
    expectRefusal({ status: reply.status, headers: reply.headers, body } as never, 400, 'invalid_request');
    expect(JSON.stringify(body)).toMatch(problem);
  }

  it.each([
    ['letters beyond ASCII', 'für die Prüfung'],
    ['500 characters of two code units', '\u{1f511}'.repeat(500)],
  ])('says why, if the request says so in a header: %s', async (_, reason) => {
    expect((await reasoned(encodeURIComponent(reason))).status).toBe(201);
    const { items } = await server.admin.call('listAuditRecords', { query: { limit: '1' } });
    expect(items[0]).toMatchObject({ name: 'ADMIN_SCOPE_CREATED', endpoint: 'createScope', reason });
  });

  it.each<[string, string, RegExp]>([
    ['percent-encoding that is no UTF-8', '%E0%A4', /is not UTF-8 in percent-encoding/],
    ['501 characters', 'x'.repeat(501), /is longer than 500 characters/],
    ['501 characters of two code units', encodeURIComponent('\u{1f511}'.repeat(501)), /is longer than 500 characters/],
    ['bytes of UTF-8 as they are', Buffer.from('für').toString('latin1'), /write them as UTF-8 in percent-encoding/],
    ['a tab as it is', 'a\tb', /write them as UTF-8 in percent-encoding/],
    ['NUL', 'a%00b', /must have no line breaks and no other control characters/],
    ['a line break', 'a%0Ab', /must have no line breaks/],
    ['a control character of Latin-1', encodeURIComponent('a\u009bb'), /no other control characters/],
    ['a line separator', encodeURIComponent('a\u2028b'), /must have no line breaks/],
    ['a bidirectional override', encodeURIComponent('a\u202eb'), /no other control characters/],
    ['a bidirectional isolate', encodeURIComponent('a\u2066b'), /no other control characters/],
  ])('takes no change with a reason in the header that has %s', async (_, value, problem) => {
    const end = await endOf();
    await expectRefused(await reasoned(value), problem);
    expect(await endOf()).toBe(end);
  });

  it('takes no change with a reason in the header and another one in the body, or with an unruly one there', async () => {
    const end = await endOf();
    await expectRefused(await reasoned('one', 'sessions/end', { reason: 'other' }), /send one of them/);
    await expectRefused(await reasoned('', 'sessions/end', { reason: 'a\u202eb' }), /no other control characters/);
    expect(await endOf()).toBe(end);
  });
});
