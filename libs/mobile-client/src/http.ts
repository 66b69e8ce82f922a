/** A request and its response, so that the caller of the app can show or check them. */
export interface Exchange<Body = unknown> {
  request: { method: string; url: string; headers: Record<string, string>; body?: string };
  status: number;
  headers: Headers;
  /** The parsed JSON, or `undefined` if the response body is empty. */
  body: Body;
}

/** Sends a request; `fetch`, unless an app brings its own. */
export type Fetch = (
  url: string,
  request: { method: string; headers: Record<string, string>; body?: string; signal: AbortSignal },
) => Promise<Response>;

export interface Sending {
  headers?: Record<string, string>;
  json?: unknown;
  form?: Record<string, string>;
  fetch?: Fetch;
  /** How long to wait for the whole response; without it, as long as the platform does. */
  timeoutSeconds?: number;
}

/** Sends one request and reads the JSON response. Throws only if there is no response at all, or none in JSON. */
export async function send<Body>(method: string, url: string, options: Sending = {}): Promise<Exchange<Body>> {
  const headers: Record<string, string> = { accept: 'application/json', ...options.headers };
  let body: string | undefined;
  if (options.json !== undefined) {
    headers['content-type'] = 'application/json';
    body = JSON.stringify(options.json);
  } else if (options.form) {
    headers['content-type'] = 'application/x-www-form-urlencoded';
    body = new URLSearchParams(options.form).toString();
  }
  const request = { method, url, headers, ...(body === undefined ? {} : { body }) };
  const { timeoutSeconds: patience } = options;
  // Not every platform has `AbortSignal.timeout`.
  const abort = new AbortController();
  const timer = patience === undefined ? undefined : setTimeout(() => abort.abort(), patience * 1000);
  try {
    const response = await (options.fetch ?? fetch)(url, { ...request, signal: abort.signal });
    const text = await response.text();
    return {
      request,
      status: response.status,
      headers: response.headers,
      body: (text === '' ? undefined : JSON.parse(text)) as Body,
    };
  } finally {
    clearTimeout(timer);
  }
}
