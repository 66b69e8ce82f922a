import { HostRefusal, type HostHttpRequest } from '../src/index.ts';
import { MemoryHost, pause, useEngine } from './support/engine.ts';

const { run, value } = useEngine();

function hostThatAnswers(answer: (request: HostHttpRequest) => Promise<string> | string) {
  const host = new MemoryHost();
  const requests: HostHttpRequest[] = [];
  host.fetch = async (request) => {
    requests.push(request);
    return { status: 200, headers: { 'content-type': 'application/json' }, body: await answer(request) };
  };
  return { host, requests };
}

it('hands the request to the host and the response to the script', async () => {
  const { host, requests } = hostThatAnswers(() => '{"name":"J\\u0000"}');
  const script = `async function execute() {
    const options = { method: 'post', headers: { 'x-a': 'b' }, body: 'text', timeoutMs: 500 };
    const response = await HTTP.fetch('https://scheme.example/path?code=1#x', options);
    return [response.status, response.ok, response.headers, response.body, response.json().name];
  }`;
  const report = await run(script, { host });
  expect(report).toMatchObject({ outcome: 'returned' });
  expect(JSON.parse((report as { result: string }).result)).toEqual([
    200,
    true,
    { 'content-type': 'application/json' },
    '{"name":"J\\u0000"}',
    'J\u0000',
  ]);
  expect(requests).toMatchObject([
    {
      url: 'https://scheme.example/path?code=1#x',
      method: 'POST',
      headers: { 'x-a': 'b' },
      body: 'text',
      timeoutMs: 500,
    },
  ]);
  expect(report.httpCalls).toMatchObject([
    { method: 'POST', url: 'https://scheme.example/path', status: 200, responseLength: 18 },
  ]);
});

it('refuses without a host that offers it', async () => {
  const report = await run('async function execute() { await HTTP.fetch("https://scheme.example/"); }');
  expect(report).toMatchObject({ outcome: 'threw', error: 'Error: HTTP.fetch is not available here.' });
  expect(report.httpCalls).toMatchObject([{ error: 'HTTP.fetch is not available here.' }]);
});

it('rejects with the reason of the host', async () => {
  const host = new MemoryHost();
  host.fetch = () => Promise.reject(new HostRefusal('scheme.example is not on the list'));
  const script = 'const execute = () => HTTP.fetch("https://scheme.example/").catch((error) => error.message);';
  expect(await value(script, { host })).toBe('scheme.example is not on the list');
});

it.each([
  ['HTTP.fetch()', 'TypeError'],
  ['HTTP.fetch("nonsense")', 'Error: The URL'],
  ['HTTP.fetch("https://x/", { method: "G E T" })', 'Error: The method'],
  ['HTTP.fetch("https://x/", { method: 1 })', 'TypeError'],
  ['HTTP.fetch("https://x/", { headers: { a: 1 } })', 'TypeError'],
  ['HTTP.fetch("https://x/", { headers: ["a"] })', 'TypeError'],
  ['HTTP.fetch("https://x/", { headers: { "a b": "c" } })', 'TypeError: "a b" is no name of a header.'],
  ['HTTP.fetch("https://x/", { headers: { a: "b\\nc" } })', 'TypeError: The header a holds a character'],
  ['HTTP.fetch("https://x/", { headers: { a: "漢" } })', 'TypeError: The header a holds a character'],
  ['HTTP.fetch("https://x/\\ud800")', 'TypeError: The URL holds half a surrogate pair.'],
  ['HTTP.fetch("https://x/", { body: "\\ud800" })', 'TypeError: body holds half a surrogate pair.'],
  ['HTTP.fetch("https://x/", { body: {} })', 'TypeError'],
  ['HTTP.fetch("https://x/", { body: "x".repeat(1048577) })', 'RangeError'],
  ['HTTP.fetch("https://x/", { timeoutMs: 0 })', 'RangeError'],
  ['HTTP.fetch("https://x/", null)', 'TypeError'],
])('%s rejects', async (expression, error) => {
  const { host, requests } = hostThatAnswers(() => '');
  const report = await run(`async function execute() { await ${expression}; }`, { host });
  expect(report).toMatchObject({ outcome: 'threw', error: expect.stringContaining(error) });
  expect(requests).toEqual([]);
});

it('runs calls of one script at the same time and answers each its own', async () => {
  const { host } = hostThatAnswers(async ({ url }) => {
    await pause(url.endsWith('1') ? 40 : 5);
    return url.slice(-1);
  });
  const script = `async function execute() {
    const order = [];
    const get = async (n) => { const { body } = await HTTP.fetch('https://x/' + n); order.push(body); return body; };
    return [await Promise.all([get(1), get(2), get(3)]), order.at(-1)];
  }`;
  expect(await value(script, { host })).toEqual([['1', '2', '3'], '1']);
});

it('allows 8 open calls and 32 in all', async () => {
  const { host } = hostThatAnswers(() => '');
  const open = `async function execute() {
    const ends = await Promise.allSettled(Array.from({ length: 9 }, () => HTTP.fetch('https://x/')));
    return ends.map((end) => end.status).join();
  }`;
  expect(await value(open, { host })).toBe(`${'fulfilled,'.repeat(8)}rejected`);
  const all = `async function execute() {
    for (let n = 0; ; n += 1) try { await HTTP.fetch('https://x/'); } catch { return n; }
  }`;
  expect(await value(all, { host })).toBe(32);
});

it('lets calls that nobody waits for end with the run', async () => {
  let signal: AbortSignal | undefined;
  const host = new MemoryHost();
  host.fetch = (request) => {
    signal = request.signal;
    return new Promise(() => {});
  };
  expect(await value('function execute() { HTTP.fetch("https://x/"); return 1; }', { host })).toBe(1);
  expect(signal?.aborted).toBe(true);
});
