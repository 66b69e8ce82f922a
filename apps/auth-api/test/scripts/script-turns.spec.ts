import { jest } from '@jest/globals';
import { STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { ScriptEngine } from '@passant/extension-engine';
import type { MobileApp } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());

const SIGNS_IN = `function execute() { return { status: 2000, user: { id: 'u' } }; }`;

// How sources take turns in the queue is what scheduling.spec of the engine shows.
it('Each installation is a source of its own, whose scripts take turns with those of others of its provider', async () => {
  const provider = await server.given.provider({ scripts: { complete: SIGNS_IN } });
  const application = await server.given.mobileApplication(provider);
  const [greedy, modest] = [await server.given.appInstance(application), await server.given.appInstance(application)];
  const run = jest.spyOn(server.app.get(ScriptEngine), 'run');
  const complete = async (app: MobileApp) => {
    const request = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT };
    expect((await app.complete(provider.identifier, request)).status).toBe(200);
  };

  for (const app of [greedy, modest, greedy]) await complete(app);
  const sources = run.mock.calls.map(([{ source }]) => source);
  expect(sources).toEqual([expect.any(String), expect.any(String), sources[0]]);
  expect(sources[1]).not.toBe(sources[0]);
  // Wherever an installation is: a crowd behind one address are many sources, a phone that moves is one.
  expect(sources.join()).not.toContain('127.0.0.1');
});
