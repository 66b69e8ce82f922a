import type { Answer } from './ledger.js';

export interface AskOptions {
  headers?: Record<string, string>;
  json?: object;
  form?: Record<string, string>;
}

/** Sends a request. @returns undefined if the connection broke before the response was complete */
export async function ask(url: string, { headers, json, form }: AskOptions): Promise<Answer | undefined> {
  const type = json ? 'application/json' : 'application/x-www-form-urlencoded';
  const body = json ? JSON.stringify(json) : new URLSearchParams(form).toString();
  const since = performance.now();
  try {
    const reply = await fetch(url, { method: 'POST', headers: { ...headers, 'content-type': type }, body });
    const text = await reply.text();
    const seconds = (performance.now() - since) / 1000;
    return { status: reply.status, retryAfter: reply.headers.get('retry-after'), seconds, body: bodyOf(text) };
  } catch {
    return undefined;
  }
}

/** A response that is not JSON still counts as a response, and as an incorrect one. */
function bodyOf(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return { unreadable: text.slice(0, 200) };
  }
}
