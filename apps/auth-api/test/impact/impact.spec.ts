import {
  type Application,
  type IdentityProvider,
  type Impact,
  SHAPE_LIFETIME,
  STATELESS_AUTHENTICATION_GRANT,
  UpdateApplication,
  UpdateIdentityProvider,
  UserAuthentication,
} from '@passant/contracts';
import { MobileApp } from '@passant/mobile-client';
import { hashPassword } from '../../src/admin-access/password.js';
import { MOST_SHAPES } from '../../src/observation/request-shapes.js';
import { AdminApi } from '../support/admin-api.js';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { CHALLENGE_SCRIPTS, ECHO_SCRIPT } from '../support/given.js';

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_ALLOW_PRIVATE_WEB_HOOKS: 'on' });
});
afterAll(() => server.close());

const IOS = { platform: 'ios', version: '1.0', status: 'LOGIN_REGISTRATION' } as const;
const ANDROID = { platform: 'android', version: '2.0', status: 'LOGIN_REGISTRATION' } as const;
const STATELESS = { grant_type: STATELESS_AUTHENTICATION_GRANT };

const hook = async (type: 'CUSTOMIZE_TOKEN' | 'USER_DETAILS_CUSTOMIZATION') => {
  const body = { type, name: type, base_uri: 'http://127.0.0.1:9' };
  return (await server.admin.call('createWebHook', { body })).id;
};

async function install(application: Application, version: { platform: 'ios' | 'android'; version: string }) {
  return MobileApp.install({
    serverUrl: server.url,
    now: () => server.clock.now(),
    initialAccessToken: await server.given.initialAccessToken(application),
    application: application.identifier,
    kind: 'mobile',
    ...version,
  });
}

const impactOfApplication = ({ identifier }: Pick<Application, 'identifier'>, body: UpdateApplication) =>
  server.admin.call('previewApplicationImpact', { parameters: { identifier }, body });

const impactOfProvider = ({ identifier }: Pick<IdentityProvider, 'identifier'>, body: UpdateIdentityProvider) =>
  server.admin.call('previewIdentityProviderImpact', { parameters: { identifier }, body });

/** An impact in lines, as `refused 5 complete stateless one android: invalid_client`, and the members not judged. */
function linesOf({ groups, members_not_judged: members }: Impact, names: Record<string, string>): string[] {
  const lines = groups.map(({ effect, requests, request, grant, identity_provider: id, platform, ...group }) => {
    const why = group.error ?? group.differences?.join(' ');
    const about = [effect, requests, request, grant, id === null ? 'nowhere' : (names[id] ?? id), platform];
    return about.filter((word) => word !== null).join(' ') + (why === undefined ? '' : `: ${why}`);
  });
  return [...lines.sort(), ...members.map((member) => `not judged: ${member}`)];
}

/** One of the application's requests, as often as it is made. */
const THEY_REGISTER = {
  stateless: ['6 complete stateless one ios', '1 complete stateless two ios', '5 complete stateless one android'],
  default: ['3 complete default one ios'],
  refresh: ['1 refresh one ios'],
  session: ['1 session_refresh one ios'],
  implicit: ['1 implicit_authentication one ios'],
  init: ['2 init two ios'],
};
type Kind = keyof typeof THEY_REGISTER;

/** Lines of an effect on all requests of some kinds. */
const all = (effect: string, why: string, ...kinds: Kind[]) =>
  kinds.flatMap((kind) => THEY_REGISTER[kind].map((line) => `${effect} ${line}: ${why}`));

describe('The impact of a change, held against a known day', () => {
  let one: IdentityProvider;
  let two: IdentityProvider;
  let application: Application;
  let names: Record<string, string>;

  beforeAll(async () => {
    one = await server.given.provider();
    two = await server.given.twoStepProvider();
    names = { [one.identifier]: 'one', [two.identifier]: 'two' };
    await server.admin.call('createScope', { body: { identifier: 'extra', description: '' } });
    application = await server.given.mobileApplication(one, {
      identity_providers: [one.identifier, two.identifier],
      default_identity_provider: one.identifier,
      versions: [IOS, ANDROID],
      user_authentication: {
        stateless_authentication: true,
        stateless_session: true,
        implicit_authentication: true,
        refresh_tokens: true,
      },
    });
    const ios = await install(application, IOS);
    const android = await install(application, ANDROID);
    const complete = async (app: MobileApp, status: number, request: object, provider = one) => {
      const reply = await app.complete(provider.identifier, { profile_id: 'AAAAAA', ...request });
      expect(reply.status).toBe(status);
      return reply.body.oauth_token;
    };
    const refreshed = async (token = '') => expect((await ios.refresh(token)).status).toBe(200);
    for (let time = 0; time < 3; time += 1) await complete(ios, 200, STATELESS);
    await refreshed((await complete(ios, 200, STATELESS))?.refresh_token);
    for (let time = 0; time < 2; time += 1) await complete(ios, 200, { ...STATELESS, scope: ['read'] });
    for (let time = 0; time < 5; time += 1) await complete(android, 200, STATELESS);
    for (let time = 0; time < 2; time += 1) await complete(ios, 200, {});
    await refreshed((await complete(ios, 200, {}))?.refresh_token);
    expect((await ios.renew('AAAAAA')).status).toBe(200);
    // Refused ones: a scope that is not allowed, one that nobody knows, and a grant type that is none.
    await complete(ios, 400, { scope: ['extra'] });
    await complete(ios, 400, { scope: ['john-doe'] });
    await complete(android, 400, { grant_type: 'john-doe' });
    await ios.init(two.identifier, {});
    const { body } = await ios.init(two.identifier, {});
    await complete(ios, 200, { ...STATELESS, transaction_id: body.transaction_id, data: 'right' }, two);
    await server.noted();
  });

  it('counts each request once', async () => {
    const { requests, requests_not_judged } = await impactOfApplication(application, { name: 'Other' });
    expect(requests.map(({ request, requests: count }) => [request, count])).toEqual([
      ['init', 2],
      ['complete', 18],
      ['refresh', 1],
      ['session_refresh', 1],
      ['implicit_authentication', 1],
    ]);
    expect(requests_not_judged).toBe(0);
  });

  const APPLICATION: [member: string, change: () => UpdateApplication | Promise<UpdateApplication>, lines: string[]][] =
    [
      ['name', () => ({ name: 'Other' }), []],
      [
        'enabled',
        () => ({ enabled: false }),
        [
          ...all('refused', 'invalid_client', 'stateless', 'default', 'init'),
          ...all('refused', 'invalid_grant', 'refresh', 'session', 'implicit'),
        ],
      ],
      [
        'client_type',
        () => ({ client_type: 'web', user_authentication: { stateless_authentication: false } }),
        [...all('refused', 'unauthorized_client', 'stateless'), ...all('refused', 'invalid_grant', 'session')],
      ],
      [
        'stateless_authentication',
        () => ({ user_authentication: { stateless_authentication: false } }),
        [...all('refused', 'unauthorized_client', 'stateless'), ...all('refused', 'invalid_grant', 'session')],
      ],
      [
        'stateless_session',
        () => ({ user_authentication: { stateless_session: false } }),
        [...all('changed', 'no_refresh_token', 'stateless'), ...all('refused', 'invalid_grant', 'session')],
      ],
      [
        'implicit_authentication',
        () => ({ user_authentication: { implicit_authentication: false } }),
        all('refused', 'invalid_grant', 'implicit'),
      ],
      [
        'mobile_authentication',
        () => ({ user_authentication: { mobile_authentication: true } }),
        ['not judged: user_authentication.mobile_authentication'],
      ],
      [
        'refresh_tokens',
        () => ({ user_authentication: { refresh_tokens: false } }),
        [...all('changed', 'no_refresh_token', 'default'), ...all('refused', 'invalid_grant', 'refresh')],
      ],
      [
        'default_scopes',
        () => ({ default_scopes: ['write'] }),
        [
          // Two of the six named a scope themselves.
          'changed 4 complete stateless one ios: other_scopes',
          'changed 1 complete stateless two ios: other_scopes',
          'changed 5 complete stateless one android: other_scopes',
          ...all('changed', 'other_scopes', 'default'),
          ...all('refused', 'invalid_grant', 'refresh', 'session', 'implicit'),
        ],
      ],
      [
        'additional_scopes',
        () => ({ additional_scopes: ['openid'] }),
        ['refused 2 complete stateless one ios: invalid_scope'],
      ],
      [
        'additional_scopes',
        () => ({ additional_scopes: ['openid', 'read', 'write', 'extra'] }),
        ['admitted 1 complete default one ios'],
      ],
      [
        'additional_scopes',
        () => ({ additional_scopes: ['openid', 'read', 'write', 'john-doe'] }),
        ['uncertain 1 complete default one ios'],
      ],
      [
        'access_token_validity',
        () => ({ access_token_validity: 60 }),
        [
          ...all('changed', 'other_lifetime', 'stateless', 'default', 'refresh', 'implicit'),
          // Near its end, a session gives tokens that end with it, and how old it was is not counted.
          'uncertain 1 session_refresh one ios',
        ],
      ],
      ['refresh_token_grace', () => ({ refresh_token_grace: 0 }), ['not judged: refresh_token_grace']],
      [
        'stateless_session_duration',
        () => ({ stateless_session_duration: 1800 }),
        [...all('changed', 'other_lifetime', 'stateless'), 'uncertain 1 session_refresh one ios'],
      ],
      [
        'stateless_session_duration',
        () => ({ stateless_session_duration: 7200 }),
        all('changed', 'other_lifetime', 'stateless', 'session'),
      ],
      [
        'stateless_redirect_uris',
        () => ({ stateless_redirect_uris: ['https://app.example.com/back'] }),
        ['not judged: stateless_redirect_uris'],
      ],
      [
        'identity_providers',
        () => ({ identity_providers: [two.identifier], default_identity_provider: null }),
        [
          'refused 6 complete stateless one ios: idp_disabled',
          'refused 5 complete stateless one android: idp_disabled',
          ...all('refused', 'idp_disabled', 'default'),
          ...all('refused', 'invalid_grant', 'refresh', 'session', 'implicit'),
          'not judged: default_identity_provider',
        ],
      ],
      [
        'default_identity_provider',
        () => ({ default_identity_provider: two.identifier }),
        ['not judged: default_identity_provider'],
      ],
      [
        'versions',
        () => ({ versions: [{ ...IOS, status: 'LOGIN_ONLY' }] }),
        [
          ...all('refused', 'unauthorized_client', 'default'),
          'refused 5 complete stateless one android: invalid_client',
        ],
      ],
      [
        'versions',
        () => ({ versions: [{ ...IOS, status: 'DISABLED' }, ANDROID] }),
        [
          'refused 6 complete stateless one ios: invalid_client',
          'refused 1 complete stateless two ios: invalid_client',
          ...all('refused', 'invalid_client', 'default', 'init'),
          ...all('refused', 'invalid_grant', 'refresh', 'session', 'implicit'),
        ],
      ],
      [
        'audience_policy and lenient_until',
        () => ({ audience_policy: 'LEGACY', lenient_until: server.clock.now() + 86_400 }),
        ['not judged: audience_policy', 'not judged: lenient_until'],
      ],
      [
        'access_token_web_hook',
        async () => ({ access_token_web_hook: await hook('CUSTOMIZE_TOKEN') }),
        ['not judged: access_token_web_hook'],
      ],
      [
        'user_details_web_hook',
        async () => ({ user_details_web_hook: await hook('USER_DETAILS_CUSTOMIZATION') }),
        ['not judged: user_details_web_hook'],
      ],
    ];

  it.each(APPLICATION)('is exact for %s of the application', async (_, change, lines) => {
    const impact = await impactOfApplication(application, await change());
    const judged = lines.filter((line) => !line.startsWith('not judged')).sort();
    expect(linesOf(impact, names)).toEqual([...judged, ...lines.filter((line) => line.startsWith('not judged'))]);
  });

  const PROVIDER: [member: string, which: () => IdentityProvider, change: UpdateIdentityProvider, lines: string[]][] = [
    ['name', () => one, { name: 'Other' }, []],
    [
      'flow',
      () => one,
      { flow: 'TWO_STEP', scripts: CHALLENGE_SCRIPTS },
      [
        'refused 6 complete stateless one ios: invalid_request',
        'refused 5 complete stateless one android: invalid_request',
        ...all('refused', 'invalid_request', 'default'),
        'not judged: scripts',
      ],
    ],
    ['flow', () => two, { flow: 'ONE_STEP' }, all('refused', 'invalid_request', 'init')],
    [
      'enabled',
      () => one,
      { enabled: false },
      [
        'refused 6 complete stateless one ios: idp_disabled',
        'refused 5 complete stateless one android: idp_disabled',
        ...all('refused', 'idp_disabled', 'default'),
        ...all('refused', 'invalid_grant', 'refresh', 'session', 'implicit'),
      ],
    ],
    [
      'enabled',
      () => two,
      { enabled: false },
      [...all('refused', 'idp_disabled', 'init'), 'refused 1 complete stateless two ios: idp_disabled'],
    ],
    ['default', () => one, { default: true }, []],
    ['scripts', () => one, { scripts: { complete: `${ECHO_SCRIPT} ` } }, ['not judged: scripts']],
    ['script_comment', () => one, { script_comment: 'Said differently' }, []],
    ['allowed_hosts', () => one, { allowed_hosts: ['scheme.example.com'] }, ['not judged: allowed_hosts']],
    [
      'properties',
      () => one,
      { properties: [{ identifier: 'SECRET', sensitive: true, value: 'a secret' }] },
      ['not judged: properties'],
    ],
    ['transaction_validity', () => two, { transaction_validity: 30 }, ['not judged: transaction_validity']],
  ];

  it.each(PROVIDER)('is exact for %s of the provider', async (_, which, change, lines) => {
    const impact = await impactOfProvider(which(), change);
    const judged = lines.filter((line) => !line.startsWith('not judged')).sort();
    expect(linesOf(impact, names)).toEqual([...judged, ...lines.filter((line) => line.startsWith('not judged'))]);
  });

  it('is known here for every member of both forms', () => {
    const covered = (table: [member: string, ...unknown[]][]) => [
      ...new Set(table.flatMap(([member]) => member.split(' and '))),
    ];
    const { user_authentication: _, ...members } = UpdateApplication.shape;
    expect(covered(APPLICATION).sort()).toEqual(
      [...Object.keys(members), ...Object.keys(UserAuthentication.shape)].sort(),
    );
    expect(covered(PROVIDER).sort()).toEqual(Object.keys(UpdateIdentityProvider.shape).sort());
  });

  it('says why, in words for administrators, and for which versions', async () => {
    const impact = await impactOfApplication(application, { versions: [{ ...IOS, status: 'LOGIN_ONLY' }, ANDROID] });
    expect(impact.requests.find(({ request }) => request === 'complete')).toMatchObject({ requests: 18, refused: 3 });
    expect(impact.groups).toEqual([
      {
        effect: 'refused',
        request: 'complete',
        application: application.identifier,
        identity_provider: one.identifier,
        grant: 'default',
        platform: 'ios',
        version: '1.0',
        requests: 3,
        error: 'unauthorized_client',
        reason: 'This version of the application may no longer register users.',
      },
    ]);
  });

  it('changes nothing', async () => {
    await impactOfApplication(application, { enabled: false });
    await impactOfProvider(one, { enabled: false });
    const parameters = { identifier: application.identifier };
    expect(await server.admin.call('readApplication', { parameters })).toEqual(application);
    const read = await server.admin.call('readIdentityProvider', { parameters: { identifier: one.identifier } });
    expect(read).toMatchObject({ enabled: true, etag: one.etag });
  });

  it('is no longer held against what is a day old', async () => {
    const { identifier } = application;
    const old = () => server.store.requestShapes.list({ application: identifier }, server.clock.now());
    expect(await server.clock.later(SHAPE_LIFETIME, old)).toEqual([]);
    const { since } = await impactOfApplication(application, { enabled: false });
    expect(server.clock.now() - since).toBeLessThan(SHAPE_LIFETIME);
  });
});

describe('The impact of another default provider', () => {
  it('is on those who relied on the one before, and on those who named it too early', async () => {
    const before = await server.given.provider({ default: true });
    const after = await server.given.provider();
    const application = await server.given.mobileApplication(before, { identity_providers: [] });
    const app = await server.given.appInstance(application);
    const complete = (provider: IdentityProvider) =>
      app.complete(provider.identifier, { profile_id: 'AAAAAA', ...STATELESS });
    expect((await complete(before)).status).toBe(200);
    expect((await complete(before)).status).toBe(200);
    expectRefusal(await complete(after), 403, 'idp_disabled');
    await server.noted();
    const impact = await impactOfProvider(after, { default: true });
    expect(linesOf(impact, { [before.identifier]: 'before', [after.identifier]: 'after' })).toEqual([
      'admitted 1 complete stateless after ios',
      'refused 2 complete stateless before ios: idp_disabled',
    ]);
  });
});

describe('What is counted', () => {
  async function world(changes: Parameters<typeof server.given.mobileApplication>[1] = {}) {
    const provider = await server.given.provider();
    const application = await server.given.mobileApplication(provider, changes);
    const app = await server.given.appInstance(application);
    const complete = (request: object) => app.complete(provider.identifier, { profile_id: 'AAAAAA', ...request });
    const stored = async () => {
      await server.noted();
      return server.store.requestShapes.list({ application: application.identifier }, server.clock.now());
    };
    return { provider, application, app, complete, stored };
  }

  it('has no word of a caller, and nothing of a client or a person', async () => {
    const { app, provider, application, complete, stored } = await world();
    await complete({ ...STATELESS, scope: ['profile', 'anna'], data: 'anna' });
    await complete({ grant_type: 'anna', transaction_id: 'anna' });
    await app.complete('anna', STATELESS);
    await complete(STATELESS);
    const counts = await stored();
    expect(counts).toHaveLength(4);
    const hashed = counts.flatMap(({ shape }) => shape?.vocabulary ?? []);
    const words = new Set(JSON.stringify(counts).match(/[A-Za-z0-9._-]*[A-Za-z][A-Za-z0-9._-]*/g));
    const own = [application.identifier, provider.identifier, 'profile', 'ios'];
    expect([...words].filter((word) => !own.includes(word) && !hashed.includes(word)).sort()).toEqual(
      [
        ...['accepted', 'application', 'clientGrantTypes', 'clientKind', 'complete', 'false', 'grant', 'granted'],
        ...[
          'hasProfileId',
          'hasTransactionId',
          'vocabulary',
          'identityProvider',
          'instance',
          'null',
          'outcome',
          'platform',
        ],
        ...['refused', 'request', 'requests', 'scopes', 'shape', 'stateless', 'true', 'unknown', 'unknownScope'],
        'version',
      ].sort(),
    );
  });

  it('is told apart up to a number of shapes an hour, and the rest is known to be there', async () => {
    const scopes = Array.from({ length: 8 }, (_, index) => `many-${index}`);
    const { application, complete, stored } = await world({ additional_scopes: scopes });
    const combinations = Array.from({ length: MOST_SHAPES + 7 }, (_, number) =>
      scopes.filter((_scope, place) => ((number + 1) >> place) & 1),
    );
    for (const scope of combinations) expect((await complete({ ...STATELESS, scope })).status).toBe(200);
    await stored();
    const [{ rows, hours }] = (await server.database.dataSource.query<{ rows: number; hours: number }[]>(
      'SELECT count(*) AS rows, count(DISTINCT hour) AS hours FROM request_shape WHERE application = $1',
      [application.identifier],
    )) as [{ rows: number; hours: number }];
    expect(rows).toBeLessThanOrEqual((MOST_SHAPES + 1) * hours);
    const impact = await impactOfApplication(application, { enabled: false });
    const [complete200] = impact.requests;
    expect(complete200!.requests + impact.requests_not_judged).toBe(MOST_SHAPES + 7);
    expect(complete200!.refused).toBe(complete200!.requests);
    if (hours === 1) expect(impact.requests_not_judged).toBe(7);
  });

  it('is no request of a trial', async () => {
    const { application, provider, stored } = await world();
    const parameters = { identifier: application.identifier };
    const trial = await server.admin.call('startTrial', { parameters, body: {} });
    const app = await MobileApp.install({
      serverUrl: server.url,
      now: () => server.clock.now(),
      initialAccessToken: trial.initial_access_token,
      application: application.identifier,
      kind: 'mobile',
      ...IOS,
    });
    expect((await app.complete(provider.identifier, { profile_id: 'AAAAAA', ...STATELESS })).status).toBe(200);
    expect(await stored()).toEqual([]);
  });

  it('is unaffected where something else than the configuration ended the request', async () => {
    const { application, provider, complete } = await world();
    const update = { scripts: { complete: 'function execute() { throw new Error(); }' } };
    const parameters = { identifier: provider.identifier };
    await server.admin.call('updateIdentityProvider', { parameters, body: update, ifMatch: provider.etag });
    expectRefusal(await complete(STATELESS), 500, 'server_error');
    await server.noted();
    expect(await impactOfApplication(application, { enabled: false })).toMatchObject({
      requests: [{ request: 'complete', requests: 1, refused: 0 }],
      groups: [],
    });
  });
});

describe('A preview', () => {
  it('is for everybody who may read', async () => {
    const { identifier } = await server.given.mobileApplication(await server.given.provider());
    const account = { email: 'auditor@example.com', password: 'correct-horse-battery' };
    await server.database.dataSource.query(
      'INSERT INTO admin_account (email, password_hash, role, created_at) VALUES ($1, $2, $3, 1)',
      [account.email, await hashPassword(account.password), 'Auditor'],
    );
    const reader = await AdminApi.signIn(server.url, account);
    const body = { enabled: false };
    expect((await reader.request('previewApplicationImpact', { parameters: { identifier }, body })).status).toBe(200);
  });

  it.each(['previewApplicationImpact', 'previewIdentityProviderImpact'] as const)(
    'of what does not exist is refused (%s)',
    async (name) => {
      const parameters = { identifier: 'nothing' };
      expectRefusal(await server.admin.request(name, { parameters, body: {} }), 404, 'not_found');
    },
  );

  it('of a change that could not be saved is refused as the change is', async () => {
    const provider = await server.given.provider();
    const application = await server.given.mobileApplication(provider);
    const body = { identity_providers: ['nothing'] };
    const parameters = { identifier: application.identifier };
    const preview = await server.admin.request('previewApplicationImpact', { parameters, body });
    const change = await server.admin.request('updateApplication', { parameters, body, ifMatch: application.etag });
    expect(expectRefusal(preview, 400, 'invalid_request').fields).toEqual(
      expectRefusal(change, 400, 'invalid_request').fields,
    );
    const flow = { parameters: { identifier: provider.identifier }, body: { flow: 'TWO_STEP' } };
    expectRefusal(await server.admin.request('previewIdentityProviderImpact', flow), 400, 'invalid_request');
  });
});
