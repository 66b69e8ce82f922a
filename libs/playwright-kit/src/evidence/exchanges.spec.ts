import { diagramOf } from './diagram.js';
import { Exchanges, transcriptOf } from './exchanges.js';

describe('What a test said to the server', () => {
  const original = globalThis.fetch;
  const answer = (body: unknown, status = 200) =>
    new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
  let exchanges: Exchanges;
  beforeEach(() => {
    globalThis.fetch = async () => answer({ error: 'invalid_scope', access_token: 'a-long-secret-of-somebody' }, 400);
    exchanges = new Exchanges('http://passant.test');
  });
  afterEach(() => {
    exchanges.end();
    globalThis.fetch = original;
  });

  it('is seen, answered as ever, and shown without secrets', async () => {
    const reply = await fetch('http://passant.test/oauth/v1/token?code=secret', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ client_assertion: 'a-long-proof-of-somebody' }),
    });
    expect(await reply.json()).toEqual({ error: 'invalid_scope', access_token: 'a-long-secret-of-somebody' });
    const text = transcriptOf(exchanges.seen);
    expect(text).toContain('POST http://passant.test/oauth/v1/token\n');
    expect(text).toContain('"client_assertion": "a-long-p…"');
    expect(text).toContain('"access_token": "a-long-s…"');
    expect(diagramOf(exchanges.seen)).toBe(
      [
        'sequenceDiagram',
        '  participant Test',
        '  participant Passant',
        '  Test->>Passant: POST /oauth/v1/token',
        '  Passant-->>Test: 400 invalid_scope',
        '',
      ].join('\n'),
    );
  });

  it.each(['http://elsewhere.test/', 'http://passant.test:8080/', 'http://passant.test.example.com/'])(
    'to others is not looked at: %s',
    async (address) => {
      await fetch(address, { method: 'POST' });
      expect(exchanges.seen).toEqual([]);
      expect(exchanges.sentElsewhere).toEqual([`POST ${address}`]);
    },
  );

  it('is passed on at once where the answer is a stream, which has no end', async () => {
    exchanges.end();
    const headers = { 'content-type': 'text/event-stream' };
    globalThis.fetch = () => Promise.resolve(new Response(new ReadableStream(), { headers }));
    exchanges = new Exchanges('http://passant.test');
    expect((await fetch('http://passant.test/oauth/api/v2/token/ended')).bodyUsed).toBe(false);
    expect(exchanges.seen.map(({ response }) => response?.body)).toEqual(['(a stream)']);
  });

  it('is seen, too, where no answer comes', async () => {
    exchanges.end();
    globalThis.fetch = () => Promise.reject(new TypeError('fetch failed'));
    exchanges = new Exchanges('http://passant.test');
    await expect(fetch('http://passant.test/health/live')).rejects.toThrow('fetch failed');
    expect(diagramOf(exchanges.seen)).toContain('Passant-->>Test: no answer');
  });
});
