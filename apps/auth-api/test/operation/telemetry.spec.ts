import { globSync, readFileSync } from 'node:fs';
import { type Socket, connect, createServer } from 'node:net';
import { join } from 'node:path';
import { STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';
import { Collector } from '../support/collector.js';

const REQUEST = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT };
const COMPLETE = '/oauth/v2/custom-registration/:provider/complete';

/** What a caller calls its requests: a refusal in the log has it, nothing else. */
const CALLERS_NAME = 'named-by-the-caller';

/** Sends values of its own in every place of a request that a span, a figure or a line could take them from. */
async function sendEverythingForeign({ url }: AuthServer, token: string, provider: string): Promise<void> {
  const names = ['user-agent', 'x-forwarded-for', 'x-forwarded-proto', 'x-forwarded-host', 'forwarded'];
  const more = ['origin', 'referer', 'accept', 'accept-language', 'tracestate', 'x-b3-traceid', 'if-match', 'cookie'];
  const headers = Object.fromEntries([
    ...[...names, ...more].map((name) => [name, `canary-${name}`]),
    ['x-request-id', CALLERS_NAME],
  ]) as Record<string, string>;
  const basic = `Basic ${Buffer.from('canary-client:canary-secret').toString('base64')}`;
  const asks: [string, string, { headers?: Record<string, string>; form?: Record<string, string>; json?: object }?][] =
    [
      ['GET', '/oauth/clients/canary-client-id', { headers: { authorization: 'Bearer canary-bearer' } }],
      [
        'PUT',
        `/oauth/clients/${token}`,
        { headers: { authorization: `Bearer ${token}` }, json: { client_id: 'canary' } },
      ],
      ['GET', `/oauth/v1/userinfo?access_token=${token}`],
      ['GET', '/oauth/v1/userinfo', { headers: { authorization: 'Bearer canary-bearer' } }],
      ['GET', '/oauth/v1/authorize?client_id=canary-client&redirect_uri=https://canary.example&state=canary-state'],
      ['POST', '/oauth/v1/token', { headers: { authorization: basic }, form: { grant_type: 'canary-grant' } }],
      ['POST', '/oauth/v1/revoke', { headers: { authorization: basic }, form: { token, token_type_hint: 'canary' } }],
      ['POST', '/oauth/api/v2/token/introspect', { headers: { authorization: basic }, form: { token } }],
      ['POST', '/oauth/v2/custom-registration/canary-provider/init', { json: { client_assertion: 'canary.a.b' } }],
      ['POST', `/oauth/v2/custom-registration/${provider}/init`, { json: { 'canary-member': 'canary' } }],
      ['POST', '/oauth/clients', { headers: { authorization: 'Bearer canary-iat' }, json: { client_name: 'canary' } }],
      ['POST', '/admin/api/v1/session', { json: { email: 'canary@canary.example', password: 'canary-password' } }],
      ['GET', '/admin/api/v1/users/canary-user?q=canary'],
      ['GET', '/oauth/api/v4/authenticate/user/canary-user/enabled', { headers: { authorization: basic } }],
      ['GET', '/admin/canary-page'],
      ['GET', '/docs/canary-page'],
      ['PROPFIND', '/canary-method'],
      ['GET', '/oauth/clients/%E0%A4%canary'],
    ];
  for (const [method, path, { headers: own, form, json } = {}] of asks) {
    const type = json ? { 'content-type': 'application/json' } : {};
    const body = json ? JSON.stringify(json) : form && new URLSearchParams(form);
    const { status } = await fetch(url + path, {
      ...{ method, body, redirect: 'manual' },
      headers: { ...headers, ...type, ...own },
    });
    expect([method, path, status < 500]).toEqual([method, path, true]);
  }
  for (const line of ['CANARY / HTTP/1.1', 'GET /canary HTTP/9.9', 'GET http://canary.example/ HTTP/1.1', 'canary']) {
    await raw(Number(new URL(url).port), `${line}\r\nHost: canary.example\r\nConnection: close\r\n\r\n`);
  }
}

/** Sends bytes as they are, and waits until the server hangs up. */
const raw = (port: number, text: string) =>
  new Promise<void>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('error', () => resolve());
    socket.on('close', () => resolve());
    socket.resume();
  });

describe('With a collector', () => {
  let collector: Collector;
  let provider: string;
  let token: string;
  let answered: string | null;
  let refused: string | null;

  // The server is shut down before anything is checked: then everything has been sent, even on a slow machine.
  beforeAll(async () => {
    collector = await Collector.start();
    const server = await AuthServer.start({
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.url,
      OTEL_SERVICE_NAME: 'login',
    });
    const world = await server.given.statelessWorld(
      await server.given.provider({
        scripts: { complete: `function execute() { return { status: 2000, user: { id: 'canary-subject' } }; }` },
      }),
    );
    provider = world.provider.identifier;
    const reply = await world.app.complete(provider, { ...REQUEST, data: 'canary-data' });
    answered = reply.headers.get('x-request-id');
    token = reply.body.oauth_token!.access_token;
    await world.resourceServer.introspect(token);
    const traceparent = '00-cafecafecafecafecafecafecafecafe-cafecafecafecafe-01';
    const nothing = await send('GET', `${server.url}/canary-path/x?code=canary-query`, {
      headers: { traceparent, baggage: 'who=canary-baggage' },
    });
    refused = nothing.headers.get('x-request-id');
    await sendEverythingForeign(server, token, provider);
    await server.close();
  });
  afterAll(() => collector.close());

  it('a registration is a trace: the request, its script and its statements', () => {
    const spans = collector.spans;
    const request = spans.find(({ name }) => name === `POST ${COMPLETE}`)!;
    expect(request).toMatchObject({
      parentSpanId: undefined,
      failed: false,
      attributes: {
        'http.request.method': 'POST',
        'http.route': COMPLETE,
        'http.response.status_code': 200,
        'passant.request_id': answered,
      },
    });
    const beneath = spans.filter(({ parentSpanId }) => parentSpanId === request.spanId);
    expect(new Set(beneath.map(({ traceId }) => traceId))).toEqual(new Set([request.traceId]));
    expect(beneath.find(({ name }) => name === 'script complete')).toMatchObject({
      attributes: { 'passant.identity_provider': provider, 'passant.script.outcome': 'valid' },
    });
    const statements = beneath.filter(({ attributes }) => attributes['db.system.name'] === 'postgresql');
    expect(statements.map(({ name }) => name)).toContain('WITH');
  });

  it('a line of the log is a record that belongs to its request', () => {
    const record = collector.records.find(({ attributes }) => attributes['passant.error_id'] === refused)!;
    const span = collector.spans.find(({ attributes }) => attributes['passant.request_id'] === refused)!;
    expect(record).toMatchObject({
      ...{ severityText: 'INFO', body: { stringValue: 'There is nothing at this address.' } },
      ...{ traceId: span.traceId, spanId: span.spanId },
      attributes: { 'passant.context': 'Refusal', 'http.request.method': 'GET', 'http.response.status_code': 404 },
    });
  });

  it('every server says which it is, and nothing of its machine', () => {
    const [resource] = collector.resources;
    expect(resource).toEqual({
      'service.name': 'login',
      'service.instance.id': expect.stringMatching(/^[\da-f-]{36}$/),
    });
  });

  it('the figures of /metrics arrive under their names', () => {
    const requests = collector.pointsOf('passant_http_requests_total');
    expect(requests).toContainEqual(
      expect.objectContaining({ asDouble: 1, attributes: { method: 'POST', route: COMPLETE, status: '200' } }),
    );
    const [duration] = collector
      .pointsOf('passant_http_request_duration_seconds')
      .filter(({ attributes }) => attributes.route === COMPLETE);
    expect(duration).toMatchObject({ count: 1 });
    expect(duration!.bucketCounts!.length).toBe(duration!.explicitBounds!.length + 1);
    expect(duration!.bucketCounts!.reduce<number>((sum, count) => sum + Number(count), 0)).toBe(1);
    expect(collector.pointsOf('passant_database_connections').length).toBeGreaterThan(0);
  });

  it('nothing that a caller sent is in what it gets but what it calls a request that is refused, and nobody is named', () => {
    const text = collector.received.map((one) => one.text).join('\n');
    expect(text.length).toBeGreaterThan(1000);
    for (const canary of ['canary', 'cafecafe', '123exi', token.toLowerCase(), '127.0.0.1']) {
      expect(text.toLowerCase()).not.toContain(canary);
    }
    const named = collector.records.filter((record) => JSON.stringify(record).includes(CALLERS_NAME));
    expect(named.length).toBeGreaterThan(10);
    for (const { attributes } of named) expect(attributes['passant.client_request_id']).toBe(CALLERS_NAME);
    expect(text.split(CALLERS_NAME).length - 1).toBe(named.length);
    const notFound = {
      name: 'GET',
      attributes: expect.objectContaining({ 'http.response.status_code': 404 }) as object,
    };
    expect(collector.spans).toContainEqual(expect.objectContaining(notFound));
  });
});

it('A collector that is away, or never answers, keeps nobody from an answer and no server from ending', async () => {
  const taken = new Set<Socket>();
  const silent = createServer((socket) => void taken.add(socket));
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  const { port } = silent.address() as { port: number };
  for (const endpoint of ['http://127.0.0.1:1', `http://127.0.0.1:${port}`]) {
    const server = await AuthServer.start({ OTEL_EXPORTER_OTLP_ENDPOINT: endpoint });
    expect((await send('GET', `${server.url}/health/ready`)).status).toBe(200);
    await server.close();
  }
  for (const socket of taken) socket.destroy();
  await new Promise((resolve) => silent.close(resolve));
});

it('What sends to a collector is loaded by nobody who has none', () => {
  const sources = join(import.meta.dirname, '../../src');
  const files = globSync('**/*.ts', { cwd: sources, exclude: ['**/*.spec.ts'] });
  const holding = (pattern: RegExp) => files.filter((file) => pattern.test(readFileSync(join(sources, file), 'utf8')));
  const outside = (file: string) => !file.startsWith('observation/telemetry/');
  expect(files.length).toBeGreaterThan(100);
  expect(holding(/from '@opentelemetry\//).filter(outside)).toEqual([]);
  expect(holding(/from '[^']*\/telemetry\/[^']*'/).filter(outside)).toEqual([]);
  expect(holding(/await import\('[^']*\/telemetry\/telemetry\.js'\)/)).toEqual(['configure-app.ts']);
});
