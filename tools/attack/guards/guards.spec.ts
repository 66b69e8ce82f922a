import { type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { at } from '../../lib/workspace.mjs';
import { ADMINISTRATOR } from '../../world/passant.js';
import { Program } from '../../world/program.js';
import { Wrong } from '../judge.js';
import { SUITE } from '../suite.js';
import { Wire } from '../wire.js';
import { World } from '../world.js';
import { GUARDS, OTHERWISE } from './list.mjs';
import { ROOTS, SWITCH, placesIn } from './places.mjs';

/** Guards that the code has, by the rules of naming: file, name, and whether it gives something back. */
function guardsOfTheCode() {
  return Object.entries(ROOTS).flatMap(([root, folder]) =>
    readdirSync(at(folder), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'))
      .sort()
      .flatMap((file) => placesIn(`${root}/${file.slice(0, -3)}`, readFileSync(at(folder, file), 'utf8'))),
  );
}

const fileOf = (guard: string) => guard.slice(0, guard.indexOf('#'));
const nameOf = (guard: string) => guard.slice(guard.indexOf('#') + 1);

const SPECS = ['apps/auth-api/test', 'libs/protocol/src', 'libs/persistence/test'].flatMap((folder) =>
  readdirSync(at(folder), { recursive: true, encoding: 'utf8' }).map((file) => file.split('/').at(-1)),
);

describe('The list of guards', () => {
  const listed = new Set(GUARDS.map(({ guard }) => guard));
  const found = guardsOfTheCode();
  const reasons = Object.entries(OTHERWISE).flatMap(([file, ofFile]) =>
    Object.entries(ofFile).map(([name, reason]) => ({ guard: `${file}#${name}`, reason })),
  );

  it('has every guard that is in the code, with the cases that notice it or the reason why none does', () => {
    const excused = new Set(reasons.map(({ guard }) => guard));
    expect(found.map(({ id }) => id).filter((id) => !listed.has(id) && !excused.has(id))).toEqual([]);
  });

  it('has none twice, and none that is not in the code', () => {
    expect(listed.size).toBe(GUARDS.length);
    const ids = new Set(found.map(({ id }) => id));
    expect(reasons.filter(({ guard }) => !ids.has(guard) || listed.has(guard))).toEqual([]);
    for (const { guard } of GUARDS) {
      const [root = '', ...file] = fileOf(guard).split('/');
      const text = readFileSync(at(ROOTS[root as keyof typeof ROOTS], `${file.join('/')}.ts`), 'utf8');
      expect(placesIn(fileOf(guard), text, [nameOf(guard)]).map(({ id }) => id)).toContain(guard);
    }
  });

  it('says of every guard that gives something back what it gives while it is off', () => {
    const wanting = found.filter(({ wantsValue }) => wantsValue).map(({ id }) => id);
    const silent = GUARDS.filter(({ off }) => off === undefined).map(({ guard }) => guard);
    expect(wanting.filter((id) => silent.includes(id))).toEqual([]);
  });

  it('is all that knows of switches: no source has one', () => {
    const sources = Object.values(ROOTS).flatMap((folder) =>
      readdirSync(at(folder), { recursive: true, encoding: 'utf8' })
        .filter((file) => file.endsWith('.ts'))
        .map((file) => readFileSync(at(folder, file), 'utf8')),
    );
    expect(sources.length).toBeGreaterThan(300);
    expect(sources.filter((text) => text.includes(SWITCH))).toEqual([]);
  });

  it('names cases of the suite', () => {
    const ids = new Set(SUITE.map(({ id }) => id));
    expect(GUARDS.flatMap(({ noticedBy }) => noticedBy).filter((id) => !ids.has(id))).toEqual([]);
    expect(GUARDS.filter(({ noticedBy }) => noticedBy.length === 0)).toEqual([]);
  });

  it('names files of tests that are there, where others than the suite see to a guard', () => {
    for (const { reason } of reasons) {
      expect(reason).toMatch(/^[A-Z].+\.$/);
      for (const [, file = ''] of reason.matchAll(/([\w.-]+\.spec)\b/g)) expect(SPECS).toContain(`${file}.ts`);
    }
  });
});

describe('The attack suite notices', () => {
  const folder = mkdtempSync(join(tmpdir(), 'guards-'));
  let server: Program;
  let world: World;

  beforeAll(async () => {
    server = await Program.start({
      name: 'The server with switches',
      file: at('apps/auth-api/src/main.ts'),
      nodeArguments: ['--import', at('tools/attack/guards/register.mjs')],
      env: {
        ...Object.fromEntries(
          Object.entries(process.env).filter(([name]) => !/^(PASSANT_|DATABASE_URL|OTEL_)/.test(name)),
        ),
        ...{ NODE_OPTIONS: '', PORT: '0', HOST: '127.0.0.1', LOG_FORMAT: 'json', LOG_LEVEL: 'error' },
        ...{ PASSANT_DATA_DIR: join(folder, 'data'), PASSANT_SEED: 'none' },
        PASSANT_ADMIN_EMAIL: ADMINISTRATOR.email,
        PASSANT_ADMIN_PASSWORD: ADMINISTRATOR.password,
      },
      logFile: join(folder, 'passant.log'),
      address: /^ *Issuer +(\S+)\/oauth$/m,
      ipc: true,
    });
    const target = { url: server.url, administrator: ADMINISTRATOR };
    world = new World(target, new Wire(server.url, new AbortController().signal), true);
  });

  afterAll(async () => {
    await world?.close();
    await server?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const outcomeOf = async (id: string) => {
    const attack = SUITE.find((one) => one.id === id)!;
    return attack.run(world).then(
      () => 'passed',
      (error: Error) => (error instanceof Wrong ? 'noticed' : `not tested: ${error.message}`),
    );
  };

  it.each(GUARDS)('that it is off: $guard', async ({ guard, noticedBy, behind = [] }) => {
    for (const id of noticedBy) {
      expect([id, await outcomeOf(id)]).toEqual([id, 'passed']);
      await turnOff(server.child, [guard, ...behind]);
      const without = await outcomeOf(id).finally(() => turnOff(server.child, []));
      expect([id, without]).toEqual([id, 'noticed']);
    }
  });
});

/** Turns these guards off, and all others on, in the server. */
async function turnOff(child: ChildProcess, guards: readonly string[]): Promise<void> {
  const done = new Promise((resolve) => child.once('message', resolve));
  child.send({ off: guards });
  await done;
}
