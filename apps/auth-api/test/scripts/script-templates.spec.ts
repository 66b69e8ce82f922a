import type { ScriptKit, ScriptTemplate } from '@passant/contracts';
import { FakeScheme, PERSONAS } from '@passant/mobile-client/testing';
import { AuthServer } from '../support/auth-server.js';
import { TemplateWorld } from '../support/template-world.js';

let server: AuthServer;
let scheme: FakeScheme;
let world: TemplateWorld;
let kit: ScriptKit;
beforeAll(async () => {
  scheme = await FakeScheme.start();
  server = await AuthServer.start();
  world = await TemplateWorld.of(server, scheme);
  ({ kit } = world);
});
afterAll(async () => {
  await server.close();
  await scheme.close();
});
afterEach(() => {
  scheme.mood = 'up';
});

const registered = (id: string) => world.registered(id);
const template = (id: string) => world.template(id);
const propertiesFor = (wanted: ScriptTemplate['properties']) => world.propertiesFor(wanted);

describe('The script kit', () => {
  it('holds the declarations of what a script sees', () => {
    for (const name of ['LOG', 'CACHE', 'PROPERTIES', 'CRYPTO', 'HTTP']) {
      expect(kit.definitions).toContain(`declare const ${name}:`);
    }
  });

  it('has four inputs to try with every template', () => {
    expect(kit.templates.map(({ id }) => id)).toEqual([
      'directory-look-up',
      'signed-challenge',
      'redirect-and-poll',
      'mail-code',
    ]);
    for (const { fixtures } of kit.templates) {
      expect(fixtures.map(({ name }) => name)).toEqual(['success', 'retry', 'fatal', 'scheme down']);
    }
  });
});

describe('The template of a directory look-up', () => {
  it.each([
    ['somebody', { name: 'jane' }, 'up', 2000],
    ['nobody', { name: 'nobody' }, 'up', 4004],
    ['no name', {}, 'up', 4001],
    ['somebody who is blocked', { name: 'john' }, 'up', 5003],
    ['a directory that is down', { name: 'jane' }, 'down', 4503],
    ['a directory in maintenance', { name: 'jane' }, 'failing', 4503],
  ] as const)('answers for %s', async (_, data, mood, status) => {
    const { complete } = await registered('directory-look-up');
    scheme.mood = mood;
    expect((await complete(undefined, data)).status).toBe(status);
  });

  it('tells the API who it is', async () => {
    const { complete, introspect } = await registered('directory-look-up');
    const { oauth_token: token } = await complete(undefined, { name: 'zoe' });
    expect(await introspect(token!.access_token)).toMatchObject({
      sub: PERSONAS.zoe.sub,
      user_details: { firstName: 'Zoë', lastName: 'Brandt' },
    });
  });

  it.each([
    ['success', 'valid'],
    ['retry', 'retry'],
    ['fatal', 'unrecoverable'],
    ['scheme down', 'retry'],
  ])('comes with the input "%s", which ends as %s', async (name, outcome) => {
    const { scripts, properties, fixtures } = template('directory-look-up');
    const { inputs, scheme_down } = fixtures.find((fixture) => fixture.name === name)!;
    const result = await server.admin.call('testRun', {
      parameters: { identifier: 'not-saved' },
      body: {
        step: 'complete',
        scripts,
        allowed_hosts: [scheme.host],
        properties: propertiesFor(properties),
        scheme_down,
        ...inputs.complete,
      },
    });
    expect(result.outcome).toBe(outcome);
    expect(result.http_calls).toHaveLength(1);
    expect(result.http_calls[0]).toMatchObject({
      method: 'GET',
      url: expect.stringContaining('/directory/') as string,
    });
  });
});

describe('The template of a signed challenge', () => {
  const challengeOf = (data: string | undefined) => (JSON.parse(data!) as { challenge: string }).challenge;

  it('lets in whom the scheme vouches for', async () => {
    const { init, complete } = await registered('signed-challenge');
    const begun = await init();
    const statement = await scheme.sign(challengeOf(begun.data), 'jane');
    expect(await complete(begun.transaction_id, { statement })).toMatchObject({ status: 2000 });
  });

  it.each([
    ['a statement that is not signed', async () => 'a.b.c', 4002],
    ['no statement', async () => undefined, 4001],
    ['a statement on another challenge', () => scheme.sign('another', 'jane'), 5001],
  ])('refuses %s', async (_, sign, status) => {
    const { init, complete } = await registered('signed-challenge');
    const { transaction_id } = await init();
    expect((await complete(transaction_id, { statement: await sign() })).status).toBe(status);
  });
});

describe('The template of an external scheme', () => {
  const orderOf = (data: string | undefined) => (JSON.parse(data!) as { page: string }).page.split('/').at(-2)!;

  it('waits until the person is done at the scheme', async () => {
    const { init, complete, introspect } = await registered('redirect-and-poll');
    const begun = await init();
    expect(await complete(begun.transaction_id)).toMatchObject({ status: 4002 });
    scheme.mood = 'down';
    expect(await complete(begun.transaction_id)).toMatchObject({ status: 4503 });
    scheme.mood = 'up';
    scheme.approve(orderOf(begun.data), 'jane');
    const { status, oauth_token: token } = await complete(begun.transaction_id);
    expect(status).toBe(2000);
    expect(await introspect(token!.access_token)).toMatchObject({ sub: PERSONAS.jane.sub });
  });

  it.each([
    ['a person who cancels', (order: string) => scheme.cancel(order), 5001],
    ['a person who is blocked', (order: string) => scheme.approve(order, 'john'), 5003],
  ])('ends for %s', async (_, act, status) => {
    const { init, complete } = await registered('redirect-and-poll');
    const begun = await init();
    act(orderOf(begun.data));
    expect((await complete(begun.transaction_id)).status).toBe(status);
  });

  it.each(['down', 'failing'] as const)('lets the person try again while the scheme is %s', async (mood) => {
    const { init } = await registered('redirect-and-poll');
    scheme.mood = mood;
    expect(await init()).toMatchObject({ status: 4503 });
  });
});

describe('The template of a code by mail', () => {
  const codeOfLastMail = () => /\d{6}/.exec(scheme.mails.at(-1)!.text)![0];

  it('lets in who reads the mail', async () => {
    const { init, complete, introspect } = await registered('mail-code');
    const { transaction_id } = await init({ email: 'Jane@Example.com' });
    expect(scheme.mails.at(-1)).toMatchObject({ to: 'jane@example.com' });
    expect(await complete(transaction_id, { code: 'wrong' })).toMatchObject({ status: 4002 });
    const done = await complete(transaction_id, { code: codeOfLastMail() });
    expect(done).toMatchObject({ status: 2000 });
    expect(await introspect(done.oauth_token!.access_token)).toMatchObject({ sub: 'jane@example.com' });
  });

  it('takes three codes, and ends with the fourth', async () => {
    const { init, complete } = await registered('mail-code');
    const { transaction_id } = await init({ email: 'jane@example.com' });
    const statuses: number[] = [];
    for (const code of ['1', '2', '3', codeOfLastMail()])
      statuses.push((await complete(transaction_id, { code })).status);
    expect(statuses).toEqual([4002, 4002, 4002, 5029]);
  });

  it('mails once a minute, and to addresses only', async () => {
    const { init } = await registered('mail-code');
    const before = scheme.mails.length;
    expect((await init({ email: 'jane@example.com' })).status).toBe(2000);
    expect((await init({ email: 'jane@example.com' })).status).toBe(4029);
    expect((await init({ email: 'nobody' })).status).toBe(4001);
    expect(scheme.mails.length).toBe(before + 1);
  });

  it('lets the person try again while no mail can be sent', async () => {
    const { init } = await registered('mail-code');
    scheme.mood = 'down';
    expect((await init({ email: 'jane@example.com' })).status).toBe(4503);
    scheme.mood = 'up';
    await server.clock.later(60, async () => {
      expect((await init({ email: 'jane@example.com' })).status).toBe(2000);
    });
  });

  it('takes the code of the newest mail only', async () => {
    const { init, complete } = await registered('mail-code');
    const first = await init({ email: 'jane@example.com' });
    const code = codeOfLastMail();
    await server.clock.later(60, async () => {
      const second = await init({ email: 'jane@example.com' });
      expect(await complete(first.transaction_id, { code })).toMatchObject({ status: 5004 });
      expect(await complete(second.transaction_id, { code: codeOfLastMail() })).toMatchObject({ status: 2000 });
    });
  });
});

describe('Test runs of both steps', () => {
  const run = (body: Record<string, unknown>) =>
    server.admin.request('testRun', {
      parameters: { identifier: 'not-saved' },
      body: { scripts: template('signed-challenge').scripts, ...body },
    });

  it('carry a transaction from init to complete', async () => {
    const { properties } = template('signed-challenge');
    const init = (await run({ step: 'init' })).body as { transaction_id: string; result: string };
    const { registrationData } = JSON.parse(init.result) as { registrationData: string };
    const complete = await run({
      step: 'complete',
      transaction_id: init.transaction_id,
      registration_data: registrationData,
      data: JSON.stringify({ statement: await scheme.sign(registrationData, 'jane') }),
      properties: propertiesFor(properties),
    });
    expect(complete.body).toMatchObject({ outcome: 'valid' });
    expect(complete.body).not.toHaveProperty('transaction_id');
  });

  it('do not take the transaction of somebody else', async () => {
    const reply = await run({ step: 'complete', transaction_id: 'F'.repeat(64) });
    expect(reply.body).toMatchObject({ error: 'invalid_transaction' });
  });
});

describe('Inputs of test runs', () => {
  it('are kept by name, replaced and deleted', async () => {
    const { identifier } = await server.given.provider();
    const parameters = { identifier };
    const list = async () => (await server.admin.call('listScriptFixtures', { parameters })).items;
    const content = { inputs: { complete: { data: 'a' } }, scheme_down: false };
    await server.admin.call('storeScriptFixture', {
      parameters: { ...parameters, name: 'scheme down' },
      body: content,
    });
    await server.admin.call('storeScriptFixture', {
      parameters: { ...parameters, name: 'scheme down' },
      body: { ...content, scheme_down: true },
    });
    expect(await list()).toEqual([{ name: 'scheme down', inputs: content.inputs, scheme_down: true }]);
    await server.admin.call('deleteScriptFixture', { parameters: { ...parameters, name: 'scheme down' } });
    expect(await list()).toEqual([]);
  });

  it('are at most fifty', async () => {
    const { identifier } = await server.given.provider();
    const store = (name: string) =>
      server.admin.request('storeScriptFixture', {
        parameters: { identifier, name },
        body: { inputs: {}, scheme_down: false },
      });
    const statuses = await Promise.all(Array.from({ length: 50 }, async (_, n) => (await store(`n${n}`)).status));
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect((await store('one more')).status).toBe(409);
    expect((await store('n7')).status).toBe(200);
  });
});
