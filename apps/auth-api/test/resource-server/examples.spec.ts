import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { AuthServer } from '../support/auth-server.js';

const EXAMPLES = join(import.meta.dirname, '../../../../examples');

/** An API of this identifier would stand behind a proxy; its metadata is served at the same path of the example. */
const RESOURCE = 'https://api.example.com/orders';

let server: AuthServer;
let tokens: Record<'stateless' | 'default', string>;
let tokenForResource: string;
let environment: Record<string, string>;

beforeAll(async () => {
  server = await AuthServer.start();
  const provider = await server.given.provider();
  const app = await server.given.appInstance(await server.given.mobileApplication(provider));
  const tokenOf = async (more: object) =>
    (await app.complete(provider.identifier, { profile_id: 'AAAAAA', ...more })).body.oauth_token!.access_token;
  tokens = {
    default: await tokenOf({}),
    stateless: await tokenOf({ grant_type: 'urn:onewelcome:oauth2:grant_type:stateless_authentication' }),
  };
  const { clientId, secret } = await server.given.resourceServer({ resources: [RESOURCE] });
  tokenForResource = await tokenOf({ resource: [RESOURCE] });
  environment = { PASSANT_URL: server.url, API_CLIENT: clientId, API_SECRET: secret, PORT: '0' };
});
afterAll(async () => {
  server.app.getHttpServer().closeAllConnections();
  await server.close();
});

/** Starts an example with the command in its package.json. @returns where it listens */
async function start(folder: string, more: object = {}): Promise<{ url: string; child: ChildProcess }> {
  const cwd = join(EXAMPLES, folder);
  const { scripts } = JSON.parse(readFileSync(join(cwd, 'package.json'), 'utf8')) as { scripts: { start: string } };
  const args = scripts.start.split(' ').slice(1);
  // In this repository the library is TypeScript; its users get JavaScript.
  const loader = ['--import', join(EXAMPLES, '../tools/swc-register.mjs')];
  const child = spawn(process.execPath, [...(args.includes('--import') ? [] : loader), ...args], {
    cwd,
    env: { ...process.env, ...environment, ...more, NODE_OPTIONS: '' },
  });
  const url = await new Promise<string>((resolve, reject) => {
    let text = '';
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => {
        text += chunk.toString();
        const address = /Listening on (\S+)/.exec(text)?.[1];
        if (address) resolve(address);
      });
    child.once('close', () => reject(new Error(`The example ended:\n${text}`)));
  });
  return { url, child };
}

const folders = readdirSync(EXAMPLES).filter((name) => name.startsWith('resource-server-'));

it('There is an example for each framework', () => {
  expect(folders.sort()).toEqual(['resource-server-express', 'resource-server-fastify', 'resource-server-nest']);
});

describe.each(folders)('The example %s', (folder) => {
  it('lets in whom it says, and ends when it is told to', async () => {
    const { url, child } = await start(folder);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const get = async (path: string, token?: string) =>
      (await fetch(url + path, { headers: token ? { authorization: `Bearer ${token}`, connection: 'close' } : {} }))
        .status;
    expect(await get('/')).toBe(200);
    expect(await get('/me')).toBe(401);
    expect(await get('/me', tokens.stateless)).toBe(200);
    expect(await get('/profile', tokens.stateless)).toBe(403);
    expect(await get('/profile', tokens.default)).toBe(200);
    expect(await get('/me', 'A'.repeat(64))).toBe(401);
    expect(await get('/.well-known/oauth-protected-resource/orders')).not.toBe(200);
    child.kill('SIGTERM');
    await ended;
  });

  it('says whom to ask for tokens, if it has an identifier, and takes only tokens for that', async () => {
    const { url, child } = await start(folder, { API_RESOURCE: RESOURCE });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const get = (path: string, token?: string) =>
      fetch(url + path, { headers: { connection: 'close', ...(token ? { authorization: `Bearer ${token}` } : {}) } });
    const refused = await get('/me');
    const [, address] = /resource_metadata="([^"]+)"/.exec(refused.headers.get('www-authenticate') ?? '') ?? [];
    expect([refused.status, address]).toEqual([
      401,
      'https://api.example.com/.well-known/oauth-protected-resource/orders',
    ]);
    const published = await get(new URL(address!).pathname);
    expect([
      published.status,
      published.headers.get('content-type'),
      published.headers.get('access-control-allow-origin'),
    ]).toEqual([200, 'application/json; charset=utf-8', '*']);
    const metadata = (await published.json()) as { authorization_servers: [string] };
    expect(metadata).toEqual({
      ...{ resource: RESOURCE, authorization_servers: [server.issuer], bearer_methods_supported: ['header'] },
    });
    const found = await fetch(`${metadata.authorization_servers[0]}/.well-known/openid-configuration`);
    expect(await found.json()).toMatchObject({ issuer: server.issuer });
    expect((await get('/me', tokens.default)).status).toBe(401);
    expect((await get('/me', tokenForResource)).status).toBe(200);
    child.kill('SIGTERM');
    await ended;
  });
});
