import { Bootstrap } from '../../src/admin/bootstrap.js';
import { readConfig } from '../../src/platform/config.js';
import { AuthServer } from '../support/auth-server.js';

const BOOTSTRAP_CLIENT = {
  PASSANT_BOOTSTRAP_CLIENT_ID: 'first-client',
  PASSANT_BOOTSTRAP_CLIENT_SECRET: 'canary-of-at-least-32-characters-5e88',
};
const DEMO = { PASSANT_SEED: 'demo' };

/** The records of what a setting made, oldest first. */
async function recordsOf(server: AuthServer, reason: string) {
  const { items } = await server.admin.call('listAuditRecords', { query: { actor: 'command line' } });
  return items.filter((record) => record.reason === reason).reverse();
}

describe('What a setting asks for', () => {
  let server: AuthServer;
  beforeAll(async () => {
    server = await AuthServer.start();
  });
  afterAll(() => server.close());

  /** Starts the server on its database as somebody does who added settings. */
  const startWith = (settings: Record<string, string>) =>
    server.app.get(Bootstrap).run(readConfig({ PASSANT_SEED: 'none', ...settings }), { isNew: false });

  it.each([
    ['PASSANT_BOOTSTRAP_CLIENT_ID', BOOTSTRAP_CLIENT, [['ADMIN_API_CLIENT_CREATED', 'first-client']]],
    [
      'PASSANT_SEED',
      DEMO,
      [
        ['ADMIN_IDENTITY_PROVIDER_CREATED', 'demo-scheme'],
        ['ADMIN_MOBILE_APP_CREATED', 'demo-app'],
        ...['read', 'write'].map((scope) => ['ADMIN_SCOPE_CREATED', scope]),
      ],
    ],
  ])('is a change of the operator if a later start makes it, recorded once: %s', async (setting, settings, made) => {
    await startWith(settings);
    await startWith(settings);
    const records = await recordsOf(server, setting);
    const named = records.map(({ name, subject, client_id, identity_provider, application }) => [
      name,
      subject ?? client_id ?? identity_provider ?? application,
    ]);
    expect(named.sort()).toEqual([...made].sort());
    for (const { after } of records) expect(after).toEqual(expect.any(Object));
    expect(JSON.stringify(records)).not.toContain('canary');
  });

  it('has no record if the first start makes it', async () => {
    const first = await AuthServer.start({ ...BOOTSTRAP_CLIENT, ...DEMO });
    try {
      expect((await first.admin.call('readApiClient', { parameters: { client_id: 'first-client' } })).enabled).toBe(
        true,
      );
      expect((await first.admin.call('listAuditRecords')).items).toEqual([]);
    } finally {
      await first.close();
    }
  });
});
