import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { renderFiles } from '@passant/configuration-files';
import { AuthServer } from '../support/auth-server.js';

const ROOT = join(import.meta.dirname, '../../../..');
const PROGRAM = ['--import', join(ROOT, 'tools/swc-register.mjs'), join(ROOT, 'tools/config/main.ts')];

type Child = ChildProcessByStdio<null, Readable, Readable>;

let server: AuthServer;
let folder: string;
let credentials: Record<string, string>;
beforeAll(async () => {
  server = await AuthServer.start();
  const { clientId, secret } = await server.given.resourceServer({ scopes: ['onegini_api_config'] });
  credentials = { CONFIG_URL: server.url, CONFIG_CLIENT: clientId, CONFIG_SECRET: secret };
  folder = mkdtempSync(join(tmpdir(), 'passant-config-'));
});
afterAll(async () => {
  await server.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Runs the command in the folder. */
async function config(line: string, env: Record<string, string> = {}, begun = (_: Child) => {}) {
  const child = spawn(process.execPath, [...PROGRAM, folder, ...line.split(' ')], {
    env: { PATH: process.env.PATH, ...credentials, ...env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  begun(child);
  let out = '';
  let err = '';
  child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const code = await new Promise<number | null>((done) => child.once('close', done));
  return { code, out, err };
}

const file = (name: string) => join(folder, 'passant', name);
const edit = (name: string, from: string, to: string) => {
  const text = readFileSync(file(name), 'utf8');
  expect(text).toContain(from);
  writeFileSync(file(name), text.replace(from, to));
};
const bytes = () =>
  readdirSync(join(folder, 'passant'), { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name))
    .map((path) => [relative(join(folder, 'passant'), path), readFileSync(path, 'utf8')] as const);
const application = (identifier: string) => server.admin.call('readApplication', { parameters: { identifier } });

describe('The configuration as files', () => {
  it('is exported, edited, planned, applied as planned, and exported again', async () => {
    const { application: its, provider } = await server.given.statelessWorld();
    const never = await config('drift');
    expect(never).toMatchObject({ code: 3, out: expect.stringMatching(/^Nothing was ever applied to this server/) });
    expect(await config('export')).toMatchObject({ code: 0 });
    const first = bytes();
    // What the console downloads is made of the same answer by the same function.
    const { configuration } = await server.admin.call('exportConfiguration');
    expect(Object.fromEntries(first.map(([path, text]) => [path, text]))).toEqual(
      Object.fromEntries(renderFiles(configuration)),
    );
    expect(await config('export')).toMatchObject({ code: 0 });
    expect(bytes()).toEqual(first);
    expect(await config('plan')).toMatchObject({ code: 0, out: 'The server is as the files say.\n' });

    edit('applications.yaml', 'access_token_validity: 900', 'access_token_validity: 300');
    edit(`scripts/${provider.identifier}/complete.js`, '', '// reviewed\n');
    const planned = await config('plan --out plan.json');
    expect(planned.code).toBe(2);
    expect(planned.out).toContain(`~ applications ${its.identifier}\n    access_token_validity: 900 → 300\n`);
    expect(planned.out).toMatch(
      /scripts\.complete: text of \d+ lines, 1 of them new, 0 gone\n {4}! Registrations under way/,
    );
    expect(await config('drift --dir passant')).toMatchObject({ code: 2 });
    expect((await application(its.identifier)).access_token_validity).toBe(900);

    expect(await config('apply --plan plan.json')).toMatchObject({ code: 1 });
    expect(await config('apply --plan plan.json --yes')).toMatchObject({ code: 0 });
    expect((await application(its.identifier)).access_token_validity).toBe(300);
    expect(await config('drift --dir passant')).toMatchObject({ code: 0 });
    const applied = bytes();
    expect(await config('export')).toMatchObject({ code: 0 });
    expect(bytes()).toEqual(applied);
  });

  it('is compared with what was last applied where no folder is named, also if that changed nothing', async () => {
    expect(await config('apply --yes')).toMatchObject({ code: 0, out: expect.stringContaining('Applied: 0 changes.') });
    const none = await config('drift');
    expect(none.code).toBe(0);
    expect(none.out).toMatch(
      new RegExp(`^applications: applied at \\d{4}-.+Z by ${credentials['CONFIG_CLIENT']}$`, 'm'),
    );
    expect(none.out).toMatch(/\nNothing was changed since\.\n$/);
    await server.admin.call('createScope', { body: { identifier: 'made-in-between' } });
    const drift = await config('drift');
    expect(drift).toMatchObject({ code: 2, out: expect.stringMatching(/^\+ scopes made-in-between\n/) });
    expect(drift.out).toMatch(/\n1 created, 0 changed, 0 deleted since\.\n$/);
    const told = await config('drift --json --out drift.json');
    expect(told.code).toBe(2);
    expect(JSON.parse(told.out)).toMatchObject({ changes: [{ action: 'create', identifier: 'made-in-between' }] });
    expect(readFileSync(join(folder, 'drift.json'), 'utf8')).toBe(told.out);
    await server.admin.call('deleteScope', { parameters: { identifier: 'made-in-between' } });
    expect(await config('drift')).toMatchObject({ code: 0 });
  });

  it('is not applied after somebody else changed the server since the plan', async () => {
    edit('applications.yaml', 'access_token_validity: 300', 'access_token_validity: 600');
    expect(await config('plan --out plan.json')).toMatchObject({ code: 2 });
    await server.admin.call('createScope', { body: { identifier: 'from-the-console' } });
    const refused = await config('apply --plan plan.json --yes');
    expect(refused).toMatchObject({ code: 1 });
    expect(refused.err).toContain('Nothing was applied: plan again.');
    const drift = await config('drift --dir passant --json');
    expect(drift.code).toBe(2);
    expect(JSON.parse(drift.out)).toMatchObject({
      changes: [
        { section: 'applications', fields: [{ path: 'access_token_validity', from: 300, to: 600 }] },
        { action: 'delete', section: 'scopes', identifier: 'from-the-console' },
      ],
    });
  });

  it('deletes what is only on the server when it is told to, and else says that it is left', async () => {
    const left = await config('apply --yes');
    expect(left).toMatchObject({ code: 0 });
    expect(left.out).toContain('Only on the server, and left alone: scopes from-the-console.');
    expect((await config('apply --yes --prune')).out).toContain('- scopes from-the-console');
    expect(await config('drift --dir passant')).toMatchObject({ code: 0 });
  });

  it('says where a fault is, whoever finds it, and changes nothing', async () => {
    edit('applications.yaml', 'access_token_validity: 600', 'access_token_validity: 1');
    const line =
      readFileSync(file('applications.yaml'), 'utf8')
        .split('\n')
        .findIndex((text) => text.includes('access_token_validity: 1')) + 1;
    const refused = await config('apply --yes');
    expect(refused).toMatchObject({ code: 1, out: '' });
    expect(refused.err).toMatch(
      new RegExp(
        `passant/applications\\.yaml:${line}:28 applications\\.\\S+\\.access_token_validity: must be at least 30 seconds`,
      ),
    );
    edit('applications.yaml', 'access_token_validity: 1', 'access_token_validity: 600');
    expect(await config('drift --dir passant')).toMatchObject({ code: 0 });
  });

  it('takes secrets from the environment, keeps those that are not there, and never prints one', async () => {
    const secret = 'a-secret-of-thirty-two-characters';
    writeFileSync(
      file('more.yaml'),
      'api_clients:\n  - client_id: shop\n    name: Shop\n    scopes: [onegini_api_events]\n    client_secret: env:SHOP_SECRET\n',
    );
    const missing = await config('plan');
    expect(missing.code).toBe(1);
    expect(missing.err).toContain(
      'passant/more.yaml:5:20 api_clients.shop.client_secret: env:SHOP_SECRET is not there',
    );
    expect(missing.err).toContain('client_secret: is required for a new client');
    const applied = await config('apply --yes', { SHOP_SECRET: secret });
    expect(applied).toMatchObject({ code: 0 });
    expect(applied.out + applied.err).not.toContain(secret);
    expect(await config('drift --dir passant', { SHOP_SECRET: secret })).toMatchObject({ code: 0 });
    expect(await config('drift --dir passant')).toMatchObject({ code: 0 });
    expect((await config('drift --dir passant', { SHOP_SECRET: `${secret}-2` })).out).toContain(
      'client_secret: another secret',
    );
  });

  it.each<[string, string, Record<string, string>, string]>([
    ['no command', '--json', {}, 'Say what to do'],
    ['a secret that is not the client’s', 'plan', { CONFIG_SECRET: 'wrong' }, 'no token for administration (401)'],
    ['plain http to another machine', 'plan', { CONFIG_URL: 'http://passant.example' }, 'must be an https URL'],
    ['a server that is not there', 'plan', { CONFIG_URL: 'http://127.0.0.1:1' }, 'cannot be reached'],
    ['a folder without files', 'plan --dir nowhere', {}, 'There is no YAML file'],
    ['a folder that is none', 'plan --dir /dev/null', {}, '/dev/null cannot be read: ENOTDIR'],
    [
      'to export where no folder can be',
      'export --dir /dev/null/passant',
      {},
      '/dev/null/passant cannot be read: ENOTDIR',
    ],
    ['to plan before it exports', 'export --out plan.json', {}, 'export takes no --out'],
    ['to keep to a plan without applying it', 'plan --plan plan.json', {}, 'plan takes no --plan'],
    ['to write the plan that it applies', 'apply --yes --out plan.json', {}, 'apply takes no --out'],
    ['to leave out what drift always has', 'drift --prune', {}, 'drift takes no --prune'],
  ])('refuses %s in a sentence', async (_, line, env, sentence) => {
    const { code, err } = await config(line, env);
    expect(code).toBe(1);
    expect(err).toContain(sentence);
    expect(err).not.toMatch(/\n\s+at /);
  });

  it('says in a sentence that a plan cannot be written', async () => {
    expect(await config('export --dir unwritten')).toMatchObject({ code: 0 });
    const { code, err } = await config('plan --dir unwritten --out /dev/null/plan.json');
    expect([code, err.trimEnd().split('\n').at(-1)]).toEqual([
      1,
      expect.stringMatching(/^\/dev\/null\/plan\.json cannot be written: ENOTDIR/),
    ]);
  });

  it('applies all the same what nobody reads, and ends with 1 and a sentence', async () => {
    const { identifier } = await server.given.mobileApplication(await server.given.provider(), {
      access_token_validity: 901,
    });
    expect(await config('export --dir unread')).toMatchObject({ code: 0 });
    edit('../unread/applications.yaml', 'access_token_validity: 901', 'access_token_validity: 333');
    const { code, err } = await config('apply --yes --dir unread', {}, (child) => child.stdout.destroy());
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringMatching(
        /^(.+ is not there; what is stored is kept\n)*What this prints cannot be written: .+\n$/,
      ),
    });
    expect((await application(identifier)).access_token_validity).toBe(333);
  });
});
