import { HostRefusal } from './engine-errors.ts';
import type { Job } from './job.ts';
import type { HttpCallRecord } from './script-run.ts';

/** Called when a host function fails with anything but a `HostRefusal`. */
export type HostErrorListener = (error: unknown, provider: string) => void;

const UNAVAILABLE = 'The host could not answer.';
const LONGEST_RESPONSE = 2 * 1024 * 1024;

/**
 * Answers a blocking call (CACHE, PROPERTIES) of a run. Input from the sandbox is validated again: so far only the
 * prelude has checked it, and the prelude runs on the script's side of the sandbox boundary.
 * @returns `V<json>` or `E<json text>`; never rejects
 */
export async function answerCall(job: Job, json: string, onHostError: HostErrorListener): Promise<string> {
  try {
    return `V${JSON.stringify((await callHost(job, readArray(json))) ?? null)}`;
  } catch (error) {
    return `E${JSON.stringify(messageFor(error, job, onHostError))}`;
  }
}

async function callHost({ host }: Job, call: unknown[]): Promise<string | number | boolean | null | void> {
  const [name, key, value, ttlSeconds] = call;
  if (typeof key !== 'string' || key === '' || key.length > 512) throw new HostRefusal('The key cannot be used.');
  switch (name) {
    case 'store':
      return host.cache.store(key, readValue(value), readLifetime(ttlSeconds));
    case 'storeIfAbsent':
      return host.cache.storeIfAbsent(key, readValue(value), readLifetime(ttlSeconds));
    case 'increment':
      return host.cache.increment(key, readLifetime(value));
    case 'fetch':
      return host.cache.fetch(key);
    case 'delete':
      return host.cache.delete(key);
    case 'property':
      return host.property(key);
    default:
      throw new HostRefusal('Unknown host function.');
  }
}

function readValue(value: unknown): string {
  if (typeof value !== 'string' || value.length > 65_536) throw new HostRefusal('The value cannot be stored.');
  return value;
}

function readLifetime(ttlSeconds: unknown): number {
  if (typeof ttlSeconds !== 'number' || !(ttlSeconds >= 1)) throw new HostRefusal('ttlSeconds must be a number.');
  return ttlSeconds;
}

/**
 * Performs an HTTP call of a run and records it in the job.
 * @returns the answer for the sandbox, as JSON text; never rejects
 */
export async function answerHttpCall(job: Job, json: string, onHostError: HostErrorListener): Promise<string> {
  const [id, url, method, headers, body, timeoutMs] = readArray(json);
  const record: HttpCallRecord = { method: readMethod(method), url: shownUrl(url), durationMs: 0 };
  job.httpCalls.push(record);
  const startedAt = performance.now();
  try {
    if (job.host.fetch === undefined) throw new HostRefusal('HTTP.fetch is not available here.');
    if (record.method === '') throw new HostRefusal('The method cannot be read.');
    if (record.url === '') throw new HostRefusal('The URL cannot be read.');
    if (!isHeaders(headers) || !(body === null || typeof body === 'string') || typeof timeoutMs !== 'number') {
      throw new HostRefusal('The request cannot be read.');
    }
    job.abort ??= new AbortController();
    const { signal } = job.abort;
    const request = { url: String(url), method: record.method, headers, body, timeoutMs, signal };
    const response = await job.host.fetch(request);
    if (response.body.length > LONGEST_RESPONSE) throw new HostRefusal('The response is too large.');
    record.status = response.status;
    record.responseLength = response.body.length;
    return JSON.stringify({ id, status: response.status, headers: response.headers, body: response.body });
  } catch (error) {
    record.error = messageFor(error, job, onHostError);
    return JSON.stringify({ id, error: record.error });
  } finally {
    record.durationMs = performance.now() - startedAt;
  }
}

function messageFor(error: unknown, job: Job, onHostError: HostErrorListener): string {
  if (error instanceof HostRefusal) return error.message;
  onHostError(error, job.provider);
  return UNAVAILABLE;
}

/** Scheme, host and path only, because a query may contain personal data or a secret. Empty if it is not a URL. */
function shownUrl(url: unknown): string {
  if (typeof url !== 'string' || !URL.canParse(url)) return '';
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}

function readMethod(method: unknown): string {
  return typeof method === 'string' && /^[A-Za-z]{1,20}$/.test(method) ? method.toUpperCase() : '';
}

function readArray(json: string): unknown[] {
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}

function isHeaders(value: unknown): value is Record<string, string> {
  return value !== null && typeof value === 'object' && Object.values(value).every((one) => typeof one === 'string');
}
