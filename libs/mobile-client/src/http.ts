/** What was sent and what came back, so that whoever drives the app can show or judge it. */
export interface Exchange<Body = unknown> {
  request: { method: string; url: string; headers: Record<string, string>; body?: string };
  status: number;
  headers: Headers;
  /** Parsed JSON, or `undefined` for an empty answer. */
  body: Body;
}

/** Sends one request and reads the JSON answer. Throws only if there is no answer at all. */
export async function send<Body>(
  method: string,
  url: string,
  options: { headers?: Record<string, string>; json?: unknown; form?: Record<string, string> } = {},
): Promise<Exchange<Body>> {
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
  const response = await fetch(url, request);
  const text = await response.text();
  return {
    request,
    status: response.status,
    headers: response.headers,
    body: (text === '' ? undefined : JSON.parse(text)) as Body,
  };
}
