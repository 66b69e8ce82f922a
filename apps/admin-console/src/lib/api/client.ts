import { ADMIN_ENDPOINTS, adminPath, type AdminEndpointName, type Endpoint } from '@passant/contracts';
import type { z } from 'zod';
import { ApiError, readRefusal, unreachable } from './api-error.js';
import { announceSessionEnd, csrfToken } from './session-state.js';

type Endpoints = typeof ADMIN_ENDPOINTS;
type RequestOf<N extends AdminEndpointName> = Endpoints[N]['request'] extends z.ZodType
  ? z.input<Endpoints[N]['request']>
  : undefined;
type ResponseOf<N extends AdminEndpointName> = Endpoints[N]['response'] extends z.ZodType
  ? z.output<Endpoints[N]['response']>
  : undefined;

export interface CallOptions<N extends AdminEndpointName> {
  /** Values of the `{…}` in the path. */
  path?: Record<string, string>;
  /** Members without a value are left out; one with several values is repeated. */
  query?: Record<string, string | number | readonly string[] | undefined>;
  body?: RequestOf<N>;
  /** The version a conditional change was made from; goes into `If-Match`. */
  etag?: string;
  signal?: AbortSignal;
}

/**
 * Calls the admin API as its contract says and checks the answer against it.
 * Throws {@link ApiError}; a 401 also tells the session guard, except where the session itself is asked for.
 */
export async function call<N extends AdminEndpointName>(name: N, options: CallOptions<N> = {}): Promise<ResponseOf<N>> {
  const endpoint: Endpoint = ADMIN_ENDPOINTS[name];
  const response = await fetch(address(endpoint, options), {
    method: endpoint.method,
    headers: headersOf(endpoint, options),
    body: options.body === undefined ? undefined : JSON.stringify(options.body),
    credentials: 'same-origin',
    signal: options.signal,
  }).catch((error: unknown) => {
    if (options.signal?.aborted) throw error;
    throw unreachable(error);
  });
  const body = await readBody(response);
  if (!response.ok) {
    if (response.status === 401 && name !== 'signIn' && name !== 'readSession') announceSessionEnd();
    throw readRefusal(response.status, body, response.headers.get('x-request-id'));
  }
  if (!endpoint.response) return undefined as ResponseOf<N>;
  const parsed = endpoint.response.safeParse(body);
  if (parsed.success) return parsed.data as ResponseOf<N>;
  throw new ApiError(
    response.status,
    'unexpected_answer',
    `The answer to "${endpoint.summary}" is not what this console understands. Reload the page; the server may be newer.`,
    response.headers.get('x-request-id') ?? undefined,
    {},
    { cause: parsed.error },
  );
}

function address<N extends AdminEndpointName>(endpoint: Endpoint, { path, query = {} }: CallOptions<N>): string {
  const search = new URLSearchParams();
  for (const [member, value] of Object.entries(query)) {
    if (Array.isArray(value)) for (const one of value as readonly string[]) search.append(member, one);
    else if (value !== undefined && value !== '') search.set(member, String(value));
  }
  const text = search.toString();
  return adminPath(endpoint, path) + (text ? `?${text}` : '');
}

function headersOf<N extends AdminEndpointName>(endpoint: Endpoint, { body, etag }: CallOptions<N>): HeadersInit {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  const token = csrfToken();
  if (endpoint.method !== 'GET' && token) headers['x-csrf-token'] = token;
  if (endpoint.conditional && etag !== undefined) headers['if-match'] = etag;
  return headers;
}

async function readBody(response: Response): Promise<unknown> {
  const text = await response.text().catch(() => '');
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
