import { PATHS } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { ClientSweeper } from '../../src/upkeep/client-sweeper.js';
import { AuthServer } from '../support/auth-server.js';
import { Browser } from '../support/browser.js';
import { DocumentPublisher } from '../support/document-publisher.js';
import { expectRefusal } from '../support/expectations.js';
import { NAMES, REFUSED, SCOPES } from '../support/hostile-metadata.js';
import { OBEDIENT_SCRIPT } from '../support/login-pages.js';
import { MASTER_TOKEN } from '../support/registrar.js';
import { RelyingParty } from '../support/relying-party.js';
import { tokenOf } from '../support/token-client.js';
import { signIn } from '../support/web-world.js';

const REDIRECT = 'https://weather.example.com/callback';

let server: AuthServer;
let documents: DocumentPublisher;

beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_ALLOW_PRIVATE_JWKS_URI: 'on', PASSANT_MASTER_TOKEN: MASTER_TOKEN });
  documents = await DocumentPublisher.start();
  await server.given.provider({ default: true, scripts: { complete: OBEDIENT_SCRIPT } });
});
afterAll(async () => {
  await server.close();
  await documents.close();
});

const preview = (client_id: string) => server.admin.call('previewClientDocument', { body: { client_id } });
const importing = (client_id: string, digest: string) =>
  server.admin.call('importClientDocument', { body: { client_id, digest } });
const imported = async (client_id: string) => importing(client_id, (await preview(client_id)).digest);

const clientAt = (address: string, redirectUri = REDIRECT): RelyingParty =>
  new RelyingParty(server.url, address, redirectUri, { form: { client_id: address } });
const open = (address: string) => new Browser(server.url).open(clientAt(address).request());

async function allow(domains: string[]): Promise<void> {
  const { etag } = await server.admin.call('readClientDocumentPolicy', {});
  await server.admin.call('updateClientDocumentPolicy', { body: { enabled: true, domains }, ifMatch: etag });
}

describe('A client from an address', () => {
  it('is shown as it would be stored, and nothing is stored by that', async () => {
    const address = documents.publish({ scope: 'openid read', x_unknown: true });
    const shown = await preview(address);
    expect(shown).toEqual({
      client_id: address,
      host: new URL(address).host,
      proposed: {
        client_name: 'Weather station',
        redirect_uris: [REDIRECT],
        grant_types: ['authorization_code', 'refresh_token'],
        response_types: ['code'],
        token_endpoint_auth_method: 'none',
        application_type: 'web',
        id_token_signed_response_alg: 'RS256',
        // An administrator answers for it, so it may have more than standard scopes.
        scope: 'openid read',
      },
      digest: expect.any(String) as string,
    });
    expect(await server.store.clients.find(address)).toBeUndefined();
  });

  it('is answered on any port of the loopback interface, beside https, where the document names no type', async () => {
    const address = documents.publish({ redirect_uris: [REDIRECT, 'http://localhost/back'] });
    expect(await preview(address)).toMatchObject({ proposed: { application_type: 'native' } });
    await imported(address);
    const client = clientAt(address, 'http://localhost:51004/back');
    expect((await client.exchange(await signIn(server, client, 'anna'))).status).toBe(200);
  });

  it('signs people in although no domain is allowed, and is never asked for again by itself', async () => {
    const address = documents.publish({}, { 'cache-control': 'no-store' });
    expect(await imported(address)).toMatchObject({ client_id: address, document: 'imported', enabled: true });
    expect(documents.requests).toBe(2);
    documents.publisher.answers(410, '');
    const client = clientAt(address);
    const code = await server.clock.later(100_000, () => signIn(server, client, 'anna'));
    expect((await server.clock.later(100_000, () => client.exchange(code))).status).toBe(200);
    expect(documents.requests).toBe(0);
  });

  it('is trusted as a client that an administrator made: it is told of errors at once', async () => {
    const address = documents.publish();
    await imported(address);
    const page = await new Browser(server.url).open(clientAt(address).request({ response_type: 'token' }));
    expect(page.answer).toMatchObject({ error: 'unsupported_response_type' });
  });

  it('is refreshed by hand: what changed is shown, and then taken, with the grants of addresses that are gone', async () => {
    const OTHER = 'https://other.example.com/callback';
    const address = documents.publish({ redirect_uris: [REDIRECT, OTHER] });
    await imported(address);
    const [stays, goes] = [clientAt(address), clientAt(address, OTHER)];
    const tokensOf = async (client: RelyingParty) =>
      (await client.exchange(await signIn(server, client, 'anna'))).body.refresh_token!;
    const [kept, lost] = [await tokensOf(stays), await tokensOf(goes)];
    const refresh = (client: RelyingParty, token: string) =>
      tokenOf(server.url, client.proof, { grant_type: 'refresh_token', refresh_token: token });
    documents.publish({ client_name: 'Renamed' }, {}, address);
    const shown = await preview(address);
    expect(shown).toMatchObject({
      document: 'imported',
      stored: { client_name: 'Weather station', redirect_uris: [REDIRECT, OTHER] },
      proposed: { client_name: 'Renamed', redirect_uris: [REDIRECT] },
    });
    const before = await server.store.clients.find(address);
    expect(await importing(address, shown.digest)).toMatchObject({ client_name: 'Renamed' });
    expectRefusal(await refresh(goes, lost), 400, 'invalid_grant');
    expect((await refresh(stays, kept)).status).toBe(200);
    expect(await server.store.clients.find(address)).toMatchObject({
      incarnation: before!.incarnation,
      revision: before!.revision + 1,
    });
    await server.noted();
    const { items } = await server.admin.call('listEvents', {
      query: { client_id: address, name: 'ADMIN_CLIENT_DOCUMENT_IMPORTED' },
    });
    expect(items[0]).toMatchObject({
      before: { client_name: 'Weather station' },
      after: { client_name: 'Renamed' },
      admin: expect.any(String) as string,
    });
  });

  it('is deleted by administrators alone, and not with the master token', async () => {
    const address = documents.publish();
    await imported(address);
    const uri = `${server.url}${PATHS.clients}/${encodeURIComponent(address)}`;
    const reply = await send('DELETE', uri, { headers: { authorization: `Bearer ${MASTER_TOKEN}` } });
    expectRefusal(reply, 403, 'insufficient_scope');
    expect(await server.store.clients.find(address)).toMatchObject({ clientId: address, enabled: true });
  });

  it('is not stored as anything but what was shown', async () => {
    const address = documents.publish();
    const { digest } = await preview(address);
    documents.publish({ redirect_uris: ['https://elsewhere.example.com/'] }, {}, address);
    const body = { client_id: address, digest };
    expectRefusal(await server.admin.request('importClientDocument', { body }), 409, 'conflict');
    expect(await server.store.clients.find(address)).toBeUndefined();
  });

  it('may have been followed before: from then on it stays as it is, unused as well', async () => {
    await allow(['127.0.0.1']);
    const address = documents.publish();
    expect((await open(address)).status).toBe(200);
    expect(await preview(address)).toMatchObject({ document: 'followed' });
    await imported(address);
    await allow([]);
    const page = await server.clock.later(90_000, async () => {
      await server.app.get(ClientSweeper).sweep();
      return open(address);
    });
    expect(page.status).toBe(200);
  });

  it('keeps it that an administrator disabled it', async () => {
    const address = documents.publish();
    await imported(address);
    const parameters = { client_id: address };
    await server.admin.call('updateRegisteredClient', { parameters, body: { enabled: false } });
    documents.publish({ client_name: 'Renamed' }, {}, address);
    expect(await imported(address)).toMatchObject({ client_name: 'Renamed', enabled: false });
  });

  it.each<[string, string, (address: string) => void]>([
    [
      'another client_id',
      'names another client_id',
      (at) => documents.publish({ client_id: 'https://a.example/' }, {}, at),
    ],
    ['a secret', 'holds a secret', (at) => documents.publish({ client_secret: 'x'.repeat(40) }, {}, at)],
    ['a page', 'answered no JSON', () => documents.publisher.answers(200, '<html>')],
    ['nothing', 'answered 404', () => documents.publisher.answers(404, '')],
    [
      'a redirect URI that is none',
      'redirect_uris[0] must be https',
      (at) => documents.publish({ redirect_uris: ['http://weather.example.com/'] }, {}, at),
    ],
  ])('is refused with the reason where the document is %s', async (_, reason, prepare) => {
    const address = documents.address();
    prepare(address);
    const reply = await server.admin.request('previewClientDocument', { body: { client_id: address } });
    expect(expectRefusal(reply, 400, 'invalid_request').error_description).toContain(reason);
  });

  it.each(['nonsense', 'https://example.com', 'https://user@example.com/x', 'ftp://example.com/x'])(
    'is not looked for at %s',
    async (client_id) => {
      const reply = await server.admin.request('previewClientDocument', { body: { client_id } });
      expectRefusal(reply, 400, 'invalid_request');
    },
  );
});

describe('Whoever means harm by a document', () => {
  const rows: [string, object, string][] = [
    ...REFUSED,
    ...NAMES.map((name): [string, object, string] => [
      `a name ${JSON.stringify(name)}`,
      { client_name: name },
      'client_name',
    ]),
    ...SCOPES.map((scope): [string, object, string] => [`a scope ${JSON.stringify(scope)}`, { scope }, 'scope']),
  ];

  it.each(rows)('is refused %s (CVE-2026-59354, CVE-2026-61466)', async (_, metadata, member) => {
    const address = documents.publish(metadata);
    const reply = await server.admin.request('previewClientDocument', { body: { client_id: address } });
    // Told is the member, and not the language tag, which somebody else wrote.
    const { error_description } = expectRefusal(reply, 400, 'invalid_request');
    expect(error_description).toContain(member.split('#', 1)[0]);
    expect(error_description).not.toContain('#');
    expect(await server.store.clients.find(address)).toBeUndefined();
  });
});
