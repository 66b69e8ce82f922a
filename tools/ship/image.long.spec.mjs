import { spawnSync } from 'node:child_process';
import { chownSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { jest } from '@jest/globals';
import { freePort } from '../lib/free-port.mjs';
import { capture } from '../lib/run.mjs';
import { complain } from '../lib/say.mjs';
import { IS_ROOT } from '../lib/users.mjs';
import { readImage } from './image.mjs';
import { startServer } from './server.mjs';

// The build steps of the image install packages, and the machine may be slow.
jest.setTimeout(600_000);

const PASSWORD = 'correct-horse-battery';
const image = readImage();

/** Whether a separate root file system with read-only folders can be set up here. */
const canMakeRoots = IS_ROOT && process.platform === 'linux' && spawnSync('unshare', ['--mount', 'true']).status === 0;
if (!canMakeRoots) complain('Not run: the image in a root of its own, because that takes root on Linux, and mounts.');

/** Copies a program and its shared libraries. @param {string} program @param {string} root @param {string} path */
function copyProgram(program, root, path) {
  const { stdout } = spawnSync('ldd', [program], { encoding: 'utf8' });
  const libraries = [...stdout.matchAll(/(\/\S+) \(0x/g)].map(([, library = '']) => library);
  for (const [from, to] of [[program, path], ...libraries.map((library) => [library, library])]) {
    mkdirSync(dirname(join(root, to ?? '')), { recursive: true });
    copyFileSync(from ?? '', join(root, to ?? ''));
  }
}

(canMakeRoots ? describe : describe.skip)('The image, made by its own steps on Node alone', () => {
  /** @type {string} */
  let place;
  /** @type {string} */
  let root;

  /**
   * Arguments with which `unshare` does what a container engine would: it runs a command as the image's user, in a root
   * that is read-only except for its volumes.
   */
  const inside = (/** @type {readonly string[]} */ command) => {
    const mounts = image.volumes.map((path) => {
      const { uid, gid } = statSync(join(root, path));
      return `mount -t tmpfs -o mode=700,uid=${uid},gid=${gid} none ${root}${path}`;
    });
    const script = [`mount --bind ${root} ${root}`, `mount -o remount,bind,ro ${root}`, ...mounts].join(' && ');
    const { uid, gid } = image.user;
    const who = `--root=${root} --wd=${image.workingDirectory} --setgid=${gid} --setuid=${uid}`;
    return ['--mount', 'sh', '-c', `${script} && exec unshare ${who} "$@"`, 'sh', ...command];
  };

  beforeAll(async () => {
    place = mkdtempSync(join(tmpdir(), 'passant-image-'));
    root = join(place, 'root');
    const build = join(place, 'build');
    // The earlier stages have their own file system, of which only /opt is used.
    const elsewhere = (/** @type {string} */ word) => word.replace(/^\/opt\//, `${build}/opt/`);
    for (const [program = '', ...args] of image.runs) {
      const { code, output } = await capture(program === 'node' ? process.execPath : program, args.map(elsewhere));
      if (code !== 0) throw new Error(output);
    }
    for (const { from, to, owner } of image.copies) {
      cpSync(elsewhere(`${from}/`), join(root, to), { recursive: true });
      if (owner !== undefined) chownSync(join(root, to), owner, owner);
    }
    copyProgram(process.execPath, root, '/usr/local/bin/node');
  });
  afterAll(() => rmSync(place, { recursive: true, force: true }));

  it('serves people who register, as its user, with a root that cannot be written to', async () => {
    const port = String(await freePort());
    const env = {
      PATH: '/usr/local/bin:/usr/bin:/bin',
      ...image.environment,
      PORT: port,
      PASSANT_PUBLIC_URL: `http://127.0.0.1:${port}`,
      PASSANT_SEED: 'demo',
      PASSANT_ADMIN_EMAIL: 'admin@example.com',
      PASSANT_ADMIN_PASSWORD: PASSWORD,
    };
    const isHealthy = () => spawnSync('unshare', inside(image.healthCheck), { env }).status;
    const server = startServer('unshare', inside(image.command), { env });
    try {
      const url = await server.ready;
      const status = readFileSync(`/proc/${server.child.pid}/status`, 'utf8');
      expect(status).toMatch(new RegExp(`^Uid:(\\s+${image.user.uid}){4}$`, 'm'));
      expect(isHealthy()).toBe(0);
      const args = ['tools/demo.mjs', '--url', url, '--email', 'admin@example.com', '--password', PASSWORD];
      expect(await capture(process.execPath, args)).toMatchObject({ code: 0 });
    } finally {
      server.child.kill('SIGTERM');
      await server.exited;
    }
    expect(server.child.exitCode).toBe(0);
    expect(isHealthy()).toBe(1);
  });

  it('cannot write where it does not keep its data', () => {
    const write = (/** @type {string} */ path) =>
      spawnSync('unshare', inside(['node', '-e', `require('node:fs').writeFileSync('${path}', '')`]), {
        env: { PATH: '/usr/local/bin:/usr/bin:/bin' },
        encoding: 'utf8',
      });
    expect(write(`${image.volumes[0]}/file`)).toMatchObject({ status: 0 });
    for (const path of ['/file', `${image.workingDirectory}/file`, '/usr/local/bin/node'])
      expect(write(path).stderr).toMatch(/EROFS|EACCES/);
  });
});
