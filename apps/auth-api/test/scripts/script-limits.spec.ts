import { FakeScheme } from '@passant/mobile-client/testing';
import { AuthServer } from '../support/auth-server.js';

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start({
    PASSANT_SCRIPT_CPU_MS: '60',
    PASSANT_SCRIPT_WALL_CLOCK_MS: '3000',
    PASSANT_SCRIPT_MEMORY_MIB: '64',
    PASSANT_SCRIPT_STACK_KIB: '16',
    PASSANT_SCRIPT_RESULT_KIB: '1',
  });
});
afterAll(() => server.close());

const run = (complete: string, allowedHosts: string[] = []) =>
  server.admin.call('testRun', {
    parameters: { identifier: 'not-saved' },
    body: { scripts: { complete }, step: 'complete', allowed_hosts: allowedHosts },
  });

describe('What a run may use is for the operator to say', () => {
  it.each([
    ['CPU time', 'function execute() { for (;;); }', 'timed_out', /60 ms of CPU time/],
    ['the result', 'const execute = () => "x".repeat(2000);', 'failed', /larger than 1024 bytes/],
    ['the stack', 'function execute() { const f = (n) => (n ? f(n - 1) + 1 : 0); return f(400); }', 'threw', /stack/i],
  ] as const)('%s', async (_, script, outcome, error) => {
    expect(await run(script)).toMatchObject({ outcome, error: expect.stringMatching(error) as string });
  });

  it('time in all', async () => {
    const scheme = await FakeScheme.start();
    scheme.mood = 'slow';
    const script = `const execute = () => HTTP.fetch('${scheme.url}/', { timeoutMs: 10000 });`;
    const report = await run(script, [scheme.host]);
    expect(report).toMatchObject({ outcome: 'timed_out', error: expect.stringContaining('3000 ms') as string });
    await scheme.close();
  });

  it('memory, upwards too', async () => {
    const script = 'function execute() { new Uint8Array(40e6); return { status: 4000 }; }';
    expect(await run(script)).toMatchObject({ outcome: 'retry' });
  });
});
