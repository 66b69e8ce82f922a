import { globSync, readFileSync } from 'node:fs';
import { type Socket, createServer } from 'node:net';
import { join } from 'node:path';
import { STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';
import { Collector } from '../support/collector.js';

const REQUEST = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT };
const COMPLETE = '/oauth/v2/custom-registration/:provider/complete';

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

  it('nothing that a caller sent is in what it gets, and nobody is named', () => {
    const text = collector.received.map((one) => one.text).join('\n');
    expect(text.length).toBeGreaterThan(1000);
    for (const canary of ['canary', 'cafecafe', '123EXI', token, '127.0.0.1']) expect(text).not.toContain(canary);
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
