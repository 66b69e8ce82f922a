import type { APIRequestContext } from '@playwright/test';
import { bodyWithoutSecrets, withoutSecrets } from './secrets.js';

/** One request and its response, ready to be displayed. */
export interface SeenExchange {
  method: string;
  /** URL without its query, which may contain secrets. */
  url: string;
  request: { headers: Record<string, string>; body: string };
  /** Absent if there was no response. */
  response?: { status: number; headers: Record<string, string>; body: string };
  /** When it was sent, in milliseconds of `performance.now()`. */
  began: number;
  /** Milliseconds. */
  duration: number;
}

/** Maximum number of characters of a displayed body. */
const LONGEST = 4_000;

/** Records every request that this process sends to the server with `fetch`, whichever code does, or with Playwright's `request`. */
export class Exchanges {
  readonly seen: SeenExchange[] = [];
  /** Method and URL of what this process sent to others. */
  readonly sentElsewhere: string[] = [];
  private readonly original = globalThis.fetch;

  /** @param server its origin: what is sent there is recorded */
  constructor(private readonly server: string) {
    globalThis.fetch = (input, init) => this.fetch(input, init);
  }

  /** Stops recording. */
  end(): void {
    globalThis.fetch = this.original;
  }

  /** Records as well what Playwright's `request` sends to the server, unless there is no answer. */
  watch(context: APIRequestContext): void {
    const send = context.fetch.bind(context);
    // All its other methods use this one.
    context.fetch = async (asked, options = {}) => {
      const began = performance.now();
      const response = await send(asked, options);
      const duration = performance.now() - began;
      const method = options.method ?? (typeof asked === 'string' ? 'GET' : asked.method());
      const url = new URL(response.url());
      if (url.origin !== this.server) {
        this.sentElsewhere.push(`${method} ${url.href}`);
        return response;
      }
      this.seen.push({
        ...{ method, url: url.origin + url.pathname, began, duration },
        request: shown(...sentWith(options)),
        response: { status: response.status(), ...shown(new Headers(response.headers()), await response.text()) },
      });
      return response;
    };
  }

  private async fetch(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
    const request = new Request(input, init);
    if (new URL(request.url).origin !== this.server) {
      this.sentElsewhere.push(`${request.method} ${request.url}`);
      return this.original(input, init);
    }
    const began = performance.now();
    const body = typeof init?.body === 'string' || init?.body instanceof URLSearchParams ? String(init.body) : '';
    const seen: SeenExchange = {
      method: request.method,
      url: request.url.split('?', 1)[0]!,
      request: shown(request.headers, body),
      began,
      duration: 0,
    };
    this.seen.push(seen);
    const response = await this.original(input, init);
    const text = isStream(response) ? '(a stream)' : await response.clone().text();
    seen.response = { status: response.status, ...shown(response.headers, text) };
    seen.duration = performance.now() - began;
    return response;
  }
}

type Sent = NonNullable<Parameters<APIRequestContext['fetch']>[1]>;

/** Headers and body of a request of Playwright's, as far as a test gave them as text, JSON or a form. */
function sentWith({ headers = {}, data, form }: Sent): [headers: Headers, text: string] {
  const sent = new Headers(headers);
  if (form !== undefined && !(form instanceof FormData)) {
    sent.set('content-type', 'application/x-www-form-urlencoded');
    const fields = Object.entries(form).map(([name, value]) => [name, String(value)]);
    return [sent, new URLSearchParams(fields).toString()];
  }
  if (data === undefined || Buffer.isBuffer(data)) return [sent, ''];
  if (!sent.has('content-type')) sent.set('content-type', 'application/json');
  return [sent, typeof data === 'string' ? data : JSON.stringify(data)];
}

/** Whether a response has no end that one could wait for. */
function isStream({ headers }: Response): boolean {
  return headers.get('content-type')?.startsWith('text/event-stream') === true;
}

function shown(headers: Headers, text: string): { headers: Record<string, string>; body: string } {
  const body = bodyWithoutSecrets(text, headers.get('content-type') ?? '');
  return {
    headers: withoutSecrets(Object.fromEntries(headers)) as Record<string, string>,
    body: body.length > LONGEST ? `${body.slice(0, LONGEST)}…` : body,
  };
}

/** Formats the exchanges as text, like an HTTP transcript. */
export function transcriptOf(exchanges: readonly SeenExchange[]): string {
  const lines = (headers: Record<string, string>) =>
    Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  return exchanges
    .map(({ method, url, request, response, duration }) =>
      [
        `${method} ${url}`,
        ...lines(request.headers),
        '',
        request.body,
        '',
        response ? `→ ${response.status} in ${Math.round(duration)} ms` : '→ no answer',
        ...(response ? [...lines(response.headers), '', response.body] : []),
      ].join('\n'),
    )
    .join('\n\n────────\n\n');
}
