import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';

const PUBLIC = { PASSANT_PUBLIC_URL: 'https://login.example.com' };

let inside: Server;
let open: string;
let closed: string;
let asked = 0;
beforeAll(async () => {
  inside = createServer((_, reply) => {
    asked += 1;
    reply.end('inside');
  });
  await new Promise<void>((resolve) => inside.listen(0, '127.0.0.1', resolve));
  open = `127.0.0.1:${(inside.address() as AddressInfo).port}`;
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  closed = `127.0.0.1:${(other.address() as AddressInfo).port}`;
  await new Promise((resolve) => other.close(resolve));
});
afterAll(async () => {
  inside.closeAllConnections();
  await new Promise((resolve) => inside.close(resolve));
});

/** What a script gets from a request; the allowed hosts are those of the test run. */
async function told(server: AuthServer, url: string): Promise<string> {
  const complete = `async function execute() {
    try { return { status: 4000, responsePayload: (await HTTP.fetch('${url}', { timeoutMs: 2000 })).body }; }
    catch (error) { return { status: 4001, responsePayload: error.message }; }
  }`;
  const result = await server.admin.call('testRun', {
    parameters: { identifier: 'not-saved' },
    body: { scripts: { complete }, step: 'complete', allowed_hosts: [new URL(url).host] },
  });
  return (JSON.parse(result.result!) as { responsePayload: string }).responsePayload;
}

const withoutPort = (text: string) => text.replace(/:\d+/, '');

describe('Scripts of a server that others can reach', () => {
  let server: AuthServer;
  beforeAll(async () => {
    server = await AuthServer.start(PUBLIC);
  });
  afterAll(() => server.close());

  it('reach no private host, and are told the same of one that listens and one that does not', async () => {
    const before = asked;
    const answers = [await told(server, `http://${open}/`), await told(server, `http://${closed}/`)];
    expect(answers[0]).toContain('is at an address that is not one this server may connect to');
    expect(withoutPort(answers[0]!)).toBe(withoutPort(answers[1]!));
    const named = [open, closed].map((host) => `http://${host.replace('127.0.0.1', 'localhost')}/`);
    const [one, two] = [await told(server, named[0]!), await told(server, named[1]!)];
    expect(withoutPort(one)).toBe(withoutPort(two));
    expect(asked).toBe(before);
  });

  it.each([
    ['an address of a private network', '10.0.0.1'],
    ['an address of this machine', '127.0.0.1:8080'],
    ['this machine by its name', 'localhost:8080'],
    ['an IPv6 address of this machine', '[::1]:8080'],
    ['the address of a cloud for its machines', '169.254.169.254'],
  ])('have no provider that lists %s', async (_, host) => {
    const { scripts } = await server.given.provider();
    const body = {
      identifier: `inward-${host.replace(/\W/g, '')}`,
      name: 'Inward',
      flow: 'ONE_STEP' as const,
      scripts,
      allowed_hosts: [host],
    };
    const reply = await server.admin.request('createIdentityProvider', { body });
    expectRefusal(reply, 400, 'invalid_request');
    expect(reply.body).toMatchObject({
      fields: { 'allowed_hosts.0': expect.stringContaining('PASSANT_ALLOW_PRIVATE_SCRIPT_HOSTS') as string },
    });
    const provider = await server.given.provider();
    const change = await server.admin.request('updateIdentityProvider', {
      parameters: { identifier: provider.identifier },
      body: { allowed_hosts: [host] },
      ifMatch: provider.etag,
    });
    expectRefusal(change, 400, 'invalid_request');
  });
});

describe.each([
  ['that others can reach, whose operator allows it', { ...PUBLIC, PASSANT_ALLOW_PRIVATE_SCRIPT_HOSTS: 'on' }, true],
  ['that only this machine can reach', {}, true],
  ['whose operator forbids it', { PASSANT_ALLOW_PRIVATE_SCRIPT_HOSTS: 'off' }, false],
])('Scripts of a server %s', (_, environment, allowed) => {
  let server: AuthServer;
  beforeAll(async () => {
    server = await AuthServer.start(environment);
  });
  afterAll(() => server.close());

  it(allowed ? 'reach private hosts' : 'reach none', async () => {
    expect((await told(server, `http://${open}/`)) === 'inside').toBe(allowed);
  });

  it.each(['169.254.169.254', '[fe80::1]', '[::ffff:169.254.169.254]', '[fd00:ec2::254]'])(
    'never reach %s',
    async (host) => {
      expect(await told(server, `http://${new URL(`http://${host}`).host}/latest/meta-data/`)).toContain(
        'is at an address that is not one this server may connect to',
      );
      const provider = await server.given.provider();
      const change = await server.admin.request('updateIdentityProvider', {
        parameters: { identifier: provider.identifier },
        body: { allowed_hosts: [new URL(`http://${host}`).host] },
        ifMatch: provider.etag,
      });
      expectRefusal(change, 400, 'invalid_request');
    },
  );
});

describe('A test run', () => {
  let server: AuthServer;
  beforeAll(async () => {
    server = await AuthServer.start();
  });
  afterAll(() => server.close());

  const canary = 'canary-of-a-test-run';
  const complete = `function execute(data) { LOG.info(data); return { status: 4000, responsePayload: data }; }`;
  const run = async (identifier: string, hosts?: string[]) => {
    await server.admin.call('testRun', {
      parameters: { identifier },
      body: {
        scripts: { complete },
        step: 'complete',
        data: canary,
        ...(hosts ? { allowed_hosts: hosts } : {}),
      },
    });
    const { items } = await server.admin.call('listEvents', { query: { name: 'ADMIN_SCRIPT_TEST_RUN' } });
    return items[0]!;
  };

  it('leaves an event that names who ran it and the hosts it could reach, and nothing of the run', async () => {
    const { identifier } = await server.given.provider({ allowed_hosts: ['scheme.example'] });
    const saved = await run(identifier);
    expect(saved).toMatchObject({
      identity_provider: identifier,
      admin: 'admin@example.com',
      details: { step: 'complete', hosts: ['scheme.example'], unsaved_hosts: [] },
    });
    const other = await run(identifier, ['scheme.example', 'elsewhere.example']);
    expect(other.details).toEqual({
      step: 'complete',
      hosts: ['scheme.example', 'elsewhere.example'],
      unsaved_hosts: ['elsewhere.example'],
    });
    expect(JSON.stringify([saved, other])).not.toContain(canary);
  });

  it('of a provider that is not saved names none', async () => {
    const event = await run('not-saved', ['elsewhere.example']);
    expect(event).not.toHaveProperty('identity_provider');
    expect(event.details).toMatchObject({ unsaved_hosts: ['elsewhere.example'] });
  });
});
