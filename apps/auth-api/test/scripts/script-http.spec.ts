import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import { gzipSync } from 'node:zlib';
import { AuthServer } from '../support/auth-server.js';

let server: AuthServer;
let scheme: Server;
let host: string;
const seen: { method: string; path: string; headers: IncomingMessage['headers']; body: string }[] = [];

/** An external scheme with the quirks of real ones. */
function answer(request: IncomingMessage, reply: ServerResponse, body: string): void {
  seen.push({ method: request.method!, path: request.url!, headers: request.headers, body });
  if (request.url === '/moved') reply.writeHead(302, { location: '/person' }).end();
  else if (request.url === '/huge') reply.end('x'.repeat(2 * 1024 * 1024));
  else if (request.url === '/slow') setTimeout(() => reply.end('late'), 3_000).unref();
  else if (request.url === '/broken') reply.writeHead(500).end('no');
  else if (request.url === '/packed') {
    reply.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync('\ufeff{"sub":"person-2"}'));
  } else reply.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ sub: 'person-1' }));
}

beforeAll(async () => {
  scheme = createServer((request, reply) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => answer(request, reply, body));
  });
  await new Promise<void>((resolve) => scheme.listen(0, '127.0.0.1', resolve));
  host = `127.0.0.1:${(scheme.address() as { port: number }).port}`;
  server = await AuthServer.start();
});
afterAll(async () => {
  scheme.closeAllConnections();
  scheme.close();
  await server.close();
});

async function run(call: string, allowedHosts: string[] = [host]) {
  const complete = `async function execute() {
    const reply = await ${call};
    return { status: 2000, responsePayload: reply.status + ' ' + reply.body.slice(0, 40), user: { id: 'u' } };
  }`;
  return server.admin.call('testRun', {
    parameters: { identifier: 'unsaved' },
    body: { scripts: { complete }, step: 'complete', allowed_hosts: allowedHosts },
  });
}

describe('HTTP.fetch of a script', () => {
  it('reaches a listed host with method, headers and body', async () => {
    const result = await run(
      `HTTP.fetch('http://${host}/person?code=1', { method: 'POST', headers: { 'x-key': 'k', host: 'evil' }, body: 'in' })`,
    );
    expect(result).toMatchObject({ outcome: 'valid' });
    expect(JSON.parse(result.result!)).toMatchObject({ responsePayload: '200 {"sub":"person-1"}' });
    expect(seen.at(-1)).toMatchObject({ method: 'POST', path: '/person?code=1', body: 'in' });
    expect(seen.at(-1)!.headers).toMatchObject({ 'x-key': 'k', host });
  });

  it('reads what comes compressed, and asks for nothing compressed even where the script does', async () => {
    const call = `HTTP.fetch('http://${host}/packed', { headers: { 'Accept-Encoding': 'gzip' } })
      .then((reply) => ({ status: 200, body: reply.json().sub + ' ' + reply.headers['content-encoding'] }))`;
    expect(JSON.parse((await run(call)).result!)).toMatchObject({ responsePayload: '200 person-2 undefined' });
    expect(seen.at(-1)!.headers).toMatchObject({
      'accept-encoding': 'identity',
      accept: 'application/json, */*;q=0.1',
    });
  });

  it.each([
    ['x key', '"v"', 'TypeError: "x key" is no name of a header.'],
    ['', '"v"', 'TypeError: "" is no name of a header.'],
    ['x-key', '"a\\nb"', 'TypeError: The header x-key holds a character that cannot be sent.'],
    ['x-key', '"\\u0000"', 'TypeError: The header x-key holds a character that cannot be sent.'],
    ['x-key', '"Ж"', 'TypeError: The header x-key holds a character that cannot be sent.'],
    ['x-key', '"\\ud800"', 'TypeError: The header x-key holds half a surrogate pair.'],
    ['x-key', '1', 'TypeError: The header x-key must be a string.'],
  ])('says which header is at fault: %j with %s', async (name, value, error) => {
    const call = `HTTP.fetch('http://${host}/person', { headers: { ${JSON.stringify(name)}: ${value} } })`;
    expect(await run(call)).toMatchObject({ outcome: 'threw', error, line: 2 });
  });

  it('hands on a failure of the other side as an answer', async () => {
    expect(JSON.parse((await run(`HTTP.fetch('http://${host}/broken')`)).result!)).toMatchObject({
      responsePayload: '500 no',
    });
  });

  it.each([
    ['a host that is not listed', () => `HTTP.fetch('http://127.0.0.1:1/')`, 'is not among the allowed hosts'],
    ['another port of a listed host', () => `HTTP.fetch('http://127.0.0.1/')`, 'is not among the allowed hosts'],
    ['another scheme', () => `HTTP.fetch('file:///etc/passwd')`, 'must be an http or https URL'],
    ['credentials in the URL', () => `HTTP.fetch('http://a:b@${host}/')`, 'must not hold credentials'],
    ['an unknown method', () => `HTTP.fetch('http://${host}/', { method: 'TRACE' })`, 'is not supported'],
    ['a redirect', () => `HTTP.fetch('http://${host}/moved')`, 'redirects are not followed'],
    ['an answer over 1 MiB', () => `HTTP.fetch('http://${host}/huge')`, 'answered more than'],
    ['an answer that comes too late', () => `HTTP.fetch('http://${host}/slow', { timeoutMs: 300 })`, 'in time'],
  ])('refuses %s, and says so', async (_, call, message) => {
    const result = await run(call());
    expect(result).toMatchObject({ outcome: 'threw', error: expect.stringContaining(message) as string });
  });

  it('reaches nobody where no host is listed', async () => {
    const result = await run(`HTTP.fetch('http://${host}/person')`, []);
    expect(result.error).toContain('is not among the allowed hosts');
  });
});
