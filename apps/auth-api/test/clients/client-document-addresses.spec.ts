import { AuthServer } from '../support/auth-server.js';
import { Browser } from '../support/browser.js';
import { aDocument } from '../support/document-publisher.js';
import { DocumentWorld } from '../support/document-world.js';
import { expectRefusal } from '../support/expectations.js';
import { RelyingParty } from '../support/relying-party.js';
import { tokenOf } from '../support/token-client.js';

let careful: AuthServer;

const clientAt = (address: string): RelyingParty =>
  new RelyingParty(careful.url, address, 'https://weather.example.com/callback', { form: { client_id: address } });

describe('An address as a client identifier', () => {
  beforeAll(async () => {
    careful = await AuthServer.start();
    await careful.given.provider({ default: true });
    const { etag, ...policy } = await careful.admin.call('readClientDocumentPolicy', {});
    expect(policy).toEqual({ enabled: false, domains: [], in_force: false });
    const domains = ['127.0.0.1', '10.0.0.1', 'localhost', 'example.com', '*.internal.example.com', '169.254.169.254'];
    // As they could be saved once: an address is judged when it is called, too.
    await careful.database.dataSource.query('UPDATE client_document_policy SET domains = $1::text[]', [domains]);
    await careful.admin.call('updateClientDocumentPolicy', { body: { enabled: true }, ifMatch: etag });
  });
  afterAll(() => careful.close());

  it.each([
    ['without https', 'http://example.com/client'],
    ['without https on this machine', 'http://127.0.0.1/client'],
    ['of this machine', 'https://localhost/client'],
    ['of this machine, as a number', 'https://127.0.0.1/client'],
    ['of this machine, written otherwise', 'https://0x7f.1/client'],
    ['of a private network', 'https://10.0.0.1/client'],
    ['of the metadata of a cloud', 'https://169.254.169.254/latest'],
    ['with a user', 'https://user@example.com/client'],
    ['with a fragment', 'https://example.com/client#one'],
    ['without a path', 'https://example.com'],
    ['with a dot segment', 'https://example.com/a/../client'],
    ['with a dot segment in disguise', 'https://example.com/a/%2e%2e/client'],
    ['with capitals in the host', 'https://EXAMPLE.com/client'],
    ['with the port that goes without saying', 'https://example.com:443/client'],
    ['with a backslash', 'https://example.com\\@127.0.0.1/client'],
    ['with a tab', 'https://exam\tple.com/client'],
    ['longer than identifiers are', `https://example.com/${'x'.repeat(240)}`],
  ])('is refused where it is one %s', async (_, address) => {
    const page = await new Browser(careful.url).open(clientAt(address).request());
    expect([page.status, page.location]).toEqual([400, undefined]);
    expect(page.html).toContain('No client of this name may ask for people here.');
    const reply = await tokenOf(careful.url, { form: { client_id: address } }, { grant_type: 'authorization_code' });
    expectRefusal(reply, 401, 'invalid_client');
    expect(await careful.store.clients.find(address)).toBeUndefined();
  });
});

describe('Documents of clients', () => {
  it('are asked for four at once of one network, whatever hosts they are at', async () => {
    const world = await DocumentWorld.start();
    await world.allow({ enabled: true, domains: ['*.docs.localhost'] });
    const { publisher } = world.documents;
    const most = publisher.answersSlowly(({ headers, url }) => aDocument(`http://${headers.host}${url}`));
    const addresses = Array.from({ length: 12 }, (_, index) => publisher.uriOnHost(`host-${index}.docs`));
    const pages = await Promise.all(addresses.map((address) => world.open(address)));
    expect(pages.map(({ status }) => status)).toEqual(addresses.map(() => 200));
    expect(most()).toBeGreaterThan(1);
    expect(most()).toBeLessThanOrEqual(4);
    await world.close();
  });
});
