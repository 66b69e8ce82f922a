import type { IncomingMessage, ServerResponse } from 'node:http';
import { PATHS, type UpdateClientDocumentPolicy } from '@passant/contracts';
import { type Exchange, send } from '@passant/mobile-client';
import type { AuthServer } from '../support/auth-server.js';
import { type Page } from '../support/browser.js';
import { type DocumentPublisher, aDocument } from '../support/document-publisher.js';
import { expectRefusal } from '../support/expectations.js';
import { Registrar } from '../support/registrar.js';
import type { RelyingParty } from '../support/relying-party.js';
import { answerAcross } from '../support/held-requests.js';
import { revoke, tokenOf } from '../support/token-client.js';
import { signIn } from '../support/web-world.js';
import { DocumentWorld, LIMIT, REDIRECT, expectUnknown } from '../support/document-world.js';

const JSON_TYPE = { 'content-type': 'application/json' };

let world: DocumentWorld;
let server: AuthServer;
let documents: DocumentPublisher;

beforeAll(async () => {
  world = await DocumentWorld.start();
  ({ server, documents } = world);
});
afterAll(() => world.close());

describe('An identifier that many installations share', () => {
  const OTHER = 'https://other.example.com/callback';
  const two = { redirect_uris: [REDIRECT, OTHER] };
  const isActive = async (token: string) => (await (await server.given.resourceServer()).introspect(token)).active;

  it('loses the grants of one redirect URI with it, and no other', async () => {
    const address = documents.publish(two);
    const [stays, goes] = [world.clientAt(address), world.clientAt(address, OTHER)];
    const [kept, lost] = [await world.tokensOf(stays), await world.tokensOf(goes, 'berta')];
    documents.publish({ redirect_uris: [REDIRECT] }, {}, address);
    await server.clock.later(601, async () => {
      expectRefusal(await world.refresh(goes, lost.refresh), 400, 'invalid_grant');
      expect((await world.refresh(stays, kept.refresh)).status).toBe(200);
      expect([await isActive(kept.access), await isActive(lost.access)]).toEqual([true, false]);
    });
    await server.noted();
    const { items } = await server.admin.call('listEvents', { query: { client_id: address } });
    expect(items).toContainEqual(
      expect.objectContaining({
        name: 'CLIENT_DOCUMENT_GRANTS_ENDED',
        details: { redirect_uris: [OTHER], grants: 1, access_tokens: 1, codes: 0 },
      }),
    );
  });

  it('keeps the grants of a native app, whichever port it listened on', async () => {
    const address = documents.publish({ redirect_uris: ['http://127.0.0.1/callback', 'http://[::1]/callback'] });
    const client = world.clientAt(address, 'http://127.0.0.1:49152/callback');
    const { refresh: token } = await world.tokensOf(client);
    documents.publish({ redirect_uris: ['http://127.0.0.1/callback'] }, {}, address);
    expect((await server.clock.later(700, () => world.refresh(client, token))).status).toBe(200);
  });

  it('is ended by an administrator at one redirect URI, and goes on at all others', async () => {
    const address = documents.publish(two);
    const [stays, goes] = [world.clientAt(address), world.clientAt(address, OTHER)];
    const [kept, lost] = [await world.tokensOf(stays), await world.tokensOf(goes, 'berta')];
    await world.tokensOf(goes, 'carla');
    const parameters = { client_id: address };
    const { items } = await server.admin.call('listClientGrants', { parameters });
    expect(items).toMatchObject([
      { redirect_uri: OTHER, grants: 2, people: 2 },
      { redirect_uri: REDIRECT, grants: 1, people: 1 },
    ]);
    const body = { redirect_uri: OTHER };
    expect(await server.admin.call('endClientGrants', { parameters, body })).toEqual({
      grants: 2,
      access_tokens: 2,
      codes: 0,
    });
    expect([await isActive(kept.access), await isActive(lost.access)]).toEqual([true, false]);
    expectRefusal(await world.refresh(goes, lost.refresh), 400, 'invalid_grant');
    expect((await world.refresh(stays, kept.refresh)).status).toBe(200);
  });

  it('ends access tokens that came without a refresh token just as well', async () => {
    const client = world.clientAt(documents.publish({ grant_types: ['authorization_code'] }));
    const { access, refresh: none } = await world.tokensOf(client);
    expect([none, await isActive(access)]).toEqual([undefined, true]);
    const parameters = { client_id: client.clientId };
    const ended = await server.admin.call('endClientGrants', { parameters, body: { redirect_uri: REDIRECT } });
    expect([ended.access_tokens, await isActive(access)]).toEqual([1, false]);
  });

  it('is revoked grant by grant: one installation does not end what another was given', async () => {
    const client = world.clientAt(documents.publish());
    const [one, another] = [await world.tokensOf(client), await world.tokensOf(client)];
    expect((await revoke(server.url, client.proof, { token: one.refresh })).status).toBe(200);
    expect([await isActive(one.access), await isActive(another.access)]).toEqual([false, true]);
    expect((await world.refresh(client, another.refresh)).status).toBe(200);
  });

  it('has no such list if it is a client of its own', async () => {
    const { client_id } = await new Registrar(server).client();
    expectRefusal(await server.admin.request('listClientGrants', { parameters: { client_id } }), 404, 'not_found');
    const body = { redirect_uri: REDIRECT };
    expectRefusal(await server.admin.request('endClientGrants', { parameters: { client_id }, body }), 404, 'not_found');
  });
});

describe('The domains from which documents are taken', () => {
  afterAll(() => world.allow({ enabled: true, domains: ['127.0.0.1'] }));

  const supported = async () =>
    (await send<Record<string, unknown>>('GET', server.url + PATHS.serverMetadata)).body
      .client_id_metadata_document_supported;

  it.each<[string, UpdateClientDocumentPolicy, boolean]>([
    ['are none without the switch', { enabled: false, domains: ['127.0.0.1'] }, false],
    ['are none without a name', { enabled: true, domains: [] }, false],
    ['are others', { enabled: true, domains: ['example.com'] }, true],
    ['are those below another', { enabled: true, domains: ['*.example.com'] }, true],
  ])('%s, and the metadata say so', async (_, policy, isSupported) => {
    await world.allow(policy);
    const address = documents.publish();
    expectUnknown(await world.open(address));
    const token = await tokenOf(server.url, { form: { client_id: address } }, { grant_type: 'authorization_code' });
    expectRefusal(token, 401, 'invalid_client');
    expect(documents.requests).toBe(0);
    expect(await supported()).toBe(isSupported ? true : undefined);
    expect((await server.admin.call('readClientDocumentPolicy', {})).in_force).toBe(isSupported);
  });

  it('end the clients of a domain that is taken away, and give them back with it', async () => {
    await world.allow({ enabled: true, domains: ['example.com', '127.0.0.1'] });
    const address = documents.publish();
    expect((await world.open(address)).status).toBe(200);
    await world.allow({ domains: ['example.com'] });
    expectUnknown(await world.open(address));
    await world.allow({ domains: ['127.0.0.1'] });
    expect((await world.open(address)).status).toBe(200);
    await world.allow({ enabled: false });
    expectUnknown(await world.open(address));
    expect(documents.requests).toBe(1);
  });

  it.each([
    ['an address', ['https://example.com/']],
    ['a port', ['example.com:443']],
    ['everything', ['*']],
    ['everything below a country', ['*.com']],
    ['capitals, which no address has', ['Example.com']],
    ['one twice', ['example.com', 'example.com']],
  ])('are not %s', async (_, domains) => {
    const { etag } = await server.admin.call('readClientDocumentPolicy', {});
    const reply = await server.admin.request('updateClientDocumentPolicy', { body: { domains }, ifMatch: etag });
    expectRefusal(reply, 400, 'invalid_request');
  });

  it('are changed from the newest version only, and the change is told', async () => {
    const { etag } = await server.admin.call('readClientDocumentPolicy', {});
    await server.admin.call('updateClientDocumentPolicy', { body: { domains: ['a.example'] }, ifMatch: etag });
    const again = { body: { domains: ['b.example'] }, ifMatch: etag };
    expectRefusal(await server.admin.request('updateClientDocumentPolicy', again), 412, 'precondition_failed');
    const query = { name: 'ADMIN_CLIENT_DOCUMENT_POLICY_UPDATED' as const };
    const { items } = await server.admin.call('listEvents', { query });
    expect(items[0]).toMatchObject({ after: { domains: ['a.example'] } });
  });
});

describe('A domain that is removed from the policy', () => {
  const remove = () => world.allow({ domains: ['elsewhere.example'] });
  afterEach(() => world.allow({ domains: ['127.0.0.1'] }));

  it.each([
    ['a client that nobody knew', 0, () => documents.address()],
    [
      'one whose document is no longer fresh',
      601,
      async () => {
        const address = documents.publish();
        await world.open(address);
        return address;
      },
    ],
  ])('is refused although its document was being read: %s', async (_, ahead, addressOf) => {
    const address = await addressOf();
    await server.clock.later(ahead, async () => {
      const asked = Promise.withResolvers<ServerResponse>();
      documents.publisher.handles((_request, response) => asked.resolve(response));
      const page = world.open(address);
      const response = await asked.promise;
      await remove();
      response.writeHead(200, JSON_TYPE).end(JSON.stringify(aDocument(address)));
      expectUnknown(await page);
    });
  });

  it.each<[string, (client: RelyingParty) => Promise<() => Promise<Exchange<unknown>>>]>([
    [
      'a code',
      async (client) => {
        const code = await signIn(server, client, 'anna');
        return () => client.exchange(code);
      },
    ],
    [
      'a refresh token',
      async (client) => {
        const { refresh: token } = await world.tokensOf(client);
        return () => world.refresh(client, token);
      },
    ],
  ])('gives nothing for %s that was presented before', async (_, request) => {
    const present = await request(world.clientAt(documents.publish()));
    expectRefusal(await answerAcross(server, present, remove), 401, 'invalid_client');
  });
});

// The last: afterwards nobody who is unknown has a client for a while.
describe('Whoever makes up addresses on an allowed domain', () => {
  it('has to wait after a while, and keeps nobody from a client that is known', async () => {
    const known = documents.publish();
    // Time stands still: a slow machine would wait long enough by itself.
    await server.clock.standing(async () => {
      expect((await world.open(known)).status).toBe(200);
      documents.publisher.handles((request: IncomingMessage, response: ServerResponse) =>
        response.writeHead(200, JSON_TYPE).end(JSON.stringify(aDocument(documents.publisher.url + request.url!))),
      );
      let last: Page | undefined;
      for (let made = 0; made < LIMIT && last?.status !== 429; made += 1) last = await world.open(documents.address());
      expect(last!.status).toBe(429);
      const requests = documents.requests;
      expectRefusal(await world.clientAt(documents.address()).exchange('a code'), 429, 'temporarily_unavailable');
      expect(documents.requests).toBe(requests);
      // It has to be asked for again, and is.
      expect((await server.clock.later(700, () => world.open(known))).status).toBe(200);
      expect(documents.requests).toBe(requests + 1);
    });
  });
});
