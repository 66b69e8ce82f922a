import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { AdminSession } from '@passant/contracts';
import { ApiError } from './api-error.js';
import { call } from './client.js';
import { forgetSession, onSessionChange, onSessionEnd, rememberSession } from './session-state.js';

interface Sent {
  url: string;
  init: RequestInit & { headers: Record<string, string> };
}

let sent: Sent[];
const realFetch = globalThis.fetch;

interface Answer {
  status: number;
  body?: unknown;
  headers?: Record<string, string>;
}

/** Fake server: records the requests and responds as instructed. */
function serving(answer: (asked: Sent) => Answer): void {
  globalThis.fetch = ((url: string, init: Sent['init']) => {
    sent.push({ url, init });
    const { status, body, headers = {} } = answer({ url, init });
    const text = typeof body === 'string' ? body : JSON.stringify(body);
    return Promise.resolve({
      status,
      ok: status < 400,
      headers: { get: (name: string) => headers[name] ?? null },
      text: () => Promise.resolve(body === undefined ? '' : text),
    });
  }) as unknown as typeof fetch;
}

/** Fake server that gives the same response to every request. */
function answering(status: number, body: unknown, headers: Record<string, string> = {}): void {
  serving(() => ({ status, body, headers }));
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
  rememberSession({ email: 'anna@example.org', role: 'Admin', csrf_token: 'the-token', second_factor: 'OFF' });
});

afterEach(() => {
  globalThis.fetch = realFetch;
  forgetSession();
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

describe('the reason for a change', () => {
  it.each([
    ['Straße gesperrt, 100 %', 'Stra%C3%9Fe%20gesperrt%2C%20100%20%25'],
    ['', undefined],
  ])('%p goes with it, in the header that the audit records', async (reason, header) => {
    answering(204, undefined);
    await call('deleteApplication', { path: { identifier: 'a' }, reason });
    expect(sent[0]?.init.headers['x-change-reason']).toBe(header);
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

  it.each(['signIn', 'readSession', 'signOut'] as const)(
    'is not announced by %s, which is about the session itself',
    async (name) => {
      const heard = jest.fn();
      const stop = onSessionEnd(heard);
      answering(401, unauthorized);
      await refusalOf(name === 'signIn' ? call('signIn', { body: { email: 'a', password: 'b' } }) : call(name));
      stop();
      expect(heard).not.toHaveBeenCalled();
    },
  );
});

describe('a session that is a newer one than the page knows', () => {
  const unauthorized = { error: 'unauthorized', error_description: 'Sign in first.', error_id: 'e-3' };
  const forbidden = (fields?: Record<string, string>) => ({
    error: 'forbidden',
    error_description: 'No.',
    error_id: 'e-4',
    ...(fields ? { fields } : {}),
  });
  const stale = { status: 403, body: forbidden({ 'X-CSRF-Token': 'is missing or wrong' }) };
  const newer: AdminSession = {
    email: 'anna@example.org',
    role: 'Admin',
    csrf_token: 'the-new-token',
    second_factor: 'OFF',
  };
  const reads = () => sent.filter(({ url }) => url.endsWith('/session')).length;
  const changes = () =>
    sent.filter(({ init }) => init.method !== 'GET').map(({ init }) => init.headers['x-csrf-token']);
  const change = () =>
    call('updateIdentityProvider', { path: { identifier: 'sim' }, body: { name: 'N' }, etag: '"1"' });

  /** Fake server whose session is `session`, or has ended if undefined. */
  function servingSession(session: AdminSession | undefined): void {
    serving(({ url, init }) => {
      if (session === undefined) return { status: 401, body: unauthorized };
      if (url.endsWith('/session') && init.method === 'GET') return { status: 200, body: session };
      return init.headers['x-csrf-token'] === session.csrf_token ? { status: 200, body: provider } : stale;
    });
  }

  it('is fetched, and the change sent again as it was', async () => {
    servingSession(newer);
    const heard = jest.fn();
    const stop = onSessionChange(heard);
    await expect(change()).resolves.toEqual(provider);
    stop();
    expect(changes()).toEqual(['the-token', 'the-new-token']);
    expect(sent.at(-1)?.init).toMatchObject({ method: 'PATCH', body: '{"name":"N"}', headers: { 'if-match': '"1"' } });
    expect(heard).toHaveBeenCalledWith(newer);
    await change();
    expect(changes()).toEqual(['the-token', 'the-new-token', 'the-new-token']);
  });

  it('is fetched once for changes that are refused at the same time', async () => {
    servingSession(newer);
    await Promise.all([change(), change(), change()]);
    expect(reads()).toBe(1);
  });

  it('is fetched by signing out as well, which then ends it', async () => {
    serving(({ url, init }) => {
      if (url.endsWith('/session') && init.method === 'GET') return { status: 200, body: newer };
      return init.headers['x-csrf-token'] === newer.csrf_token ? { status: 204 } : stale;
    });
    await call('signOut');
    expect(changes()).toEqual(['the-token', 'the-new-token']);
  });

  it('changes nothing in the name of another administrator, until that one asks again', async () => {
    servingSession({ ...newer, email: 'bert@example.org' });
    const refusals = await Promise.all([refusalOf(change()), refusalOf(change())]);
    expect(refusals.map(({ code }) => code)).toEqual(['other_administrator', 'other_administrator']);
    expect(refusals[0]?.message).toContain('bert@example.org');
    expect(changes()).toEqual(['the-token', 'the-token']);
    await expect(change()).resolves.toEqual(provider);
  });

  it('is over when there is none any more, and the change is refused for that', async () => {
    let asked = 0;
    serving(() => ((asked += 1) === 1 ? stale : { status: 401, body: unauthorized }));
    const heard = jest.fn();
    const stop = onSessionEnd(heard);
    expect(await refusalOf(change())).toMatchObject({ status: 401, code: 'unauthorized' });
    stop();
    expect(heard.mock.calls).toEqual([[{ whileChanging: true }]]);
  });

  it('is known to be anna’s after the page heard that the one before had ended', async () => {
    servingSession(undefined);
    await refusalOf(call('listApplications'));
    servingSession({ ...newer, email: 'bert@example.org' });
    expect(await refusalOf(change())).toMatchObject({ code: 'other_administrator' });
  });

  it('is tried once: a server that still refuses is believed, and it is not the role', async () => {
    serving(({ url, init }) =>
      url.endsWith('/session') && init.method === 'GET' ? { status: 200, body: newer } : stale,
    );
    expect(await refusalOf(change())).toMatchObject({ status: 403, code: 'stale_session', fields: {} });
    expect(changes()).toHaveLength(2);
  });

  it('has nothing to do with what a role may not', async () => {
    answering(403, forbidden());
    expect(await refusalOf(change())).toMatchObject({ status: 403, code: 'forbidden' });
    expect(sent).toHaveLength(1);
  });

  it('is told apart while reading and while changing, where it is missing', async () => {
    servingSession(undefined);
    const heard = jest.fn();
    const stop = onSessionEnd(heard);
    await refusalOf(call('listApplications'));
    await refusalOf(change());
    stop();
    expect(heard.mock.calls).toEqual([[{ whileChanging: false }], [{ whileChanging: true }]]);
  });
});
