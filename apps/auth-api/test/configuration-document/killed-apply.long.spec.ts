import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as passed } from 'node:timers/promises';
import { AdminApi } from '../support/admin-api.js';
import { type ServerProcess, killProcess, startProcess } from '../support/server-process.js';

const ADMIN = { email: 'admin@example.com', password: 'correct-horse-battery' };
const COUNT = 300;
const SCOPES = Array.from({ length: COUNT }, (_, number) => ({ identifier: `scope-${number}` }));

let folder: string;
let running: ServerProcess | undefined;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'passant-killed-'));
});
afterAll(async () => {
  if (running) await killProcess(running);
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<AdminApi> {
  running = startProcess({
    PASSANT_DATA_DIR: folder,
    PASSANT_ADMIN_EMAIL: ADMIN.email,
    PASSANT_ADMIN_PASSWORD: ADMIN.password,
    PASSANT_SEED: 'none',
  });
  return AdminApi.signIn(await running.ready, ADMIN);
}

const appliedOf = async (admin: AdminApi) =>
  (await admin.call('exportConfiguration')).configuration.scopes!.filter(({ identifier }) =>
    /^scope-/.test(identifier),
  );

/** Records of the scopes that this spec creates. */
async function audited(admin: AdminApi): Promise<number> {
  let count = 0;
  for (let cursor: string | undefined; ;) {
    const query = { name: 'ADMIN_SCOPE_CREATED', limit: '200', ...(cursor === undefined ? {} : { cursor }) };
    const { items, next_cursor: next } = await admin.call('listAuditRecords', { query });
    count += items.filter(({ subject }) => subject?.startsWith('scope-')).length;
    if (next === undefined) return count;
    cursor = next;
  }
}

describe('A server that is killed while it applies a configuration', () => {
  it.each([0, 100, 400])('has applied all of it or nothing: after %d ms', async (moment) => {
    const admin = await start();
    expect(await appliedOf(admin)).toEqual([]);
    const recorded = await audited(admin);
    const body = { configuration: { scopes: SCOPES } };
    const answer = admin.request('applyConfiguration', { body, ifMatch: '*' }).catch(() => undefined);
    await passed(moment);
    await killProcess(running!);
    const wasAnswered = (await answer)?.status === 200;

    const again = await start();
    const applied = await appliedOf(again);
    expect([0, COUNT]).toContain(applied.length);
    if (wasAnswered) expect(applied).toHaveLength(COUNT);
    // No change without its record, and no record without its change.
    expect((await audited(again)) - recorded).toBe(applied.length);
    await again.call('applyConfiguration', { body, ifMatch: '*' });
    expect(await appliedOf(again)).toHaveLength(COUNT);
    const { configuration } = await again.call('exportConfiguration');
    const scopes = configuration.scopes!.filter(({ identifier }) => !/^scope-/.test(identifier));
    await again.call('applyConfiguration', { body: { configuration: { scopes }, prune: true }, ifMatch: '*' });
    await killProcess(running!);
  });

  it('leaves a history of changes that is whole, on the spot and as a file', async () => {
    const audit = async (...words: string[]) => {
      const run = startProcess({ PASSANT_DATA_DIR: folder, LOG_LEVEL: 'warn' }, 'audit', ...words);
      const code = await run.exited;
      await run.closed;
      return { code, output: run.output().trim() };
    };
    const [file, keys] = [join(folder, 'audit.jsonl'), join(folder, 'audit-keys.json')];
    expect(await audit('verify')).toEqual({
      code: 0,
      output: expect.stringMatching(/^\d+ records.*: nothing was changed\.$/),
    });
    expect(await audit('export', file)).toMatchObject({ code: 0 });
    const printed = await audit('keys');
    expect(printed.code).toBe(0);
    writeFileSync(keys, printed.output);
    expect(await audit('verify', '--file', file, '--keys', keys)).toMatchObject({ code: 0 });
    expect(await audit('verify', '--anchors', file)).toMatchObject({ code: 0 });
    expect(await audit('verify', '--file', file)).toMatchObject({ code: 1, output: expect.stringMatching(/--keys/) });
  });
});
