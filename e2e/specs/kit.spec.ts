import { type IdentityProvider, PATHS, WEB_HOOK_PATHS } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import {
  Given,
  OPENID_CLIENT,
  type PersonaName,
  PERSONAS,
  type Phone,
  type SchemeMood,
  expect,
  test,
} from '@passant/playwright';

// The kit's features, used as its readers would. They need no browser.

test.describe('A phone', () => {
  test('registers a person of whom nothing is kept, and an API learns who they are', async ({
    passant,
    phone,
    resourceServer,
  }) => {
    const provider = await passant.given.provider();
    const application = await passant.given.application({ identity_providers: [provider.identifier] });
    await phone.install(application);
    const registration = await phone.registerStatelessly(provider, { as: 'adult', scope: ['profile'] });
    expect(registration.status).toBe(200);
    const { sub } = PERSONAS.adult;
    await expect(registration).toBeActiveToken({ sub, scope: 'profile', amr: ['STATELESS_AUTHENTICATION'] });
    await expect(registration).toBeStateless();
    await expect(passant).toHaveEvent('STATELESS_CUSTOM_REGISTRATION_COMPLETE_SUCCESS', {
      application: application.identifier,
    });
    expect(await resourceServer.call(registration.token)).toMatchObject({ status: 200, body: { sub } });
    expect((await resourceServer.call('F'.repeat(64))).status).toBe(401);
    expect((await resourceServer.call(undefined)).status).toBe(401);
  });

  for (const by of ['software statement', 'secret'] as const) {
    test(`is installed by its ${by}`, async ({ passant, phone, scheme }) => {
      const provider = await passant.given.signedChallenge(scheme);
      const application = await passant.given.application({ identity_providers: [provider.identifier] });
      await phone.install(application, { by });
      await expect(await phone.registerStatelessly(provider, { as: 'adult' })).toBeStateless();
    });
  }

  test('renews its tokens and logs out', async ({ passant, phone }) => {
    const provider = await passant.given.provider();
    const application = await passant.given.application({
      identity_providers: [provider.identifier],
      user_authentication: { refresh_tokens: true },
    });
    await phone.install(application);
    const registration = await phone.register(provider);
    await expect(registration).not.toBeStateless();
    const renewed = await phone.refresh(registration.tokens.refresh_token!);
    expect(renewed.status).toBe(200);
    await expect(renewed.body.access_token).toBeActiveToken({ amr: ['DEFAULT'] });
    expect((await phone.logOut(renewed.body.access_token)).status).toBe(200);
    await expect(renewed.body.access_token).not.toBeActiveToken();
  });

  const BROKEN: [what: string, breakIt: (phones: Record<'phone' | 'other', Phone>) => unknown][] = [
    ['a clock that is wrong', ({ phone }) => void (phone.clockOff = -7200)],
    ['a key that was lost', ({ phone }) => phone.loseKey()],
    ['the key of another phone', ({ phone, other }) => phone.stealKeyOf(other)],
  ];
  for (const [what, breakIt] of BROKEN) {
    test(`with ${what} is refused`, async ({ passant, phone, anotherPhone }) => {
      const provider = await passant.given.provider();
      const application = await passant.given.application({ identity_providers: [provider.identifier] });
      const other = anotherPhone();
      await Promise.all([phone.install(application), other.install(application)]);
      await breakIt({ phone, other });
      await expect(await phone.registerStatelessly(provider)).toBeRefused('invalid_client');
      await expect(await other.registerStatelessly(provider)).toBeStateless();
    });
  }

  test('that proves itself twice with the same words is refused the second time', async ({ passant, phone }) => {
    const provider = await passant.given.provider();
    await phone.install(await passant.given.application({ identity_providers: [provider.identifier] }));
    phone.repeatAssertion();
    expect((await phone.registerStatelessly(provider)).status).toBe(200);
    await expect(await phone.registerStatelessly(provider)).toBeRefused('invalid_client');
  });
});

test.describe('An API', () => {
  test('behind the library for resource servers says what a token lacks', async ({
    passant,
    phone,
    resourceServer,
  }) => {
    const provider = await passant.given.provider();
    await phone.install(await passant.given.application({ identity_providers: [provider.identifier] }));
    const { token } = await phone.registerStatelessly(provider);
    const call = async () => {
      const { status, headers, body } = await resourceServer.call(token);
      return { status, challenge: headers.get('www-authenticate'), body };
    };
    resourceServer.demand = { scope: 'write' };
    const lacking = await call();
    expect(lacking).toMatchObject({ status: 403, body: { error: 'insufficient_scope' } });
    expect(lacking.challenge).toContain('scope="write"');
    resourceServer.demand = { notStateless: true };
    expect(await call()).toMatchObject({ status: 403, body: { error: 'stateless_access_token' } });
    resourceServer.demand = { scope: 'profile', amr: 'STATELESS_AUTHENTICATION' };
    expect(await call()).toMatchObject({ status: 200, challenge: null });
    await phone.logOut(token);
    expect(await call()).toMatchObject({ status: 401, body: { error: 'invalid_token' } });
  });

  test('takes only tokens that are for it', async ({ passant, phone }) => {
    const provider = await passant.given.provider();
    await phone.install(await passant.given.application({ identity_providers: [provider.identifier] }));
    const { token } = await phone.registerStatelessly(provider);
    const api = await passant.given.resourceServer({}, { resource: 'https://orders.example.com' });
    expect(await api.call(token)).toMatchObject({ status: 401, body: { error: 'invalid_token' } });
    api.demand = { audience: 'another' };
    expect((await api.call(token)).status).toBe(401);
    await api.close();
  });

  test('hears of the end of a token whose answer it keeps', async ({ passant, phone }) => {
    const provider = await passant.given.provider();
    await phone.install(await passant.given.application({ identity_providers: [provider.identifier] }));
    const { token } = await phone.registerStatelessly(provider);
    const judged: string[] = [];
    const observer = { judged: (how: string) => void judged.push(how) };
    const api = await passant.given.resourceServer({}, { feed: 'stream', observer });
    const isKept = async () => (await api.call(token)).status === 200 && judged.at(-1) === 'kept';
    await expect.poll(isKept).toBe(true);
    await phone.logOut(token);
    await expect.poll(async () => (await api.call(token)).status).toBe(401);
    await api.close();
  });
});

test.describe('The scheme', () => {
  for (const way of ['signedChallenge', 'redirectAndPoll', 'openIdConnect'] as const) {
    for (const persona of [
      'adult',
      'minor',
      'foreigner',
      'twoAccounts',
      'noEmail',
      'everyScript',
    ] satisfies PersonaName[]) {
      test(`knows ${persona} by ${way}`, async ({ passant, phone, scheme, resourceServer }) => {
        const provider = await passant.given[way](scheme);
        await phone.install(await passant.given.application({ identity_providers: [provider.identifier] }));
        const registration = await phone.registerStatelessly(provider, { as: persona });
        const { sub, firstName, lastName } = PERSONAS[persona];
        await expect(registration).toBeActiveToken({ sub });
        const known = await resourceServer.introspect(registration.token);
        expect(known).toMatchObject({ user_details: { firstName, lastName } });
      });
    }
  }

  const MOODS: [mood: SchemeMood, status: number][] = [
    ['wrong-signature', 4002],
    ['clock-off', 4003],
    ['replayed-answer', 5001],
    ['user-says-no', 5002],
    ['wrong-level', 5003],
  ];
  const WAYS = ['signedChallenge', 'openIdConnect'] as const;
  for (const [mood, status, way] of MOODS.flatMap((row) => WAYS.map((way) => [...row, way] as const))) {
    test(`lets nobody in by ${way} while it is ${mood}`, async ({ passant, phone, scheme }) => {
      const provider = await passant.given[way](scheme);
      await phone.install(await passant.given.application({ identity_providers: [provider.identifier] }));
      scheme.mood = mood;
      expect((await phone.registerStatelessly(provider, { as: 'adult' })).body.status).toBe(status);
      scheme.mood = 'up';
      await expect(await phone.registerStatelessly(provider, { as: 'adult' })).toBeStateless();
    });
  }

  test('is asked again by an app that hears it cannot answer, and remembers what it was asked', async ({
    passant,
    phone,
    scheme,
  }) => {
    const provider = await passant.given.redirectAndPoll(scheme);
    await phone.install(await passant.given.application({ identity_providers: [provider.identifier] }));
    scheme.mood = 'down';
    expect((await phone.registerStatelessly(provider)).body.status).toBe(4503);
    scheme.mood = 'flapping';
    expect((await phone.registerStatelessly(provider)).body.status).toBe(4503);
    await expect(await phone.registerStatelessly(provider)).toBeStateless();
    expect(scheme.requests.map(({ method }) => method)).toContain('GET');
  });
});

test.describe('The scheme as an OpenID provider', () => {
  test('remembers what it was asked, and by whom', async ({ passant, phone, scheme }) => {
    const provider = await passant.given.openIdConnect(scheme);
    await phone.install(await passant.given.application({ identity_providers: [provider.identifier] }));
    await expect(await phone.registerStatelessly(provider, { as: 'foreigner' })).toBeStateless();
    await expect(phone).toHaveLeftNoTrace();
    expect(scheme.requests.map(({ method, path }) => `${method} ${path.split('?', 1)[0]}`)).toEqual([
      'GET /.well-known/openid-configuration',
      'POST /openid/authorize/foreigner',
      'GET /openid/keys',
      'POST /openid/token',
      'GET /openid/userinfo',
    ]);
    const [, asked, , redeemed] = scheme.requests;
    const { searchParams } = new URL(asked!.path, scheme.url);
    const { clientId: client_id, clientSecret: client_secret } = OPENID_CLIENT;
    expect(Object.fromEntries(searchParams)).toMatchObject({ client_id, response_type: 'code' });
    const redirect_uri = searchParams.get('redirect_uri');
    expect(Object.fromEntries(new URLSearchParams(redeemed!.body))).toMatchObject({
      ...{ grant_type: 'authorization_code', client_id, client_secret, redirect_uri },
    });
  });

  test('takes a code once, and an app takes no answer to another request', async ({ passant, phone, scheme }) => {
    const provider = await passant.given.openIdConnect(scheme);
    await phone.install(await passant.given.application({ identity_providers: [provider.identifier] }));
    const begin = async () => {
      const { body } = await phone.init(provider);
      const { authorization } = JSON.parse(body.data!) as { authorization: string };
      const back = Object.fromEntries((await scheme.signIn(authorization, 'adult')).searchParams);
      return { transaction_id: body.transaction_id!, profile_id: 'AAAAAA', back };
    };
    const complete = async ({ back, ...request }: Awaited<ReturnType<typeof begin>>) =>
      (await phone.complete(provider, { ...request, data: JSON.stringify(back) })).body.status;
    const [first, second, third] = [await begin(), await begin(), await begin()];
    expect(await complete(first)).toBe(2000);
    expect(await complete({ ...second, back: first.back })).toBe(5001);
    expect(await complete({ ...third, back: { ...third.back, code: first.back.code! } })).toBe(5004);
  });

  test('is asked again when it is back', async ({ passant, phone, scheme }) => {
    const provider = await passant.given.openIdConnect(scheme);
    await phone.install(await passant.given.application({ identity_providers: [provider.identifier] }));
    for (const mood of ['down', 'failing', 'garbled'] as const) {
      scheme.mood = mood;
      expect((await phone.registerStatelessly(provider)).body.status).toBe(4503);
    }
    scheme.mood = 'up';
    await expect(await phone.registerStatelessly(provider)).toBeStateless();
  });
});

test.describe('The clock', () => {
  test('moves past the end of a token in a moment', async ({ passant, phone, clock }) => {
    const provider = await passant.given.provider();
    await phone.install(await passant.given.application({ identity_providers: [provider.identifier] }));
    const registration = await phone.registerStatelessly(provider);
    await clock.advance('14 minutes');
    await expect(registration).toBeActiveToken();
    await clock.advance('2 minutes');
    await expect(registration).not.toBeActiveToken();
    await clock.advance('40 days');
    // The administrator's session ended long ago. The kit signs in again, and phone and scheme use this clock.
    const later = await passant.given.provider();
    await phone.install(await passant.given.application({ identity_providers: [later.identifier] }));
    await expect(await phone.registerStatelessly(later)).toBeStateless();
  });

  test('is back at the machine’s time after the test that moved it', async ({ clock }) => {
    expect(clock.isMoved).toBe(false);
  });
});

test.describe('Nothing is left', () => {
  test('of a person who passed through', async ({ passant, phone, scheme }) => {
    const provider = await passant.given.signedChallenge(scheme);
    await phone.install(await passant.given.application({ identity_providers: [provider.identifier] }));
    await expect(await phone.registerStatelessly(provider, { as: 'foreigner' })).toBeStateless();
    await expect(phone).toHaveLeftNoTrace();
  });

  test('and of one who stayed, something is', async ({ passant, phone }) => {
    const provider = await passant.given.provider();
    await phone.install(await passant.given.application({ identity_providers: [provider.identifier] }));
    const data = passant.unique('somebody-who-stays');
    await expect(await phone.register(provider, { data })).not.toBeStateless();
    await expect(phone).not.toHaveLeftNoTrace();
  });

  const KEPT: [what: string, register: (phone: Phone, provider: IdentityProvider, word: string) => Promise<unknown>][] =
    [
      [
        'what an app handed to the last step itself',
        (phone, provider, data) => phone.complete(provider, { data, profile_id: 'AAAAAA' }),
      ],
      [
        'a value in JSON that an app sent',
        (phone, provider, name) => phone.register(provider, { data: JSON.stringify({ person: [{ name }] }) }),
      ],
    ];
  for (const [what, register] of KEPT) {
    test(`unless it is ${what}`, async ({ passant, phone }) => {
      const complete = `function execute(data) {
        const [, word] = /(word-\\w+)/.exec(data);
        return { status: 2000, user: { id: word } };
      }`;
      const provider = await passant.given.provider({ scripts: { complete } });
      await phone.install(await passant.given.application({ identity_providers: [provider.identifier] }));
      await register(phone, provider, passant.unique('word'));
      await expect(phone).not.toHaveLeftNoTrace();
    });
  }

  test('of anything that the scheme knows of a person', async ({ passant, phone, scheme }) => {
    const provider = await passant.given.signedChallenge(scheme);
    await phone.install(await passant.given.application({ identity_providers: [provider.identifier] }));
    await phone.registerStatelessly(provider, { as: 'foreigner' });
    const { sub, firstName, lastName, email, birthDate } = PERSONAS.foreigner;
    expect(phone.said).toEqual(expect.arrayContaining([sub, firstName, lastName, email, birthDate]));
    await expect(phone).toHaveLeftNoTrace();
  });

  test('of what a test made', async ({ passant }) => {
    const before = passant.given.count;
    const application = await passant.given.application();
    const client = await passant.given.apiClient();
    await passant.given.initialAccessToken(application);
    await passant.given.removeSince(before);
    const statuses = await Promise.all([
      passant.admin.request('readApplication', { parameters: { identifier: application.identifier } }),
      passant.admin.request('readApiClient', { parameters: { client_id: client.client_id } }),
      passant.admin.request('readIdentityProvider', { parameters: { identifier: application.identity_providers[0]! } }),
    ]);
    expect(statuses.map(({ status }) => status)).toEqual([404, 404, 404]);
  });

  test('of phones on an application that was there before, which stays', async ({ passant, phone, anotherPhone }) => {
    const { given, admin } = passant;
    const others = new Given(passant);
    const application = await others.application();
    const query = { application: application.identifier };
    const left = async () => {
      const [installations, tokens, statements] = await Promise.all([
        admin.call('listAppInstallations', { query }),
        admin.call('listInitialAccessTokens', { query: { ...query, state: 'usable' } }),
        admin.call('listSoftwareStatements', { query }),
      ]);
      const usable = statements.items.filter(({ state }) => state === 'usable');
      return [installations, tokens, { items: usable }].map(({ items }) => items.length);
    };
    const before = given.count;
    await phone.install(application);
    await anotherPhone().install(application, { by: 'software statement' });
    await given.initialAccessToken(application);
    expect(await left()).toEqual([2, 1, 1]);
    await given.removeSince(before);
    expect(await left()).toEqual([0, 0, 0]);
    const parameters = { identifier: application.identifier };
    expect((await admin.request('readApplication', { parameters })).status).toBe(200);
    await others.removeAll();
  });

  test('of scopes that came with an application, once nobody gives them', async ({ passant }) => {
    const { given, admin } = passant;
    const [own, other, theirs] = [passant.unique('own'), passant.unique('other'), passant.unique('theirs')];
    await admin.call('createScope', { body: { identifier: theirs } });
    const before = given.count;
    const first = await given.application({ default_scopes: [own, theirs], additional_scopes: [other, 'profile'] });
    const another = new Given(passant);
    await another.application({ default_scopes: [own], identity_providers: first.identity_providers });
    const left = async () => {
      const { items } = await admin.call('listScopes', { query: { limit: '200' } });
      return items.map(({ identifier }) => identifier).filter((name) => [own, other, theirs, 'profile'].includes(name));
    };
    expect(await left()).toHaveLength(4);
    await given.removeSince(before + 1);
    expect((await left()).sort()).toEqual([own, theirs, 'profile'].sort());
    await another.removeAll();
    expect((await left()).sort()).toEqual([theirs, 'profile'].sort());
    await admin.call('deleteScope', { parameters: { identifier: theirs } });
  });

  test('of scopes that came with an application of a run that was killed', async ({ passant }) => {
    const [scope, kept] = [passant.unique('left'), passant.unique('kept')];
    const hours = (count: number) => () => Date.now() - count * 3_600_000;
    const killed = new Given(passant, undefined, hours(3));
    const { identifier } = await killed.application({ default_scopes: [scope, kept] });
    const mine = await passant.given.application({ default_scopes: [kept] });
    await passant.given.sweep();
    const statusOf = async (name: string) =>
      (await passant.admin.request('readScope', { parameters: { identifier: name } })).status;
    expect([await statusOf(scope), await statusOf(kept)]).toEqual([404, 200]);
    const application = { parameters: { identifier } };
    expect((await passant.admin.request('readApplication', application)).status).toBe(404);
    expect(mine.default_scopes).toEqual([kept]);
  });

  test('of what a run left behind that did not come to its end', async ({ passant }) => {
    const identifier = `pw-${Math.floor(Date.now() / 60_000 - 200).toString(36)}-abc123-app1`;
    const mine = await passant.given.application();
    await passant.admin.call('createApplication', { body: { identifier, name: 'Left behind' } });
    await passant.given.sweep();
    const statusOf = async (name: string) =>
      (await passant.admin.request('readApplication', { parameters: { identifier: name } })).status;
    expect([await statusOf(identifier), await statusOf(mine.identifier)]).toEqual([404, 200]);
  });
});

test('The inbox takes calls of web hooks, and checks who makes them', async ({ passant, phone, inbox }) => {
  const hook = await passant.given.webHook({ type: 'CUSTOMIZE_TOKEN', base_uri: inbox.url });
  const provider = await passant.given.provider();
  const application = await passant.given.application({
    identity_providers: [provider.identifier],
    access_token_web_hook: hook.id,
  });
  await phone.install(application);
  expect((await phone.register(provider)).status).toBe(200);
  const call = await inbox.next(({ path }) => path === WEB_HOOK_PATHS.CUSTOMIZE_TOKEN);
  expect(await inbox.verify(call)).toMatchObject({ iss: passant.issuer, aud: inbox.url });
  const forged = { ...call, headers: { authorization: `${call.headers.authorization!.slice(0, -4)}AAAA` } };
  await expect(inbox.verify(forged)).rejects.toThrow();
});

test('An event is found although hundreds of its name came after it', async ({ passant }) => {
  const make = () => passant.given.webHook({ type: 'CUSTOMIZE_TOKEN', base_uri: 'https://hooks.example.com' });
  const name = 'ADMIN_WEB_HOOK_CREATED';
  await make();
  const [first] = (await passant.admin.call('listEvents', { query: { name, limit: '1' } })).items;
  for (let count = 0; count < 205; count += 1) await make();
  await expect(passant).toHaveEvent(name, { id: first!.id });
});

test('A matcher that fails says what the server checked', async ({ passant, phone }) => {
  const provider = await passant.given.provider();
  await phone.install(await passant.given.application({ identity_providers: [provider.identifier] }));
  phone.clockOff = -7200;
  const refused = await phone.registerStatelessly(provider);
  const said = await expect(refused)
    .toBeRefused('invalid_scope')
    .catch((error: Error) => error.message);
  expect(said).toContain('Expected a refusal with invalid_scope, but it was refused with invalid_client');
  expect(said).toMatch(/✗ exp: expected/);
  const nobody = await send('GET', passant.url + PATHS.live);
  const none = await expect(nobody)
    .toBeRefused('invalid_scope')
    .catch((error: Error) => error.message);
  expect(none).toContain('but nothing was refused');
  phone.clockOff = 0;
  const registration = await phone.registerStatelessly(provider);
  const granted = await expect(registration)
    .toBeRefused('invalid_scope')
    .catch((error: Error) => error.message);
  expect(granted).toContain('but nothing was refused:\n200 ');
  expect(granted).not.toContain(registration.token);
});
