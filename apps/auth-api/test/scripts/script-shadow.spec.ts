import { type IdentityProvider, STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { FakeScheme, SCHEME_API_KEY } from '@passant/mobile-client/testing';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';

const REQUEST = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT };

let server: AuthServer;
let scheme: FakeScheme;
beforeAll(async () => {
  scheme = await FakeScheme.start();
  server = await AuthServer.start();
});
afterAll(async () => {
  await server.close();
  await scheme.close();
});

/** Returns the status from its input, and counts its runs in the cache. */
const LIVE = `function execute(payload) {
  const count = Number(CACHE.fetch('count') ?? 0) + 1;
  CACHE.store('count', String(count));
  const { status } = JSON.parse(payload);
  return { status, responsePayload: 'live ' + count, user: { id: 'u' } };
}`;

interface World {
  provider: IdentityProvider;
  register: (data: unknown) => Promise<{ status: number; data?: string | undefined }>;
  decisions: () => Promise<string[]>;
}

/** A provider that runs the scripts `live`, with `candidate` as a shadow. */
async function shadowed(live: string, candidate: string, allowedHosts: string[] = []): Promise<World> {
  const provider = await server.given.provider({ scripts: { complete: live }, allowed_hosts: allowedHosts });
  const { identifier } = provider;
  const { app } = await server.given.statelessWorld(provider);
  const parameters = { identifier };
  const { version } = await server.admin.call('createScriptVersion', {
    parameters,
    body: { scripts: { complete: candidate } },
  });
  await server.admin.call('startShadowRun', { parameters, body: { version, seconds: 3600 } });
  return {
    provider,
    register: async (data) => {
      const reply = await app.complete(identifier, { ...REQUEST, data: JSON.stringify(data) });
      return { status: reply.status, data: reply.body.data };
    },
    decisions: async () => {
      const { shadow_run: run } = await server.admin.call('readShadowRun', { parameters });
      return run!.decisions.map((cell) => `${cell.step} ${cell.live} ${cell.candidate} ${cell.runs}`);
    },
  };
}

describe('A candidate in the shadow', () => {
  it('is counted against the version in use: range of status, or error', async () => {
    const world = await shadowed(
      LIVE,
      `function execute(payload) {
        const { status, candidate } = JSON.parse(payload);
        if (candidate === 'throw') throw new Error('no');
        return { status: candidate ?? status, user: { id: 'other' } };
      }`,
    );
    for (const data of [
      { status: 2000 },
      { status: 2000, candidate: 2999 },
      { status: 2000, candidate: 4000 },
      { status: 4000, candidate: 5000 },
      { status: 5000, candidate: 'throw' },
      { status: 4000, candidate: 3000 },
    ]) {
      await world.register(data);
    }
    expect(await world.decisions()).toEqual([
      'complete 2xxx 2xxx 2',
      'complete 2xxx 4xxx 1',
      'complete 4xxx 5xxx 1',
      'complete 4xxx error 1',
      'complete 5xxx error 1',
    ]);
  });

  it('changes nothing: neither the answer nor the cache', async () => {
    const world = await shadowed(LIVE, LIVE.replace('count)', 'count + 1000)').replace("'live '", "'candidate '"));
    expect(await world.register({ status: 2000 })).toEqual({ status: 200, data: 'live 1' });
    expect(await world.decisions()).toEqual(['complete 2xxx 2xxx 1']);
    expect(await world.register({ status: 2000 })).toEqual({ status: 200, data: 'live 2' });
  });

  it('finds in the cache what the live run found there, not what that run left', async () => {
    const once = `function execute(payload) {
      if (payload === '"fill"') { CACHE.store('code', 'yes'); return { status: 4000 }; }
      const code = CACHE.fetch('code');
      CACHE.delete('code');
      return code === 'yes' ? { status: 2000, user: { id: 'u' } } : { status: 5000 };
    }`;
    const world = await shadowed(once, once);
    await world.register('fill');
    await world.register('use');
    await world.register('use');
    expect(await world.decisions()).toEqual(['complete 2xxx 2xxx 1', 'complete 4xxx 4xxx 1', 'complete 5xxx 5xxx 1']);
  });

  it('finds free what the live run found free, and counts from where that began', async () => {
    const once = `function execute(payload) {
      const { way } = JSON.parse(payload);
      if (way === 'both' && CACHE.storeIfAbsent('mark', 'yes') && CACHE.increment('count') === 1) return { status: 2000, user: { id: 'u' } };
      return { status: !CACHE.storeIfAbsent('mark', 'yes') && CACHE.increment('count') === 2 ? 4000 : 5000 };
    }`;
    const world = await shadowed(once, once);
    await world.register({ way: 'both' });
    await world.register({ way: 'again' });
    await world.register({ way: 'third' });
    expect(await world.decisions()).toEqual(['complete 2xxx 2xxx 1', 'complete 4xxx 4xxx 1', 'complete 5xxx 5xxx 1']);
  });

  it('marks and counts for itself alone, and cannot count in a text either', async () => {
    const candidate = `function execute() {
      if (!CACHE.storeIfAbsent('text', 'a') || CACHE.storeIfAbsent('text', 'b')) return { status: 5000 };
      if (CACHE.increment('count') !== 1 || CACHE.increment('count') !== 2) return { status: 5001 };
      try { CACHE.increment('text'); } catch (error) { return { status: 4000 }; }
    }`;
    const live = `function execute() {
      const free = CACHE.storeIfAbsent('text', 'c') && CACHE.increment('count') === 1;
      CACHE.delete('text'); CACHE.delete('count');
      return { status: free ? 4000 : 5000 };
    }`;
    const world = await shadowed(live, candidate);
    await world.register({});
    await world.register({});
    expect(await world.decisions()).toEqual(['complete 4xxx 4xxx 2']);
  });

  it('sends nothing: it is told what the live run was told, and where it asks for more, that is said', async () => {
    const ask = (path: string) => `async function execute() {
      const reply = await HTTP.fetch('${scheme.url}${path}', { headers: { 'x-api-key': '${SCHEME_API_KEY}' } });
      return reply.ok ? { status: 2000, user: { id: reply.json().sub } } : { status: 4000 };
    }`;
    const world = await shadowed(ask('/directory/jane'), ask('/directory/jane'), [scheme.host]);
    const before = scheme.requests.length;
    await world.register({});
    expect(await world.decisions()).toEqual(['complete 2xxx 2xxx 1']);
    expect(scheme.requests.slice(before).map(({ path }) => path)).toEqual(['/directory/jane']);

    const other = await shadowed(ask('/directory/jane'), ask('/directory/john'), [scheme.host]);
    await other.register({});
    expect(await other.decisions()).toEqual(['complete 2xxx unanswered 1']);
    expect(scheme.requests.slice(before).map(({ path }) => path)).toEqual(['/directory/jane', '/directory/jane']);
  });

  it('that is refused what the live run was refused is told so', async () => {
    const unreachable = `async function execute() {
      try { await HTTP.fetch('https://elsewhere.example/'); } catch (error) { return { status: 4000, responsePayload: error.message }; }
    }`;
    const world = await shadowed(unreachable, unreachable);
    await world.register({});
    expect(await world.decisions()).toEqual(['complete 4xxx 4xxx 1']);
  });

  it('does not delay the answer, even where it never ends', async () => {
    const world = await shadowed(LIVE, 'function execute() { for (;;); }');
    const order: string[] = [];
    const answered = world.register({ status: 2000 }).then(() => order.push('answered'));
    await answered;
    const counted = world.decisions().then((cells) => order.push(...cells));
    await counted;
    expect(order).toEqual(['answered', 'complete 2xxx error 1']);
  });

  it('counts what there was no room for as skipped, and loses none', async () => {
    const world = await shadowed(
      LIVE,
      'function execute() { const end = Date.now() + 40; while (Date.now() < end); return { status: 4000 }; }',
    );
    await Promise.all(Array.from({ length: 40 }, () => world.register({ status: 2000 })));
    const cells = (await world.decisions()).map((cell) => cell.split(' '));
    expect(cells.reduce((sum, [, , , runs]) => sum + Number(runs), 0)).toBe(40);
    expect(new Set(cells.map(([, , candidate]) => candidate))).toEqual(new Set(['4xxx', 'skipped']));
  });
});

describe('A shadow run', () => {
  it('tells nobody what was decided about whom', async () => {
    const canary = 'canary-9b74c9897bac';
    const world = await shadowed(LIVE, LIVE);
    await world.register({ status: 2000, canary });
    await world.decisions();
    const rows = await server.database.dataSource.query<unknown[]>('SELECT * FROM script_shadow_decision');
    expect(JSON.stringify(rows)).not.toContain(canary);
  });

  it('ends by itself, by hand, and when other scripts are put in use', async () => {
    const { provider, register, decisions } = await shadowed(LIVE, LIVE);
    const parameters = { identifier: provider.identifier };
    await register({ status: 2000 });
    const { shadow_run: stopped } = await server.admin.call('stopShadowRun', { parameters });
    expect(stopped).toMatchObject({ version: 2, running: false });
    expect(stopped!.ends_at).toBeLessThanOrEqual(server.clock.now());
    await register({ status: 2000 });
    expect(await decisions()).toEqual(['complete 2xxx 2xxx 1']);

    const { shadow_run: again } = await server.admin.call('startShadowRun', {
      parameters,
      body: { version: 2, seconds: 60 },
    });
    expect(again).toMatchObject({ running: true, decisions: [] });
    await server.clock.later(60, async () => {
      expect((await server.admin.call('readShadowRun', { parameters })).shadow_run).toMatchObject({ running: false });
      await register({ status: 2000 });
    });
    expect(await decisions()).toEqual([]);

    await server.admin.call('startShadowRun', { parameters, body: { version: 2, seconds: 60 } });
    const { etag } = await server.admin.call('readIdentityProvider', { parameters });
    await server.admin.call('activateScriptVersion', {
      parameters: { ...parameters, version: '2' },
      ifMatch: etag,
    });
    expect(await server.admin.call('readShadowRun', { parameters })).toEqual({});
  });

  it.each([
    ['of the version in use', { version: 1, seconds: 60 }, 409, 'conflict'],
    ['of a version that is not there', { version: 9, seconds: 60 }, 404, 'not_found'],
    ['of a version that cannot be', { version: Number.MAX_SAFE_INTEGER, seconds: 60 }, 404, 'not_found'],
    ['for less than a minute', { version: 1, seconds: 59 }, 400, 'invalid_request'],
    ['for more than a week', { version: 1, seconds: 604_801 }, 400, 'invalid_request'],
  ])('is refused %s', async (_, body, status, code) => {
    const { identifier } = await server.given.provider();
    expectRefusal(await server.admin.request('startShadowRun', { parameters: { identifier }, body }), status, code);
  });
});
