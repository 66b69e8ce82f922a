import {
  HostRefusal,
  ScriptEngine,
  type HostHttpRequest,
  type HostHttpResponse,
  type ScriptArguments,
  type ScriptEngineOptions,
  type ScriptHost,
  type ScriptLimits,
  type ScriptReport,
} from '../../src/index.ts';

/** Milliseconds after which a limited script must have ended, even on a busy machine. */
export const GENEROUS_MS = 60_000;

/** Limits for what ends by itself, or at another limit, however slow the machine is. */
export const ENOUGH_TIME: Partial<ScriptLimits> = { cpuMs: 30_000, wallClockMs: 45_000 };

export const NO_ARGUMENTS: ScriptArguments = {
  requestPayload: null,
  userIdentifier: null,
  registrationData: null,
  hookContextCustomParams: null,
};

/** A host for scripts, with an in-memory cache and properties, and HTTP if provided. */
export class MemoryHost implements ScriptHost {
  readonly stored = new Map<string, { value: string; ttlSeconds: number }>();
  readonly properties = new Map<string, string>();
  fetch?: (request: HostHttpRequest) => Promise<HostHttpResponse>;
  readonly cache = {
    store: async (key: string, value: string, ttlSeconds: number) => void this.stored.set(key, { value, ttlSeconds }),
    storeIfAbsent: async (key: string, value: string, ttlSeconds: number) => {
      if (this.stored.has(key)) return false;
      this.stored.set(key, { value, ttlSeconds });
      return true;
    },
    increment: async (key: string, ttlSeconds: number) => {
      const before = this.stored.get(key);
      const count = Number(before?.value ?? 0) + 1;
      if (!Number.isInteger(count)) throw new HostRefusal('no count');
      this.stored.set(key, { value: String(count), ttlSeconds: before?.ttlSeconds ?? ttlSeconds });
      return count;
    },
    fetch: async (key: string) => this.stored.get(key)?.value ?? null,
    delete: async (key: string) => void this.stored.delete(key),
  };
  property = async (identifier: string) => this.properties.get(identifier) ?? null;
}

export interface Wish {
  provider?: string;
  source?: string;
  host?: ScriptHost;
  arguments?: Partial<ScriptArguments>;
  limits?: Partial<ScriptLimits>;
}

/** Creates an engine for the tests of a file or block, and closes it afterwards. */
export function useEngine(options: ScriptEngineOptions = {}) {
  let engine: ScriptEngine;
  beforeAll(async () => {
    engine = new ScriptEngine(options);
    await engine.ready();
  });
  afterAll(() => engine.close());
  const run = (script: string, wish: Wish = {}): Promise<ScriptReport> =>
    engine.run({
      provider: wish.provider ?? 'provider',
      ...(wish.source === undefined ? {} : { source: wish.source }),
      script,
      arguments: { ...NO_ARGUMENTS, ...wish.arguments },
      host: wish.host ?? new MemoryHost(),
      limits: wish.limits,
    });
  /** Returns the result of execute. Fails the test if execute did not return. */
  const value = async <Value = unknown>(script: string, wish?: Wish): Promise<Value> => {
    const report = await run(script, wish);
    if (report.outcome !== 'returned') throw new Error(`${report.outcome}: ${report.error}`);
    return (report.result === undefined ? undefined : JSON.parse(report.result)) as Value;
  };
  /** Evaluates an expression in a script. */
  const evaluate = <Value = unknown>(expression: string, wish?: Wish): Promise<Value> =>
    value<Value>(`async function execute() { return (${expression}); }`, wish);
  return { run, value, evaluate, stats: () => engine.stats() };
}

export const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until `condition` holds, for at most `GENEROUS_MS`. */
export async function until(condition: () => boolean) {
  const end = performance.now() + GENEROUS_MS;
  while (!condition()) {
    if (performance.now() > end) throw new Error('The condition was not met in time.');
    await pause(5);
  }
}
