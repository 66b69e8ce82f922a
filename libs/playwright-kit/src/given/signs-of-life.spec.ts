import { jest } from '@jest/globals';
import { type AdminEndpointName, CreateWebHook } from '@passant/contracts';
import type { AdminApi, CallOptions } from '../server/admin-api.js';
import { Given } from './given.js';

/** A server that keeps providers and web hooks by their names, for as many workers as ask it. */
function sharedServer() {
  const kept = { IdentityProvider: new Map(), WebHook: new Map() };
  const made: string[] = [];
  const request = (name: AdminEndpointName, { body, parameters }: CallOptions = {}) => {
    const [, verb, kind = ''] = /^(create|delete|list)([A-Z]\w+?)s?$/.exec(name) ?? [];
    const things: Map<string, unknown> = kept[kind as keyof typeof kept] ?? new Map();
    if (verb === 'create') {
      if (name === 'createWebHook') CreateWebHook.parse(body);
      const thing = body as { identifier?: string; id?: string };
      things.set(thing.identifier ?? thing.id!, thing);
      made.push(name);
    }
    if (verb === 'delete') things.delete(Object.values(parameters!).join());
    return Promise.resolve({ status: 200, body: verb === 'list' ? { items: [...things.values()] } : body });
  };
  const call = async (...asked: Parameters<typeof request>) => (await request(...asked)).body;
  const names = () => Object.values(kept).flatMap((things) => [...things.keys()] as string[]);
  return { place: { url: 'http://127.0.0.1', admin: { request, call } as unknown as AdminApi }, names, made };
}

const HOUR = 3_600_000;

describe('What a worker made on a server that others use as well', () => {
  beforeEach(() => void jest.useFakeTimers());
  afterEach(() => void jest.useRealTimers());

  it('is left alone by the sweeps of others for as long as the worker lives, and goes when it was killed', async () => {
    const { place, names } = sharedServer();
    const [worker, other] = [new Given(place), new Given(place)];
    const letGo = worker.holdOn();
    const { identifier } = await worker.provider();
    for (let hours = 0; hours < 12; hours += 1) {
      await jest.advanceTimersByTimeAsync(HOUR);
      await other.sweep();
    }
    expect(names()).toContain(identifier);

    // Killed: nothing is said any more, and nothing is removed.
    letGo();
    await jest.advanceTimersByTimeAsync(3 * HOUR);
    await other.sweep();
    expect(names()).toEqual([]);
  });

  it('takes nothing more on the server than a sign of life, which goes with the rest', async () => {
    const { place, names } = sharedServer();
    const worker = new Given(place);
    worker.holdOn();
    await worker.provider();
    await jest.advanceTimersByTimeAsync(12 * HOUR);
    expect(names().length).toBeLessThanOrEqual(3);
    await worker.removeAll();
    expect(names()).toEqual([]);
    await jest.advanceTimersByTimeAsync(12 * HOUR);
    expect(names()).toEqual([]);
  });

  it('takes no sign of life where nothing was made, nor within the first half hour', async () => {
    const { place, made } = sharedServer();
    const worker = new Given(place);
    worker.holdOn();
    await jest.advanceTimersByTimeAsync(12 * HOUR);
    expect(made).toEqual([]);
    await worker.provider();
    await jest.advanceTimersByTimeAsync(HOUR / 4);
    expect(made).toEqual(['createIdentityProvider']);
  });

  it('outlives a sign of life that did not arrive', async () => {
    const { place, names } = sharedServer();
    const worker = new Given(place);
    worker.holdOn();
    const { identifier } = await worker.provider();
    const { call } = place.admin;
    place.admin.call = () => Promise.reject(new Error('503'));
    await jest.advanceTimersByTimeAsync(HOUR);
    place.admin.call = call;
    await jest.advanceTimersByTimeAsync(HOUR);
    await new Given(place).sweep();
    expect(names()).toContain(identifier);
  });
});
