import type { WebHook } from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import type { HookCall } from './web-hook-caller.js';
import { WebHookGate } from './web-hook-gate.js';

const SUCCEEDED: HookCall = { outcome: 'succeeded', status: 200, duration: 1 };
const hook = (id: string) => ({ id, revision: 1 }) as WebHook;

/** A gate, and calls through it that end when the test says so. */
function crowded() {
  const gate = new WebHookGate(new Clock());
  const { promise: over, resolve: end } = Promise.withResolvers<void>();
  const call = (id: string) =>
    gate.pass(hook(id), 'somebody', async () => {
      await over;
      return SUCCEEDED;
    });
  const calls = (id: string, count: number) => Array.from({ length: count }, () => call(id));
  return { gate, end, calls };
}

const outcomes = async (calls: Promise<HookCall>[]) => {
  const all = (await Promise.all(calls)).map(({ outcome }) => outcome);
  return { succeeded: all.filter((one) => one === 'succeeded').length, all: new Set(all) };
};

describe('The gate of web hooks', () => {
  it('lets 32 calls of a hook be under way, refuses the rest at once, and others are not affected', async () => {
    const { gate, end, calls } = crowded();
    const held = calls('slow', 32);
    expect(await outcomes(calls('slow', 8))).toEqual({ succeeded: 0, all: new Set(['saturated']) });
    expect(await gate.pass(hook('other'), 'somebody', async () => SUCCEEDED)).toBe(SUCCEEDED);
    end();
    expect((await outcomes(held)).succeeded).toBe(32);
    expect(await gate.pass(hook('slow'), 'somebody', async () => SUCCEEDED)).toBe(SUCCEEDED);
  });

  it('lets 128 calls of all hooks be under way', async () => {
    const { end, calls } = crowded();
    const held = ['a', 'b', 'c', 'd'].flatMap((id) => calls(id, 32));
    expect((await outcomes(calls('e', 1))).all).toEqual(new Set(['saturated']));
    end();
    expect((await outcomes(held)).succeeded).toBe(128);
  });
});
