import type { ClientInformation } from '@passant/contracts';
import { DeviceKey, type Exchange } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { NAMES, REFUSED, SCOPES } from '../support/hostile-metadata.js';
import { HELLO_WORLD, MASTER_TOKEN, PRO_FORMA, Registrar } from '../support/registrar.js';
import { StatementOffice } from '../support/statement-office.js';

/**
 * Metadata of somebody who may register and means harm: vulnerabilities that other servers had in 2026, tested on this
 * server; docs/security.md has the list.
 */

let server: AuthServer;
let registrar: Registrar;
let statement: string;
let jwks: object;
beforeAll(async () => {
  server = await AuthServer.start({ PASSANT_MASTER_TOKEN: MASTER_TOKEN });
  registrar = new Registrar(server);
  const office = new StatementOffice(server);
  statement = (await office.exportFor(await office.application())).software_statement;
  jwks = { keys: [(await DeviceKey.generate()).publicJwk] };
});
afterAll(() => server.close());

const withStatement = (metadata: object) =>
  registrar.register(undefined, {
    ...{ software_statement: statement, token_endpoint_auth_method: 'private_key_jwt', jwks },
    ...metadata,
  });

/** Every way to bring metadata with no more than a token or statement that was given to a developer. */
const WAYS: Record<string, (metadata: object) => Promise<Exchange>> = {
  'registers with an initial access token': async (metadata) =>
    registrar.register(await registrar.initialAccessToken(), { ...HELLO_WORLD, ...metadata }),
  'changes its registration': async (metadata) => {
    const client = await registrar.lockedClient(['client-reg']);
    return registrar.change(client, { ...HELLO_WORLD, client_id: client.client_id, ...metadata });
  },
  'registers with a software statement': withStatement,
};

describe.each(Object.keys(WAYS))('Somebody who %s', (way) => {
  const bring = WAYS[way]!;

  it.each(REFUSED)('is refused %s (CVE-2026-59354)', async (_, metadata, member) => {
    const { error_description } = expectRefusal(await bring(metadata), 400, 'invalid_client_metadata');
    expect(error_description).toContain(member);
  });

  it('is told what it wrote as JSON, which no browser takes for a page (CVE-2026-59354)', async () => {
    const written = {
      'client_name#de': '<script>alert(1)</script>',
      client_uri: 'https://example.com/"><img src=x onerror=alert(1)>',
      contacts: ['<svg onload=alert(1)>@example.com'],
    };
    const reply = await bring(written);
    expect(reply.body).toMatchObject(written);
    expect(reply.headers.get('content-type')).toMatch(/^application\/json;/);
    expect(reply.headers.get('x-content-type-options')).toBe('nosniff');
  });
});

describe('A name that turns or breaks', () => {
  it.each(Object.keys(WAYS))('is kept of nobody: %s (CVE-2026-59354)', async (way) => {
    for (const name of NAMES) {
      const reply = await WAYS[way]!({ client_name: name });
      // The name in a software statement takes the place of the one beside it.
      if (reply.status < 300) expect((reply.body as ClientInformation).client_name).toBe('Test app');
      else expectRefusal(reply, 400, 'invalid_client_metadata');
      expect(reply.status < 300).toBe(way.includes('statement'));
    }
  });

  it('is not that of a developer who is given a token either', async () => {
    const { client_id } = await registrar.client(PRO_FORMA);
    const request = { client_id, scope: ['client-reg'], audience: [registrar.endpoint] };
    for (const sub of NAMES) {
      const refusal = expectRefusal(await registrar.directAuthorization({ sub, ...request }), 400, 'invalid_request');
      expect(refusal.error_description).toContain('sub');
    }
    for (const scope of ['client-reg\n', 'client-reg\u0000', 'CLIENT-REG', 'client-reg client-reg:set-data']) {
      const reply = await registrar.directAuthorization({ ...request, sub: 'dev', scope: [scope] });
      expect(reply.status).toBe(400);
    }
    const twice = await registrar.directAuthorization({ ...request, sub: 'dev', scope: ['client-reg', 'client-reg'] });
    expect(twice.body).toMatchObject({ scope: 'client-reg' });
  });
});

describe('The scope of a client', () => {
  const SCOPE_WAYS = Object.keys(WAYS).filter((way) => !way.includes('statement'));
  /** Registers what a client that acts for itself may have. */
  const ask = (way: string, scope: unknown) =>
    WAYS[way]!({ grant_types: ['client_credentials'], redirect_uris: [], scope });

  it.each(SCOPE_WAYS.flatMap((way) => SCOPES.map((scope): [string, string] => [way, scope])))(
    'of somebody who %s is refused as %j (CVE-2026-61466)',
    async (way, scope) => {
      const { error_description } = expectRefusal(await ask(way, scope), 400, 'invalid_client_metadata');
      expect(error_description).toContain('scope');
      expect(error_description).not.toContain(scope);
    },
  );

  it.each(SCOPE_WAYS)('of somebody who %s has each value once (CVE-2026-61466)', async (way) => {
    const reply = await ask(way, ' read  write read read ');
    expect(reply.body).toMatchObject({ scope: 'read write' });
  });

  it.each(SCOPE_WAYS)('of somebody who %s is text and no list (CVE-2026-61466)', async (way) => {
    for (const scope of [['read'], { read: true }, 7])
      expectRefusal(await ask(way, scope), 400, 'invalid_client_metadata');
  });

  it('is never wider than what the token lets its holder choose (CVE-2026-61466)', async () => {
    const metadata = { client_name: 'Narrow', grant_types: ['client_credentials'], scope: 'read' };
    const token = () => registrar.initialAccessToken(['client-reg:grant:client']);
    expectRefusal(await registrar.register(await token(), metadata), 403, 'insufficient_scope');
    const client = await registrar.client({ ...metadata, scope: undefined }, await token());
    const wider = { ...metadata, client_id: client.client_id };
    expectRefusal(await registrar.change(client, wider), 403, 'insufficient_scope');
    expect(((await registrar.read(client)).body as ClientInformation).scope).not.toContain('read');
  });
});
