import { type IdentityProvider, STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { ADMIN, AuthServer } from '../support/auth-server.js';
import { Browser, type Page } from '../support/browser.js';
import { expectRefusal } from '../support/expectations.js';
import { codeOf } from '../support/relying-party.js';
import { clientOfWeb } from '../support/web-world.js';

const REQUEST = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT };

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());

/** A script that says which version it is. */
const script = (name: string) =>
  `function execute() { return { status: 2000, responsePayload: '${name}', user: { id: 'u' } }; }`;
const one = { complete: script('one') };
const two = { complete: script('two') };

async function save(provider: IdentityProvider, body: object): Promise<IdentityProvider> {
  const { identifier } = provider;
  const { etag } = await server.admin.call('readIdentityProvider', { parameters: { identifier } });
  return server.admin.call('updateIdentityProvider', { parameters: { identifier }, body, ifMatch: etag });
}

const versionsOf = async ({ identifier }: IdentityProvider, query: Record<string, string> = {}) =>
  server.admin.call('listScriptVersions', { parameters: { identifier }, query });

const activate = async ({ identifier }: IdentityProvider, version: number) => {
  const { etag } = await server.admin.call('readIdentityProvider', { parameters: { identifier } });
  return server.admin.request('activateScriptVersion', {
    parameters: { identifier, version: String(version) },
    ifMatch: etag,
  });
};

describe('Every save of scripts', () => {
  it('is a version with author, time and comment', async () => {
    const provider = await server.given.provider({ scripts: one, script_comment: 'the beginning' });
    const changed = await save(provider, { scripts: two, script_comment: 'better' });
    expect(changed.script_version).toBe(2);
    const common = { author: ADMIN.email, created_at: expect.any(Number) as number };
    expect((await versionsOf(provider)).items).toEqual([
      { version: 2, comment: 'better', active: true, ...common },
      { version: 1, comment: 'the beginning', active: false, ...common },
    ]);
    const first = await server.admin.call('readScriptVersion', {
      parameters: { identifier: provider.identifier, version: '1' },
    });
    expect(first.scripts).toEqual(one);
  });

  it('with the same texts is no version', async () => {
    const provider = await server.given.provider({ scripts: one });
    const changed = await save(provider, { name: 'Renamed', scripts: one });
    expect(changed).toMatchObject({ name: 'Renamed', script_version: 1 });
  });

  it('at once gives each its own number', async () => {
    const provider = await server.given.provider({ scripts: one });
    const { identifier } = provider;
    const made = await Promise.all(
      ['a', 'b', 'c', 'd'].map((name) =>
        server.admin.call('createScriptVersion', {
          parameters: { identifier },
          body: { scripts: { complete: script(name) } },
        }),
      ),
    );
    expect(made.map(({ version }) => version).sort()).toEqual([2, 3, 4, 5]);
    expect(made.every(({ active }) => !active)).toBe(true);
    expect((await save(provider, { scripts: two })).script_version).toBe(6);
  });

  it('is listed page by page', async () => {
    const provider = await server.given.provider({ scripts: one });
    await save(provider, { scripts: two });
    const first = await versionsOf(provider, { limit: '1' });
    const second = await versionsOf(provider, { limit: '1', cursor: first.next_cursor! });
    expect([...first.items, ...second.items].map(({ version }) => version)).toEqual([2, 1]);
    expect(second.next_cursor).toBeUndefined();
  });
});

describe('Activating a version', () => {
  it('puts its scripts in use and notes who did it', async () => {
    const provider = await server.given.provider({ scripts: one });
    await save(provider, { scripts: two });
    const reply = await activate(provider, 1);
    expect(reply.body).toMatchObject({ script_version: 1, scripts: one });
    const { app } = await server.given.statelessWorld(provider);
    expect((await app.complete(provider.identifier, REQUEST)).body.data).toBe('one');
    const { items } = await server.admin.call('listEvents', { query: { identity_provider: provider.identifier } });
    const change = items.find(({ name }) => name === 'ADMIN_IDENTITY_PROVIDER_UPDATED')!;
    expect(change).toMatchObject({ admin: ADMIN.email, before: { script_version: 2 }, after: { script_version: 1 } });
    expect((await versionsOf(provider)).items.map(({ active }) => active)).toEqual([false, true]);
  });

  it.each([
    ['a number that was never given', '9'],
    ['a word', 'latest'],
    ['a number beyond all', '4294967297'],
  ])('is refused for %s', async (_, version) => {
    const { identifier, etag } = await server.given.provider({ scripts: one });
    const parameters = { identifier, version };
    expectRefusal(await server.admin.request('activateScriptVersion', { parameters, ifMatch: etag }), 404, 'not_found');
    expectRefusal(await server.admin.request('readScriptVersion', { parameters }), 404, 'not_found');
  });

  it('is refused where the flow needs what the version lacks', async () => {
    const provider = await server.given.provider({ scripts: one });
    await save(provider, { flow: 'TWO_STEP', scripts: { init: script('init'), complete: script('two') } });
    expectRefusal(await activate(provider, 1), 400, 'invalid_request');
  });

  it('is refused from an outdated page', async () => {
    const provider = await server.given.provider({ scripts: one });
    await save(provider, { scripts: two });
    const reply = await server.admin.request('activateScriptVersion', {
      parameters: { identifier: provider.identifier, version: '1' },
      ifMatch: provider.etag,
    });
    expectRefusal(reply, 412, 'precondition_failed');
  });
});

describe('A TWO_STEP registration', () => {
  const twoSteps = (name: string) => ({
    init: `function execute() { return { status: 2000, registrationData: 'begun with ${name}' }; }`,
    complete: `function execute(payload, userIdentifier, registrationData) {
      return { status: 2000, responsePayload: registrationData + ', ended with ${name}', user: { id: 'u' } };
    }`,
  });

  it('ends with the version it began with, whatever is in use by then', async () => {
    const provider = await server.given.provider({ flow: 'TWO_STEP', scripts: twoSteps('one') });
    const { identifier } = provider;
    const { app } = await server.given.statelessWorld(provider);
    const begun = await app.init(identifier, {});
    await save(provider, { scripts: twoSteps('two') });
    const next = await app.init(identifier, {});
    const complete = async (transactionId: string) =>
      (await app.complete(identifier, { ...REQUEST, transaction_id: transactionId })).body.data;
    expect(await complete(begun.body.transaction_id!)).toBe('begun with one, ended with one');
    expect(await complete(next.body.transaction_id!)).toBe('begun with two, ended with two');
  });

  it('ends with it on the login pages as well', async () => {
    const told = (name: string) => ({
      init: `function execute() { return { status: 2000, responsePayload: 'asked by ${name}', registrationData: 'begun with ${name}' }; }`,
      complete: `function execute(payload, userIdentifier, registrationData) {
        return { status: 2000, user: { id: registrationData + ', ended with ${name}' } };
      }`,
    });
    const provider = await server.given.provider({ flow: 'TWO_STEP', scripts: told('one') });
    const { client } = await clientOfWeb(server, { provider });
    const resourceServer = await server.given.resourceServer();
    const asked = async () =>
      (await new Browser(server.url).open(client.request())).send('provider', { provider: provider.identifier });
    const begun = await asked();
    await save(provider, { scripts: told('two') });
    const next = await asked();
    const personOf = async (page: Page) => {
      const code = codeOf(await (await page.send('answer', { data: 'x' })).send('consent'));
      return (await resourceServer.introspect((await client.exchange(code)).body.access_token)) as { sub?: string };
    };
    expect((await personOf(begun)).sub).toBe('begun with one, ended with one');
    expect((await personOf(next)).sub).toBe('begun with two, ended with two');
  });

  it('ends with its provider: another of the same name knows nothing of it, nor of what that one remembered', async () => {
    const remembering = {
      init: `function execute() {
        CACHE.store('note', 'remembered');
        return { status: 2000, registrationData: 'begun' };
      }`,
      complete: `function execute(payload, userIdentifier, registrationData) {
        return { status: 2000, responsePayload: registrationData + ' ' + CACHE.fetch('note'), user: { id: 'u' } };
      }`,
    };
    const provider = await server.given.provider({ flow: 'TWO_STEP', scripts: remembering });
    const { identifier } = provider;
    const { app, application } = await server.given.statelessWorld(provider);
    const begun = (await app.init(identifier, {})).body.transaction_id!;
    const use = async (providers: string[]) => {
      const parameters = { identifier: application.identifier };
      const { etag } = await server.admin.call('readApplication', { parameters });
      await server.admin.call('updateApplication', {
        parameters,
        body: { identity_providers: providers },
        ifMatch: etag,
      });
    };
    await use([]);
    await server.admin.call('deleteIdentityProvider', { parameters: { identifier } });
    const again = await server.given.provider({
      identifier,
      flow: 'TWO_STEP',
      scripts: { ...remembering, init: twoSteps('two').init },
    });
    expect(again.script_version).toBe(1);
    await use([identifier]);
    const late = await app.complete(identifier, { ...REQUEST, transaction_id: begun });
    expectRefusal(late, 400, 'invalid_transaction');
    const next = (await app.init(identifier, {})).body.transaction_id!;
    const reply = await app.complete(identifier, { ...REQUEST, transaction_id: next });
    expect(reply.body.data).toBe('begun with two null');
  });
});
