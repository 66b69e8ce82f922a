import { Worker } from 'node:worker_threads';
import { jest } from '@jest/globals';
import { STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { expectRefusal } from '../support/expectations.js';
import { AuthServer } from '../support/auth-server.js';
import { until } from '../support/machine.js';

// The engine calls this once for each thread, before the thread is ready.
const unref = jest.spyOn(Worker.prototype, 'unref');
const threads = () => unref.mock.contexts as Worker[];

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());
afterAll(() => unref.mockRestore());

/** From now on each thread ends before it is ready, as those do that the system has no memory for. */
async function endAllThreads() {
  unref.mockImplementation(function (this: Worker) {
    void this.terminate();
  });
  await Promise.all(threads().map((thread) => thread.terminate()));
}

it('While no thread can be started for scripts, apps are told to come again, and no script is to blame', async () => {
  const provider = await server.given.provider();
  const { identifier } = provider;
  const { app } = await server.given.statelessWorld(provider);
  const register = () => app.complete(identifier, { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT });
  const activity = () => server.admin.call('readScriptActivity', { parameters: { identifier } });
  expect((await register()).status).toBe(200);
  const before = await activity();

  await endAllThreads();
  for (let n = 0; n < 2; n += 1) {
    const refused = await register();
    expectRefusal(refused, 503, 'temporarily_unavailable');
    expect(refused.headers.get('retry-after')).toBe('5');
  }
  expect((await fetch(`${server.url}/health/ready`)).status).toBe(503);
  expect(await activity()).toEqual(before);
  const metrics = await (await fetch(`${server.url}/metrics`)).text();
  expect(metrics).toMatch(/^passant_script_engine_total\{what="runs_without_sandbox"\} [3-9]$/m);
  expect(metrics).toMatch(/^passant_script_engine_total\{what="runs_turned_away"\} 0$/m);

  unref.mockRestore();
  expect((await register()).status).toBe(200);
  await until(async () => (await fetch(`${server.url}/health/ready`)).status === 200);
});
