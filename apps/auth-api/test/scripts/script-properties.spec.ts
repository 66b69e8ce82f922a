import { STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { MASK } from '@passant/protocol';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';

const SECRET = 'canary-5e884898da28';
const properties = [
  { identifier: 'scheme.url', sensitive: false, value: 'https://scheme.example' },
  { identifier: 'api-key', sensitive: true, value: SECRET },
];
const SCRIPT = `function execute() {
  return {
    status: 2000,
    responsePayload: [PROPERTIES.get('scheme.url'), PROPERTIES.get('api-key'), PROPERTIES.get('none')].join(' '),
    user: { id: 'u' },
  };
}`;

const REQUEST = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT };

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());

describe('Properties of a provider', () => {
  it('are read by its scripts', async () => {
    const provider = await server.given.provider({ properties, scripts: { complete: SCRIPT } });
    const { app } = await server.given.statelessWorld(provider);
    const reply = await app.complete(provider.identifier, REQUEST);
    expect(reply.body.data).toBe(`https://scheme.example ${SECRET} `);
  });

  it('show the sensitive ones nowhere: not in answers, not in events, not at rest', async () => {
    const provider = await server.given.provider({ properties });
    const { identifier } = provider;
    expect(provider.properties).toEqual([
      { ...properties[0], updated_at: expect.any(Number) as number },
      { identifier: 'api-key', sensitive: true, updated_at: expect.any(Number) as number },
    ]);
    const renamed = await server.admin.call('updateIdentityProvider', {
      parameters: { identifier },
      body: { name: 'Renamed', properties: [properties[0], { identifier: 'api-key', sensitive: true }] },
      ifMatch: provider.etag,
    });
    const events = await server.admin.call('listEvents', { query: { identity_provider: identifier } });
    expect(events.items).toHaveLength(2);
    const rows = await server.database.dataSource.query<{ row: string }[]>(
      `SELECT identity_provider::text AS row FROM identity_provider
       UNION ALL SELECT event::text FROM event UNION ALL SELECT script_version::text FROM script_version`,
    );
    for (const text of [
      JSON.stringify([provider, renamed, events]),
      JSON.stringify(rows),
      JSON.stringify(server.log),
    ]) {
      expect(text).not.toContain(SECRET);
      expect(text).not.toContain(Buffer.from(SECRET).toString('base64').slice(0, -4));
    }
    expect(JSON.stringify(rows)).toContain('https://scheme.example');
  });

  it('leave no value in the event that says they became sensitive', async () => {
    const value = 'canary-becomes-sensitive';
    const provider = await server.given.provider({ properties: [{ identifier: 'later', sensitive: false, value }] });
    const { identifier } = provider;
    await server.admin.call('updateIdentityProvider', {
      parameters: { identifier },
      body: { properties: [{ identifier: 'later', sensitive: true }] },
      ifMatch: provider.etag,
    });
    const { items } = await server.admin.call('listEvents', { query: { identity_provider: identifier } });
    const updated = items.find(({ name }) => name === 'ADMIN_IDENTITY_PROVIDER_UPDATED')!;
    expect(updated).toMatchObject({
      before: { properties: [{ identifier: 'later', sensitive: false }] },
      after: { properties: [{ identifier: 'later', sensitive: true }] },
    });
    expect(JSON.stringify(updated)).not.toContain(value);
  });

  it('keep the value of a sensitive one that is not given', async () => {
    const provider = await server.given.provider({ properties, scripts: { complete: SCRIPT } });
    await server.admin.call('updateIdentityProvider', {
      parameters: { identifier: provider.identifier },
      body: { properties: [{ identifier: 'api-key', sensitive: true }] },
      ifMatch: provider.etag,
    });
    const { app } = await server.given.statelessWorld(provider);
    expect((await app.complete(provider.identifier, REQUEST)).body.data).toBe(` ${SECRET} `);
  });

  it('do not open in the row of another provider', async () => {
    const provider = await server.given.provider({ properties, scripts: { complete: SCRIPT } });
    const thief = await server.given.provider({ scripts: { complete: SCRIPT } });
    await server.database.dataSource.query(
      `UPDATE identity_provider SET properties = (SELECT properties FROM identity_provider WHERE identifier = $1)
        WHERE identifier = $2`,
      [provider.identifier, thief.identifier],
    );
    const { app } = await server.given.statelessWorld(thief);
    const reply = await app.complete(thief.identifier, REQUEST);
    expect(reply.status).toBeGreaterThanOrEqual(500);
    expect(JSON.stringify(reply.body)).not.toContain(SECRET);
  });

  it.each([
    ['a sensitive one that is new and has no value', [{ identifier: 'a', sensitive: true }], 'properties.0.value'],
    ['a plain one without value', [{ identifier: 'a', sensitive: false }], 'properties.0.value'],
    ['a name twice', [properties[0], properties[0]], 'properties.1.identifier'],
    ['a name with a space', [{ identifier: 'a b', sensitive: false, value: '' }], 'properties.0.identifier'],
    ['a secret too short to be masked', [{ identifier: 'a', sensitive: true, value: 'abc' }], 'properties.0.value'],
  ])('are refused: %s', async (_, wanted, field) => {
    const reply = await server.admin.request('createIdentityProvider', {
      body: { identifier: 'refused', name: 'x', flow: 'ONE_STEP', scripts: { complete: SCRIPT }, properties: wanted },
    });
    expect(expectRefusal(reply, 400, 'invalid_request')).toMatchObject({
      fields: { [field]: expect.any(String) as string },
    });
  });
});

describe('A test run', () => {
  const TELLTALE = `function execute() {
    const secret = PROPERTIES.get('api-key');
    LOG.info('the key is {}', { secret });
    if (secret.length > 100) throw new Error(secret);
    return { status: 2000, responsePayload: JSON.stringify({ secret }), user: { id: encodeURIComponent(secret) } };
  }`;
  const run = (identifier: string, body: Record<string, unknown>) =>
    server.admin.call('testRun', { parameters: { identifier }, body: { step: 'complete', ...body } });

  it('masks sensitive values in its log and its result', async () => {
    const { identifier } = await server.given.provider({ properties });
    const result = await run(identifier, { scripts: { complete: TELLTALE } });
    expect(result.outcome).toBe('valid');
    expect(JSON.stringify(result)).not.toContain(SECRET);
    expect(result.logs[0]!.message).toBe(`the key is {"secret":"${MASK}"}`);
    expect(JSON.parse(result.result!)).toMatchObject({ user: { id: MASK } });
  });

  it('masks them in what it threw', async () => {
    const { identifier } = await server.given.provider();
    const long = 'x'.repeat(120);
    const result = await run(identifier, {
      scripts: { complete: TELLTALE },
      properties: [{ identifier: 'api-key', sensitive: true, value: long }],
    });
    expect(result).toMatchObject({ outcome: 'threw', error: `Error: ${MASK}` });
  });

  it.each([
    ['threw', (key: string) => `throw new Error(${key})`],
    ['threw', (key: string) => `throw new Error('Cannot read ' + ${key})`],
    ['valid', (key: string) => `LOG.info('the key is {}', ${key})`],
    ['threw', (key: string) => `await HTTP.fetch('https://scheme.example/' + ${key}.slice(0, 4000))`],
  ])('masks one that is longer than what is shown of it: %s', async (outcome, statement) => {
    const { identifier } = await server.given.provider();
    const value = Array.from({ length: 680 }, (_, index) => `line ${index} `)
      .join('')
      .slice(0, 8192);
    const complete = `async function execute() {
      const key = PROPERTIES.get('private-key') + PROPERTIES.get('private-key');
      ${statement("PROPERTIES.get('private-key')")};
      return { status: 2000, user: { id: String(key.length) } };
    }`;
    const result = await run(identifier, {
      scripts: { complete },
      properties: [{ identifier: 'private-key', sensitive: true, value }],
    });
    expect(result.outcome).toBe(outcome);
    expect(JSON.stringify(result)).toContain(MASK);
    expect(JSON.stringify(result)).not.toMatch(/line(\s|%20)\d/);
  });

  it('takes properties that are not saved, of a provider that is not saved', async () => {
    const result = await run('not-saved', {
      scripts: { complete: SCRIPT },
      properties: [{ identifier: 'scheme.url', sensitive: false, value: 'unsaved' }],
    });
    expect(JSON.parse(result.result!)).toMatchObject({ responsePayload: 'unsaved  ' });
  });
});
