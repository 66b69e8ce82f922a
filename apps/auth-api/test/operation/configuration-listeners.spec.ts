import { Configuration } from '../../src/platform/configuration.js';
import { AuthServer } from '../support/auth-server.js';

let server: AuthServer;
let configuration: Configuration;
beforeAll(async () => {
  server = await AuthServer.start();
  configuration = server.app.get(Configuration);
});
afterAll(() => server.close());

const fault = () => new Error('a listener is broken');

/** What it does at a change. */
const FAILURES: [string, () => Promise<void> | void][] = [
  [
    'throws',
    () => {
      throw fault();
    },
  ],
  ['rejects', () => Promise.reject(fault())],
];

const faults = () => server.log.filter(({ msg }) => String(msg).includes(fault().message));
const addScope = async (identifier: string) =>
  (await server.admin.request('createScope', { body: { identifier, description: 'a' } })).status;

describe('A listener to the configuration', () => {
  it.each(FAILURES)('that %s at a change keeps no other from it, and hears of the next one', async (how, fail) => {
    const [identifier, logged] = [`scope-${how}`, faults().length];
    let calls = -1;
    let heard: string[] = [];
    await configuration.onChange(() => {
      calls += 1;
      return calls > 0 ? fail() : undefined;
    });
    await configuration.onChange(({ scopes }) => {
      heard = scopes.map((one) => one.identifier);
    });
    expect(await addScope(identifier)).toBe(201);
    expect(heard).toContain(identifier);
    const told = {
      level: 50,
      msg: 'What depends on the configuration could not follow it: Error: a listener is broken',
    };
    expect(faults()[logged]).toMatchObject(told);
    const before = calls;
    expect(before).toBeGreaterThan(0);
    expect(await addScope(`${identifier}-next`)).toBe(201);
    expect(calls).toBeGreaterThan(before);
  });

  it('that fails at once is told so, and is none', async () => {
    let calls = 0;
    const listening = configuration.onChange(() => {
      calls += 1;
      throw fault();
    });
    await expect(listening).rejects.toThrow(fault());
    expect(await addScope('scope-none')).toBe(201);
    expect(calls).toBe(1);
  });
});
