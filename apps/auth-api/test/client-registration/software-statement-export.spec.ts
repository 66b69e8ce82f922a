import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { StatementOffice, VERSION, asked } from '../support/statement-office.js';

let server: AuthServer;
let office: StatementOffice;
beforeAll(async () => {
  server = await AuthServer.start();
  office = new StatementOffice(server);
});
afterAll(() => server.close());

describe('A software statement is exported', () => {
  it.each<[string, object, number, string]>([
    ['an application that does not exist', { application: 'nowhere' }, 400, 'invalid_request'],
    ['a version that is not listed', { app_version: '7.0' }, 409, 'conflict'],
    ['another platform', { app_platform: 'windows' }, 400, 'invalid_request'],
    ['no version', { app_version: ' ' }, 400, 'invalid_request'],
    ['anything more', { client_name: 'Mine' }, 400, 'invalid_request'],
  ])('not for %s', async (_, changes, status, code) => {
    const refused = await server.admin.request('createSoftwareStatement', asked(await office.application(), changes));
    expectRefusal(refused, status, code);
  });

  it('not for a version that takes no new installations, nor for a web application', async () => {
    const application = await office.application();
    await office.change(application, { versions: [{ ...VERSION, status: 'LOGIN_ONLY' }] });
    expectRefusal(await server.admin.request('createSoftwareStatement', asked(application)), 409, 'conflict');
    const web = await server.given.webApplication(await server.given.provider());
    expectRefusal(await server.admin.request('createSoftwareStatement', asked(web)), 400, 'invalid_request');
  });

  it('with the name of who did it, and without being kept', async () => {
    const application = await office.application();
    const { software_statement: text, id } = await office.exportFor(application);
    const { items } = await server.admin.call('listEvents', {
      query: { application: application.identifier, name: 'ADMIN_SOFTWARE_STATEMENT_CREATED' },
    });
    expect(items).toMatchObject([{ admin: 'admin@example.com', after: { id, app_platform: 'ios' } }]);
    const kept = await server.database.dataSource.query(
      `SELECT to_jsonb(s) AS row FROM software_statement s UNION ALL SELECT to_jsonb(e) FROM event e`,
    );
    expect(JSON.stringify(kept)).not.toContain(text.split('.')[2]);
  });

  it('and listed page by page, newest first', async () => {
    const application = await office.application();
    const made: string[] = [];
    while (made.length < 3) made.push((await office.exportFor(application)).id);
    const query = { application: application.identifier, limit: '2' };
    const first = await server.admin.call('listSoftwareStatements', { query });
    const second = await server.admin.call('listSoftwareStatements', {
      query: { ...query, cursor: first.next_cursor! },
    });
    expect(second).not.toHaveProperty('next_cursor');
    expect([...first.items, ...second.items].map(({ id }) => id).sort()).toEqual(made.sort());
  });

  it('and revoked only if there is one', async () => {
    expectRefusal(
      await server.admin.request('revokeSoftwareStatement', {
        parameters: { id: '7b1f3c1e-8d2a-4c55-9e7e-1f2a3b4c5d6e' },
      }),
      404,
      'not_found',
    );
  });
});
