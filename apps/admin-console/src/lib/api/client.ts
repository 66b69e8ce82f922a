import {
  ADMIN_ENDPOINTS,
  adminPath,
  CSRF_HEADER,
  REASON_HEADER,
  type AdminEndpointName,
  type AdminSession,
  type Endpoint,
} from '@passant/contracts';
import type { z } from 'zod';
import { ApiError, approvalAwaited, otherAdministrator, readRefusal, unreachable } from './api-error.js';
import { announceSessionChange, announceSessionEnd, csrfToken, knownSession } from './session-state.js';

type Endpoints = typeof ADMIN_ENDPOINTS;
type RequestOf<N extends AdminEndpointName> = Endpoints[N]['request'] extends z.ZodType
  ? z.input<Endpoints[N]['request']>
  : undefined;
type ResponseOf<N extends AdminEndpointName> = Endpoints[N]['response'] extends z.ZodType
  ? z.output<Endpoints[N]['response']>
  : undefined;

export interface CallOptions<N extends AdminEndpointName> {
  /** Values for the `{…}` placeholders in the path. */
  path?: Record<string, string>;
  /** Members without a value are omitted; one with several values is repeated. */
  query?: Record<string, string | number | readonly string[] | undefined>;
  body?: RequestOf<N>;
  /** The version that a conditional change is based on; sent as `If-Match`. */
  etag?: string;
  /** Why something is changed, for the audit; none if it is empty. For endpoints whose body has no reason. */
  reason?: string;
  signal?: AbortSignal;
}

/**
 * Calls that do not announce a missing session: those that request or end one, and those that a page makes by itself while
 * somebody types. What is typed is kept, and saving it notices.
 */
const UNANNOUNCED = new Set<AdminEndpointName>([
  ...(['signIn', 'completeSignIn', 'readSession', 'signOut'] as const),
  ...(['signInWithPasskey', 'startPasskeySecondFactor', 'completeSignInWithPasskey'] as const),
  ...(['readSignInWays', 'startCompanySignIn', 'completeCompanySignIn'] as const),
  ...(['previewApplicationImpact', 'previewIdentityProviderImpact'] as const),
]);

/**
 * Calls the admin API according to its contract and validates the response. If a change is refused because the browser
 * has a newer session than the page knows, it is sent once more, provided that the session belongs to the same
 * administrator. Throws {@link ApiError}. A 401 also notifies the session guard, with few exceptions.
 */
export async function call<N extends AdminEndpointName>(name: N, options: CallOptions<N> = {}): Promise<ResponseOf<N>> {
  const before = knownSession();
  try {
    return await send(name, options).catch(async (thrown: unknown) => {
      if (!(thrown instanceof ApiError && thrown.code === 'stale_session')) throw thrown;
      await renewSession(before);
      return send(name, options);
    });
  } catch (thrown) {
    if (thrown instanceof ApiError && thrown.status === 401 && !UNANNOUNCED.has(name)) {
      announceSessionEnd({ whileChanging: ADMIN_ENDPOINTS[name].method !== 'GET' });
    }
    throw thrown;
  }
}

let reading: Promise<AdminSession> | undefined;

/**
 * Reads the current session. Changes refused at the same time share one request.
 * @param before the session when the refused change was sent: no change is repeated as another administrator
 */
async function renewSession(before: AdminSession | undefined): Promise<void> {
  reading ??= send('readSession').finally(() => (reading = undefined));
  const now = await reading;
  announceSessionChange(now);
  if (before && before.email !== now.email) throw otherAdministrator(before.email, now.email);
}

async function send<N extends AdminEndpointName>(name: N, options: CallOptions<N> = {}): Promise<ResponseOf<N>> {
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
  if (!response.ok) throw readRefusal(response.status, body, response.headers.get('x-request-id'));
  if (response.status === 202) throw approvalAwaited();
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

function headersOf<N extends AdminEndpointName>(
  endpoint: Endpoint,
  { body, etag, reason }: CallOptions<N>,
): HeadersInit {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  const token = csrfToken();
  if (endpoint.method !== 'GET' && token) headers[CSRF_HEADER.toLowerCase()] = token;
  if (endpoint.conditional && etag !== undefined) headers['if-match'] = etag;
  if (reason) headers[REASON_HEADER.toLowerCase()] = encodeURIComponent(reason);
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
