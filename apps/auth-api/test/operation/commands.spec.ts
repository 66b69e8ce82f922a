import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Store, openDatabase } from '@passant/persistence';
import { freePort } from '@passant/persistence/testing';
import { runAuditCommand } from '../../src/audit-command.js';
import { sourceIn } from '../../src/audit-file.js';
import { runDatabaseCommand } from '../../src/database-command.js';
import { type Config, readConfig } from '../../src/platform/config.js';
import { writeNewFile } from '../../src/platform/new-file.js';
import { killProcess, type ServerProcess, startProcess } from '../support/server-process.js';

const ROOT = join(import.meta.dirname, '../../../..');

let directory: string;
const started: ServerProcess[] = [];
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'passant-commands-'));
});
afterEach(async () => {
  for (const run of started.splice(0)) await killProcess(run);
  rmSync(directory, { recursive: true, force: true });
});

const KEY = Buffer.alloc(32, 1).toString('base64');
const configOf = (dataDirectory: string, settings: Record<string, string> = { PASSANT_MASTER_KEY: KEY }): Config =>
  readConfig({ PASSANT_DATA_DIR: dataDirectory, ...settings });
const run = (family: string, args: string[], config: Config): Promise<unknown> =>
  family === 'audit' ? runAuditCommand(args, config) : runDatabaseCommand(args, config, () => {});

/** Starts a process on the data directory of this spec. */
function start(environment: Record<string, string>, ...args: string[]): ServerProcess {
  const process = startProcess({ PASSANT_DATA_DIR: directory, ...environment }, ...args);
  started.push(process);
  return process;
}

/** Every command that looks at what is there, with what it takes. */
const ON_CONTENT: [family: string, args: string[]][] = [
  ['db', ['administrators']],
  ['db', ['administrator', 'second@example.com', 'Operator']],
  ['db', ['password']],
  ['db', ['second-factor', 'second@example.com']],
  ['db', ['second-approval']],
  ['db', ['master-token']],
  ['db', ['end-sessions']],
  ['audit', ['verify']],
  ['audit', ['export', join(tmpdir(), 'passant-is-not-there', 'audit.jsonl')]],
];

describe('A command for the operator', () => {
  it.each([
    ['migrate', '--help'],
    ['revert', '2'],
    ['reset', '--help'],
    ['administrators', 'second@example.com'],
    ['administrator', 'second@example.com'],
    ['password', 'second@example.com', 'secret'],
    ['second-factor'],
    ['second-approval', '--help'],
    ['master-token', '--help'],
    ['end-sessions', 'second@example.com'],
    ['master-key', 'another'],
    ['export'],
    ['import', 'one', 'two'],
  ])(
    '%s does nothing if it is given more or less than it takes, and says what that is: %s %s',
    async (name, ...args) => {
      const folder = join(directory, 'none');
      await expect(runDatabaseCommand([name, ...args], configOf(folder), () => {})).rejects.toThrow(
        new RegExp(`(^Name .+: |^Nothing follows )db ${name}`),
      );
      expect(existsSync(folder)).toBe(false);
    },
  );

  it.each([
    ...ON_CONTENT,
    ['db', ['export', join(tmpdir(), 'passant-export')]],
    ['db', ['revert']],
  ] as typeof ON_CONTENT)(
    '%s %j makes no database where the settings name a folder that has none',
    async (family, args) => {
      const folder = join(directory, 'misspelt');
      await expect(run(family, args, configOf(folder))).rejects.toThrow(`There is no database in ${folder}`);
      expect(existsSync(folder)).toBe(false);
      mkdirSync(folder);
      await expect(run(family, args, configOf(folder))).rejects.toThrow(`There is no database in ${folder}`);
      expect(readdirSync(folder)).toEqual([]);
    },
  );

  it('says that the database has to be migrated, where it misses what this version asks for', async () => {
    await (await openDatabase({ kind: 'embedded', directory })).close();
    for (const [family, args] of ON_CONTENT.slice(0, -1)) {
      await expect(run(family, args, configOf(directory))).rejects.toThrow(
        /^The database is not that of this version.+ "db migrate"/,
      );
    }
  });

  it('ends the need for a second approval, with what waits for one, and says so in the audit', async () => {
    const own = configOf(directory);
    await runDatabaseCommand(['migrate'], own, () => {});
    const within = async <Result>(work: (store: Store) => Promise<Result>): Promise<Result> => {
      const database = await openDatabase({ kind: 'embedded', directory });
      try {
        return await work(Store.of(database));
      } finally {
        await database.close();
      }
    };
    const [id, now] = [randomUUID(), Math.floor(Date.now() / 1000)];
    await within(async ({ approvals }) => {
      await approvals.require(true);
      const sealed = { sealedRequest: Buffer.from('x'), version: null, askedBy: null };
      await approvals.ask({ id, endpoint: 'endSessions', ...sealed, askedAt: now, expiresAt: now + 86_400 }, 1);
    });
    await runDatabaseCommand(['second-approval'], own, () => {});
    await within(async ({ approvals, audit }) => {
      expect(await approvals.isRequired()).toBe(false);
      expect(await approvals.find(id, now)).toMatchObject({ state: 'WITHDRAWN', sealedRequest: null });
      expect(await audit.list({}, 5)).toMatchObject([
        {
          name: 'ADMIN_SECOND_APPROVAL_CHANGED',
          actor: 'command line',
          before: { required: true },
          after: { required: false },
          details: { requests_withdrawn: 1 },
        },
      ]);
    });
  });

  it('reverts nothing of a later version, and says that only that one can', async () => {
    const own = configOf(directory);
    await runDatabaseCommand(['migrate'], own, () => {});
    const database = await openDatabase({ kind: 'embedded', directory });
    await database.dataSource.query(`INSERT INTO schema_migration (timestamp, name) VALUES (9999999999999, 'later')`);
    await database.close();
    for (const command of ['revert', 'reset']) {
      await expect(runDatabaseCommand([command], own, () => {})).rejects.toThrow(
        /^The migration later is of a later version of Passant: revert with that version\./,
      );
    }
  });

  it('draws no master key for a database that was made with one, and says where it has to be', async () => {
    const own = configOf(directory, {});
    await runDatabaseCommand(['migrate'], own, () => {});
    const database = await openDatabase({ kind: 'embedded', directory });
    await database.dataSource.query(`UPDATE configuration_version SET master_key_check = '\\x00'`);
    await database.close();
    const sentence = new RegExp(`^There is no master key in ${directory}, and this database was made with one`);
    await expect(runDatabaseCommand(['master-key'], own, () => {})).rejects.toThrow(sentence);
    const server = start({});
    expect(await server.exited).toBe(1);
    await server.closed;
    expect(server.output().replace('Passant cannot start. ', '')).toMatch(sentence);
    expect(readdirSync(directory)).toEqual(['database']);
  });

  it('says in one sentence that the file of the master key cannot be read', async () => {
    mkdirSync(join(directory, 'master-key'));
    await expect(runAuditCommand(['keys'], configOf(directory, {}))).rejects.toThrow(
      new RegExp(`^${join(directory, 'master-key')} cannot be read: `),
    );
  });

  it('says in one sentence that a folder is no file to import', async () => {
    await expect(runDatabaseCommand(['import', directory], configOf(join(directory, 'new')), () => {})).rejects.toThrow(
      `${directory} cannot be read: it is no file.`,
    );
    expect(existsSync(join(directory, 'new'))).toBe(false);
  });

  it('says in one sentence that what would have to be read twice is no file to verify', async () => {
    await expect(sourceIn(directory).anchors()).rejects.toThrow(`${directory} cannot be read: it is no file.`);
  });

  it('ends with 1 and one sentence if nobody reads what it prints', async () => {
    const listing = start({ PASSANT_MASTER_KEY: KEY }, 'audit', 'keys');
    listing.child.stdout!.destroy();
    expect(await listing.exited).toBe(1);
    await listing.closed;
    expect(listing.output()).toMatch(/^What this prints cannot be written: .+\n$/);
  });
});

describe('A server', () => {
  it('serves although nobody reads what it prints', async () => {
    const port = await freePort();
    const settings = { PORT: `${port}`, PASSANT_ADMIN_PASSWORD: 'correct-horse-battery', PASSANT_MASTER_TOKEN_SHA256: 'a0'.repeat(32) }; // prettier-ignore
    const first = start(settings);
    await first.ready;
    first.child.kill('SIGTERM');
    await first.exited;
    const second = start(settings);
    second.child.stdout!.destroy();
    while ((await statusOf(`http://127.0.0.1:${port}/health/ready`)) !== 200) {
      expect(second.child.exitCode).toBeNull();
      await pause(100);
    }
    second.child.kill('SIGTERM');
    expect(await second.exited).toBe(0);
  });
});

describe('A new file', () => {
  const fileOf = () => join(directory, 'new');

  it('is for its owner alone, and whole', async () => {
    expect(await writeNewFile(fileOf(), async (write) => (await write('one\n'), 1))).toBe(1);
    expect(statSync(fileOf()).mode & 0o777).toBe(0o600);
  });

  it('never takes the place of one that is there', async () => {
    writeFileSync(fileOf(), '');
    await expect(writeNewFile(fileOf(), (write) => write('one'))).rejects.toThrow(
      `${fileOf()} is there already: name another file.`,
    );
  });

  it('that cannot be made is named', async () => {
    const file = join(directory, 'none', 'new');
    await expect(writeNewFile(file, (write) => write('one'))).rejects.toThrow(`${file} cannot be written: ENOENT`);
  });

  it('that cannot be finished is removed, with the fault of what should have filled it', async () => {
    await expect(writeNewFile(fileOf(), () => Promise.reject(new Error('away')))).rejects.toThrow('away');
    expect(readdirSync(directory)).toEqual([]);
  });

  const SYSTEM_HAS = process.platform !== 'win32';
  (SYSTEM_HAS ? it : it.skip)('is removed, in one sentence, if there is no room for all of it', async () => {
    const child = writing(`'x'.repeat(100_000)`, 'ulimit -f 8; ');
    expect(await endOf(child)).toEqual([1, `StartError: ${fileOf()} cannot be written: EFBIG: file too large, write`]);
    expect(readdirSync(directory)).toEqual([]);
  });

  it.each<NodeJS.Signals>(['SIGINT', 'SIGTERM', 'SIGHUP'])(
    'is removed if %s ends it before it is whole',
    async (signal) => {
      const child = writing(`(globalThis.isAsked ||= process.kill(process.pid, '${signal}'), 'x')`);
      expect(await endOf(child)).toEqual([
        1,
        `StartError: This was ended before ${fileOf()} was whole, so it was removed.`,
      ]);
      expect(readdirSync(directory)).toEqual([]);
    },
  );

  /** A process that writes an expression into the file, again and again. */
  function writing(expression: string, before = ''): ChildProcess {
    const source = `
      const { writeNewFile } = await import('./apps/auth-api/src/platform/new-file.ts');
      const { setTimeout } = await import('node:timers/promises');
      await writeNewFile(${JSON.stringify(fileOf())}, async (write) => {
        for (;;) { await write(${expression}); await setTimeout(5); }
      }).catch((error) => { console.log(error.constructor.name + ': ' + error.message); process.exitCode = 1; });`;
    const shell = `${before}exec "$0" --import ./tools/swc-register.mjs --input-type=module --eval "$1"`;
    const env = { ...process.env, NODE_OPTIONS: '' };
    return spawn('sh', ['-c', shell, process.execPath, source], {
      cwd: ROOT,
      env,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  }
});

async function endOf(child: ChildProcess): Promise<[code: number | null, output: string]> {
  let output = '';
  child.stdout!.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve));
  return [code, output.trim()];
}

function statusOf(url: string): Promise<number> {
  return fetch(url).then(
    ({ status }) => status,
    () => 0,
  );
}
