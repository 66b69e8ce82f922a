import { ISSUER_PATH, JWT_BEARER_ASSERTION_TYPE, PATHS, TestRunResult } from '@passant/contracts';
import { DeviceKey } from '@passant/mobile-client';
import { type AttackCase, casesOf } from '../case.js';
import { NotTested, type Refusal, described, requireRefusal, requireThat, requireStatus } from '../judge.js';
import { canary } from '../parts/canary.js';
import { METADATA, registrar } from '../parts/registrar.js';
import { web } from '../parts/web.js';
import type { Reply } from '../wire.js';
import type { World } from '../world.js';

type Address = [id: string, what: string, address: (port: number) => string];

/** Addresses that lead to the server's own machine or network. The port is that of a listener on this machine. */
const INSIDE: readonly Address[] = [
  ['loopback', 'this machine', (port) => `https://127.0.0.1:${port}/attack`],
  ['loopback-other', 'this machine by another of its numbers', (port) => `https://127.8.8.8:${port}/attack`],
  ['name', 'this machine by its name', (port) => `https://localhost:${port}/attack`],
  ['name-dot', 'this machine by its name with a dot', (port) => `https://localhost.:${port}/attack`],
  ['ipv6', 'this machine in IPv6', (port) => `https://[::1]:${port}/attack`],
  ['mapped', 'this machine in IPv4-mapped IPv6', (port) => `https://[::ffff:127.0.0.1]:${port}/attack`],
  ['translated', 'this machine behind NAT64', (port) => `https://[64:ff9b::7f00:1]:${port}/attack`],
  ['decimal', 'this machine as one number', (port) => `https://2130706433:${port}/attack`],
  ['hexadecimal', 'this machine in hexadecimal', (port) => `https://0x7f000001:${port}/attack`],
  ['octal', 'this machine in octal', (port) => `https://0177.0.0.1:${port}/attack`],
  ['short', 'this machine in two parts', (port) => `https://127.1:${port}/attack`],
  ['any', 'every address of this machine', (port) => `https://0.0.0.0:${port}/attack`],
  ['any-ipv6', 'every address of this machine in IPv6', (port) => `https://[::]:${port}/attack`],
  ['cloud', 'the metadata of a cloud', () => 'https://169.254.169.254/latest/meta-data'],
  ['private-10', 'a private network (10/8)', () => 'https://10.0.0.1/attack'],
  ['private-172', 'a private network (172.16/12)', () => 'https://172.16.0.1/attack'],
  ['private-192', 'a private network (192.168/16)', () => 'https://192.168.0.1/attack'],
  ['shared', 'a shared network (100.64/10)', () => 'https://100.64.0.1/attack'],
  ['link-ipv6', 'a link-local address in IPv6', () => 'https://[fe80::1]/attack'],
  ['private-ipv6', 'a private network in IPv6', () => 'https://[fd00::1]/attack'],
  ['http', 'an unencrypted address', () => 'http://example.com/attack'],
  ['file', 'a file', () => 'file:///etc/passwd'],
];

const BAD = { status: 400, error: ['invalid_client_metadata', 'invalid_request', 'invalid_redirect_uri'] };

const NO_CLIENT = { status: [400, 401], error: ['invalid_request', 'invalid_client'] };

/**
 * Names an address, and requires that the server refuses it and connects to nothing.
 * @param send names it, and gives the answer to judge
 */
async function named(
  world: World,
  address: Address[2],
  send: (uri: string) => Promise<Reply>,
  refusal: Refusal = BAD,
): Promise<void> {
  const listening = await world.part(canary);
  const uri = address(listening.port);
  listening.taken();
  const reply = await send(uri);
  requireThat(listening.taken() === 0, `The server connected to ${uri} on this machine.`);
  if (reply.status === 429) throw new NotTested('The server has had enough look-ups of this network for now.');
  requireRefusal(reply, refusal);
}

const family = 'addresses';
const references = ['ASVS 1.3.6', 'ASVS 13.2.4'];
const expected = '400, and no connection; a setting PASSANT_ALLOW_PRIVATE_… that is on makes it fail';

const SECTORS = casesOf(
  { family, severity: 'critical', references, expected },
  INSIDE.map(([id, what, address]) => ({
    id: `sector-${id}`,
    title: `A client that registers does not make the server call ${what} (sector_identifier_uri).`,
    run: async (world: World) => {
      const developer = await world.part(registrar);
      const token = await developer.token();
      await named(world, address, (uri) =>
        developer.register(token, { ...METADATA, subject_type: 'pairwise', sector_identifier_uri: uri }),
      );
    },
  })),
);

const FEW = INSIDE.filter(([id]) =>
  ['loopback', 'name', 'mapped', 'decimal', 'cloud', 'private-10', 'http', 'file'].includes(id),
);

/** A client whose keys are at an address; the address is judged at once, or else when the client authenticates. */
const KEYS = casesOf(
  { family, severity: 'critical', references, expected },
  FEW.map(([id, what, address]) => ({
    id: `jwks-${id}`,
    title: `The keys of a client that registers are not at ${what} (jwks_uri).`,
    run: async (world: World) => {
      const developer = await world.part(registrar);
      const token = await developer.token();
      await named(world, address, (uri) =>
        developer.register(token, { ...METADATA, token_endpoint_auth_method: 'private_key_jwt', jwks_uri: uri }),
      );
    },
  })),
);

/**
 * Places the keys of an API client at an address, and authenticates as that client. A name may be refused when it is
 * saved; what it leads to is judged when the server would connect.
 */
async function keysOfApiClient(world: World, uri: string): Promise<Reply> {
  const client_id = world.name('api');
  world.given.note('apiClient', client_id);
  const json = {
    ...{ client_id, name: 'Attack suite', scopes: ['onegini_api_token_introspection'] },
    ...{ token_endpoint_auth_method: 'private_key_jwt', jwks_uri: uri },
  };
  const saved = await world.askAdmin('createApiClient', { ...(await world.session()) }, { json });
  if (saved.status !== 201) return saved;
  const assertion = await (await DeviceKey.generate()).assertion(client_id, world.url + ISSUER_PATH, world.now());
  const proof = { client_assertion_type: JWT_BEARER_ASSERTION_TYPE, client_assertion: assertion };
  return world.wire.ask('POST', PATHS.token, { form: { ...proof, grant_type: 'client_credentials' } });
}

const ADMINISTERED = casesOf({ family, severity: 'high', references, expected }, [
  ...FEW.map(([id, what, address]) => ({
    id: `api-client-${id}`,
    title: `The server fetches no keys from ${what}, even if an administrator places those of an API client there (jwks_uri).`,
    expected: '400 when it is saved, or 401 and no connection when the client authenticates',
    run: (world: World) => named(world, address, (uri) => keysOfApiClient(world, uri), NO_CLIENT),
  })),
  ...FEW.map(([id, what, address]) => ({
    id: `document-${id}`,
    title: `The server does not read a document about a client from ${what}.`,
    run: async (world: World) => {
      const session = await world.session();
      await named(world, address, (client_id) =>
        world.askAdmin('previewClientDocument', { ...session }, { json: { client_id } }),
      );
    },
  })),
  {
    id: 'script-host-saved',
    title: 'No provider is saved whose scripts may call the metadata of a cloud.',
    async run(world) {
      const session = await world.session();
      const identifier = world.name('provider');
      world.given.note('identityProvider', identifier);
      const scripts = { complete: 'function execute() { return { status: 4000 }; }' };
      const json = { identifier, name: 'Attack suite', flow: 'ONE_STEP', scripts, allowed_hosts: ['169.254.169.254'] };
      requireRefusal(await world.askAdmin('createIdentityProvider', { ...session }, { json }), BAD);
    },
  },
  {
    id: 'hook-cloud',
    title: 'A web hook is not at the metadata of a cloud.',
    run: async (world) => {
      const session = await world.session();
      const id = world.name('hook');
      world.given.note('webHook', id);
      const json = { id, type: 'CUSTOMIZE_TOKEN', name: 'Attack suite', base_uri: 'https://169.254.169.254' };
      requireRefusal(await world.askAdmin('createWebHook', { ...session }, { json }), BAD);
    },
  },
]);

/** What a script says of a request; with the host allowed, so that nothing but the address can be the reason. */
async function fetchedByScript(world: World, url: string): Promise<string> {
  const complete = `async function execute() {
    try { await HTTP.fetch('${url}', { timeoutMs: 1500 }); return { status: 4000, responsePayload: 'reached' }; }
    catch (error) { return { status: 4001, responsePayload: String(error.message) }; }
  }`;
  const json = { scripts: { complete }, step: 'complete', allowed_hosts: [new URL(url).host] };
  const reply = await world.askAdmin(
    'testRun',
    { ...(await world.session()) },
    { parameters: { identifier: 'new' }, json },
  );
  requireStatus(reply, 200);
  return (
    (JSON.parse(TestRunResult.parse(reply.json).result ?? '{}') as { responsePayload?: string }).responsePayload ?? ''
  );
}

const SCRIPTS = casesOf(
  { family, severity: 'high', references, expected: 'an error in the script, and no connection' },
  [
    {
      id: 'script-cloud',
      title: 'A script does not reach the metadata of a cloud, even if an administrator allows the host.',
      async run(world) {
        const said = await fetchedByScript(world, 'http://169.254.169.254/latest/meta-data');
        requireThat(said.includes('not one this server may connect to'), `The script was told: ${said}`);
      },
    },
    {
      id: 'script-loopback',
      title: 'A script does not reach the machine of the server, even if an administrator allows the host.',
      async run(world) {
        if (isHere(world.url)) {
          throw new NotTested(
            'PASSANT_ALLOW_PRIVATE_SCRIPT_HOSTS is on by default for a server with a loopback address.',
          );
        }
        const listening = await world.part(canary);
        listening.taken();
        const said = await fetchedByScript(world, `http://127.0.0.1:${listening.port}/`);
        requireThat(listening.taken() === 0, 'The server connected to this machine.');
        requireThat(said.includes('not one this server may connect to'), `The script was told: ${said}`);
      },
    },
    {
      id: 'script-unlisted',
      title: 'A script reaches no host that nobody allowed.',
      async run(world) {
        const complete = `async function execute() {
        try { await HTTP.fetch('https://example.com/', { timeoutMs: 1500 }); return { status: 4000, responsePayload: 'reached' }; }
        catch (error) { return { status: 4001, responsePayload: 'refused' }; }
      }`;
        const json = { scripts: { complete }, step: 'complete', allowed_hosts: ['attack.invalid'] };
        const reply = await world.askAdmin(
          'testRun',
          { ...(await world.session()) },
          { parameters: { identifier: 'new' }, json },
        );
        requireStatus(reply, 200);
        requireThat(reply.text.includes('refused'), described(reply));
      },
    },
  ],
);

const isHere = (url: string) => /^(localhost|127\..*|\[::1\])$/.test(new URL(url).hostname);

const REDIRECTS = casesOf(
  {
    family,
    severity: 'high',
    references: ['RFC 9700 4.1.3', 'ASVS 10.4.1'],
    expected: '400 as a page, and no redirect',
  },
  [
    {
      id: 'redirecting',
      title: 'An address that redirects into the own network is not followed.',
      references: ['ASVS 15.3.2'],
      expected: 'the redirect is an answer that is refused',
      run: () =>
        Promise.reject(
          new NotTested('It takes a public server that redirects to a private address, which the suite does not have.'),
        ),
    },
    {
      id: 'client-id-inside',
      title: 'A sign-in whose client is an address inside makes no request.',
      references,
      async run(world) {
        const listening = await world.part(canary);
        const { website } = await world.part(web);
        listening.taken();
        const page = await website.open({ client_id: `https://127.0.0.1:${listening.port}/client` });
        requireThat(listening.taken() === 0, 'The server connected to this machine.');
        requireThat(page.status === 400 && !page.headers.has('location'), `The request was answered ${page.status}.`);
      },
    },
  ],
);

export const ADDRESSES: readonly AttackCase[] = [...SECTORS, ...KEYS, ...ADMINISTERED, ...SCRIPTS, ...REDIRECTS];
