import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, globSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jest } from '@jest/globals';
import { extract, list } from 'tar';
import { freePort } from '../lib/free-port.mjs';
import { capture } from '../lib/run.mjs';
import { IS_ROOT, findUser } from '../lib/users.mjs';
import { at } from '../lib/workspace.mjs';
import { VERSION } from './contents.mjs';
import { startServer } from './server.mjs';

// Packaging installs the packages that it ships, and the machine may be slow.
jest.setTimeout(600_000);

const ARCHIVE = at('dist', `passant-${VERSION}.tar.gz`);
const PASSWORD = 'correct-horse-battery';

/** A new, empty folder that is owned by the user who runs the server. @type {string} */
let place;
/** The folder that the archive unpacks to. @type {string} */
let folder;
/** @type {{ uid?: number, gid?: number }} */
let user;

beforeAll(async () => {
  user = IS_ROOT ? (findUser('nobody') ?? {}) : {};
  place = mkdtempSync(join(tmpdir(), 'passant-unpacked-'));
  if (user.uid !== undefined && user.gid !== undefined) chownSync(place, user.uid, user.gid);
  const { code, output } = await capture(process.execPath, [at('tools/package.mjs')]);
  if (code !== 0) throw new Error(output);
  await extract({ file: ARCHIVE, cwd: place });
  folder = join(place, `passant-${VERSION}`);
});
afterAll(() => rmSync(place, { recursive: true, force: true }));

describe('The archive, unpacked', () => {
  it('serves people who register, under a user that may do nothing else', async () => {
    const port = String(await freePort());
    const env = {
      PORT: port,
      PASSANT_DATA_DIR: join(place, 'data'),
      PASSANT_ADMIN_EMAIL: 'admin@example.com',
      PASSANT_ADMIN_PASSWORD: PASSWORD,
    };
    const isHealthy = () => spawnSync(process.execPath, ['healthy.mjs'], { cwd: folder, env: { PORT: port } }).status;
    const server = startServer(process.execPath, ['passant.mjs'], { cwd: folder, env, ...user });
    try {
      const url = await server.ready;
      expect(isHealthy()).toBe(0);
      for (const path of ['/admin/', '/docs/', '/docs/operations']) {
        const { status } = await fetch(url + path);
        expect({ path, status }).toEqual({ path, status: 200 });
      }
      // The demo phone registers, gets a token, has it introspected, and makes requests that must be refused.
      const args = ['tools/demo.mjs', '--url', url, '--email', 'admin@example.com', '--password', PASSWORD];
      const demo = await capture(process.execPath, args);
      expect(demo).toMatchObject({ code: 0 });
    } finally {
      server.child.kill('SIGTERM');
      await server.exited;
    }
    expect(server.child.exitCode).toBe(0);
    expect(isHealthy()).toBe(1);
    if (user.uid !== undefined) expect(statSync(join(place, 'data')).uid).toBe(user.uid);
  });

  it('works on its database without a server', () => {
    const env = { PASSANT_DATA_DIR: join(place, 'data') };
    const { status, stdout } = spawnSync(process.execPath, ['passant.mjs', 'db', 'migrate'], {
      ...{ cwd: folder, env, encoding: 'utf8' },
      ...user,
    });
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'Done: migrate.\n' });
  });
});

describe('The archive', () => {
  it('holds nothing that only building and testing take, and nothing outside of its folder', async () => {
    /** @type {string[]} */
    const paths = [];
    await list({ file: ARCHIVE, onReadEntry: ({ path }) => void paths.push(path) });
    expect(paths.filter((path) => !path.startsWith(`passant-${VERSION}/`))).toEqual([]);
    expect(paths.some((path) => path.endsWith('/admin-console/dist/index.html'))).toBe(true);
    for (const name of [
      'jest',
      'typescript',
      'nx',
      'vite',
      'vitepress',
      '@playwright',
      '@nestjs/testing',
      'autocannon',
      '@passant',
    ])
      expect(existsSync(join(folder, 'node_modules', name))).toBe(false);
  });

  it('names every package that is in it, with its licence', async () => {
    const { components } = JSON.parse(readFileSync(join(folder, 'sbom.cdx.json'), 'utf8'));
    const listed = new Set(components.map((/** @type {{ name: string }} */ { name }) => name));
    const installed = globSync(['node_modules/*/package.json', 'node_modules/@*/*/package.json'], { cwd: folder });
    const names = installed.map((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')).name);
    // Bundled into the documentation, and installed nowhere.
    names.push('@vue/runtime-core', 'minisearch', 'vitepress');
    expect(names.length).toBeGreaterThan(50);
    expect(names.filter((name) => !listed.has(name))).toEqual([]);
    const texts = readFileSync(join(folder, 'THIRD-PARTY-LICENSES.txt'), 'utf8');
    expect(names.filter((name) => !texts.includes(`${name} `))).toEqual([]);
    expect(texts).toContain('Permission is hereby granted');
  });
});
