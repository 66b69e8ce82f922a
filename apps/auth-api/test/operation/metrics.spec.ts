import { type IncomingMessage, request } from 'node:http';
import { STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';

const REQUEST = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT };
const TOKEN = 'metrics-token-of-thirty-two-characters';

async function read(
  server: AuthServer,
  headers: Record<string, string> = {},
): Promise<{ status: number; text: string }> {
  const reply = await fetch(`${server.url}/metrics`, { headers });
  return { status: reply.status, text: await reply.text() };
}

/** The value of a sample, by its name and labels as written in the text; 0 if it is absent. */
function sample(text: string, name: string): number {
  const line = text.split('\n').find((one) => one.startsWith(`${name} `));
  return line === undefined ? 0 : Number(line.slice(name.length + 1));
}

describe('The metrics', () => {
  let server: AuthServer;
  beforeAll(async () => {
    server = await AuthServer.start();
  });
  afterAll(() => server.close());

  it('count requests, registrations, introspections and runs of scripts', async () => {
    const { provider, app, resourceServer } = await server.given.statelessWorld();
    const { body } = await app.complete(provider.identifier, REQUEST);
    await resourceServer.introspect(body.oauth_token!.access_token);
    await resourceServer.introspect('F'.repeat(64));
    await send('GET', `${server.url}/nobody/knows/this`);
    const { text } = await read(server);
    const route = '/oauth/v2/custom-registration/:provider/complete';
    expect({
      requests: sample(text, `passant_http_requests_total{method="POST",route="${route}",status="200"}`),
      durations: sample(text, `passant_http_request_duration_seconds_count{route="${route}"}`),
      bucket: sample(text, `passant_http_request_duration_seconds_bucket{le="+Inf",route="${route}"}`),
      unknown: sample(text, 'passant_http_requests_total{method="GET",route="none",status="404"}'),
      stateless: sample(text, 'passant_registrations_total{grant="stateless",outcome="success"}'),
      active: sample(text, 'passant_introspections_total{outcome="active"}'),
      inactive: sample(text, 'passant_introspections_total{outcome="inactive"}'),
      runs: sample(
        text,
        `passant_script_runs_total{provider="${provider.identifier}",step="complete",outcome="valid"}`,
      ),
    }).toEqual({ requests: 1, durations: 1, bucket: 1, unknown: 1, stateless: 1, active: 1, inactive: 1, runs: 1 });
    expect(sample(text, 'passant_script_engine_workers{state="idle"}')).toBeGreaterThan(0);
    expect(text).toContain('passant_database_connections{state="in_use"}');
    expect(text).toContain('process_resident_memory_bytes');
  });

  it('count what the engine had to end', async () => {
    const provider = await server.given.provider({ scripts: { complete: 'function execute() { for (;;); }' } });
    const { app } = await server.given.statelessWorld(provider);
    expect((await app.complete(provider.identifier, REQUEST)).status).toBe(500);
    const { text } = await read(server);
    const { identifier } = provider;
    expect(sample(text, `passant_script_kills_total{provider="${identifier}"}`)).toBe(1);
    expect(
      sample(text, `passant_script_runs_total{provider="${identifier}",step="complete",outcome="timed_out"}`),
    ).toBe(1);
  });

  it('name neither a person nor a client nor an address', async () => {
    const { provider, app } = await server.given.statelessWorld();
    await app.complete(provider.identifier, { ...REQUEST, data: 'canary-data' });
    const { text } = await read(server);
    for (const secret of [app.clientId, 'TestClientUserId', 'canary', '127.0.0.1']) expect(text).not.toContain(secret);
  });

  it.each([
    ['Forwarded', { forwarded: 'for=192.0.2.1' }],
    ['X-Forwarded-For', { 'x-forwarded-for': '192.0.2.1' }],
    ['Via', { via: '1.1 proxy' }],
    ['X-Real-IP', { 'x-real-ip': '192.0.2.1' }],
    ['X-Forwarded-Proto', { 'x-forwarded-proto': 'https' }],
  ])('are not there for a request that came through a proxy: %s', async (_, headers) => {
    expect((await read(server, headers)).status).toBe(404);
  });

  it.each([
    ['id.example.com', 404],
    ['127.0.0.1.example.com', 404],
    // RFC 9112 §3.2: not a valid host at all, so it is refused before it is looked up.
    ['localhost:x@id.example.com', 400],
    ['localhost', 200],
    ['127.0.0.1:9090', 200],
    ['[::1]:9090', 200],
  ])('are there for whoever means this machine, not a name that leads to it: %s answers %d', async (host, status) => {
    const reply = await new Promise<IncomingMessage>((resolve, reject) => {
      request(`${server.url}/metrics`, { headers: { host } }, resolve).on('error', reject).end();
    });
    reply.resume();
    expect(reply.statusCode).toBe(status);
  });
});

describe.each([
  ['of a server with a token', { PASSANT_METRICS_TOKEN: TOKEN }],
  ['of a public server with a token', { PASSANT_METRICS_TOKEN: TOKEN, PASSANT_PUBLIC_URL: 'https://id.example.com' }],
])('The metrics %s', (_, environment: Record<string, string>) => {
  let server: AuthServer;
  beforeAll(async () => {
    server = await AuthServer.start(environment);
  });
  afterAll(() => server.close());

  it.each([
    ['nothing', {}, 404],
    ['another token', { authorization: `Bearer ${TOKEN}x` }, 404],
    ['the token under another scheme', { authorization: `Basic ${TOKEN}` }, 404],
    ['the token', { authorization: `Bearer ${TOKEN}` }, 200],
    ['the token, through a proxy', { authorization: `Bearer ${TOKEN}`, via: '1.1 proxy' }, 200],
  ])('with %s answer %d', async (__, headers: Record<string, string>, status) => {
    expect((await read(server, headers)).status).toBe(status);
  });
});

describe('The metrics of a public server without a token', () => {
  let server: AuthServer;
  beforeAll(async () => {
    server = await AuthServer.start({ PASSANT_PUBLIC_URL: 'https://id.example.com' });
  });
  afterAll(() => server.close());

  it('are there for nobody', async () => {
    expect((await read(server)).status).toBe(404);
  });
});
