import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { ApiError } from './api-error.js';
import { call } from './client.js';
import { onSessionEnd, rememberCsrfToken } from './session-state.js';

interface Sent {
  url: string;
  init: RequestInit & { headers: Record<string, string> };
}

let sent: Sent[];
const realFetch = globalThis.fetch;

/** The server of these tests: gives one answer and notes what was asked. */
function answering(status: number, body: unknown, headers: Record<string, string> = {}): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  globalThis.fetch = ((url: string, init: Sent['init']) => {
    sent.push({ url, init });
    return Promise.resolve({
      status,
      ok: status < 400,
      headers: { get: (name: string) => headers[name] ?? null },
      text: () => Promise.resolve(body === undefined ? '' : text),
    });
  }) as unknown as typeof fetch;
}

async function refusalOf(promise: Promise<unknown>): Promise<ApiError> {
  const thrown = await promise.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(thrown).toBeInstanceOf(ApiError);
  return thrown as ApiError;
}

const provider = {
  identifier: 'sim',
  type: 'CUSTOM_API',
  name: 'Simulator',
  flow: 'ONE_STEP',
  enabled: true,
  default: false,
  scripts: { complete: 'x' },
  allowed_hosts: [],
  transaction_validity: 300,
  script_version: 1,
  properties: [],
  used_by: [],
  etag: '"2"',
  created_at: 1,
  updated_at: 2,
};

beforeEach(() => {
  sent = [];
  rememberCsrfToken('the-token');
});

afterEach(() => {
  globalThis.fetch = realFetch;
});

describe('what is sent', () => {
  it('repeats a query member that has several values', async () => {
    answering(200, { items: [] });
    await call('listEvents', { query: { name: ['DYNAMIC_REG_SUCCESS', 'DYNAMIC_REG_FAILED'], after: '7' } });
    expect(sent[0]?.url).toBe('/admin/api/v1/events?name=DYNAMIC_REG_SUCCESS&name=DYNAMIC_REG_FAILED&after=7');
  });

  it('fills the path, and leaves query members without a value out', async () => {
    answering(200, { items: [] });
    await call('listApplications', { query: { q: 'a b', cursor: undefined, limit: 50 } });
    expect(sent[0]?.url).toBe('/admin/api/v1/applications?q=a+b&limit=50');
    answering(200, provider);
    await call('readIdentityProvider', { path: { identifier: 'a/b' } });
    expect(sent[1]?.url).toBe('/admin/api/v1/identity-providers/a%2Fb');
  });

  it('names the CSRF token and the version on a conditional change', async () => {
    answering(200, provider);
    await call('updateIdentityProvider', { path: { identifier: 'sim' }, body: { name: 'New' }, etag: '"1"' });
    expect(sent[0]?.init.method).toBe('PATCH');
    expect(sent[0]?.init.headers).toMatchObject({ 'x-csrf-token': 'the-token', 'if-match': '"1"' });
    expect(sent[0]?.init.body).toBe('{"name":"New"}');
  });

  it('sends neither on a read', async () => {
    answering(200, { items: [] });
    await call('listApplications');
    expect(sent[0]?.init.headers).toEqual({ accept: 'application/json' });
  });
});

describe('what comes back', () => {
  it('is parsed as the contract says', async () => {
    answering(200, provider);
    await expect(call('readIdentityProvider', { path: { identifier: 'sim' } })).resolves.toEqual(provider);
  });

  it('is refused when it is not what the contract says', async () => {
    answering(200, { ...provider, flow: 'THREE_STEP' }, { 'x-request-id': 'r-1' });
    const refusal = await refusalOf(call('readIdentityProvider', { path: { identifier: 'sim' } }));
    expect(refusal).toMatchObject({ code: 'unexpected_answer', errorId: 'r-1' });
  });

  it('may be nothing', async () => {
    answering(204, undefined);
    await expect(call('deleteApplication', { path: { identifier: 'a' } })).resolves.toBeUndefined();
  });
});

describe('a refusal', () => {
  it('keeps code, sentence, error id and fields', async () => {
    const fields = { identifier: 'is taken already' };
    answering(409, { error: 'conflict', error_description: 'It exists.', error_id: 'e-1', fields });
    const refusal = await refusalOf(call('createApplication', { body: { identifier: 'a', name: 'A' } }));
    expect(refusal).toMatchObject({ status: 409, code: 'conflict', message: 'It exists.', errorId: 'e-1', fields });
  });

  it('is usable when a proxy answers with a page of its own', async () => {
    answering(502, '<html>Bad gateway</html>', { 'x-request-id': 'r-2' });
    const refusal = await refusalOf(call('listApplications'));
    expect(refusal).toMatchObject({ status: 502, code: 'unexpected_answer', errorId: 'r-2' });
  });

  it('says so when the server cannot be reached', async () => {
    globalThis.fetch = () => Promise.reject(new TypeError('Failed to fetch'));
    expect(await refusalOf(call('listApplications'))).toMatchObject({ status: 0, code: 'unreachable' });
  });
});

describe('a missing session', () => {
  const unauthorized = { error: 'unauthorized', error_description: 'Sign in.', error_id: 'e-2' };

  it('is announced once per refused call', async () => {
    const heard = jest.fn();
    const stop = onSessionEnd(heard);
    answering(401, unauthorized);
    await refusalOf(call('listApplications'));
    stop();
    expect(heard).toHaveBeenCalledTimes(1);
  });

  it.each(['signIn', 'readSession'] as const)(
    'is not announced by %s, which asks for the session itself',
    async (name) => {
      const heard = jest.fn();
      const stop = onSessionEnd(heard);
      answering(401, unauthorized);
      await refusalOf(
        name === 'signIn' ? call('signIn', { body: { email: 'a', password: 'b' } }) : call('readSession'),
      );
      stop();
      expect(heard).not.toHaveBeenCalled();
    },
  );
});
