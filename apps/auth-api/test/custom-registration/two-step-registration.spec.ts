import { STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';

const STATELESS = { profile_id: '123EXI', grant_type: STATELESS_AUTHENTICATION_GRANT };

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());

describe('A TWO_STEP registration', () => {
  async function begun(data = 'phone') {
    const provider = await server.given.twoStepProvider();
    const world = await server.given.statelessWorld(provider);
    const init = await world.app.init(provider.identifier, { data });
    const complete = (answer: string, transactionId = init.body.transaction_id) =>
      world.app.complete(provider.identifier, { ...STATELESS, transaction_id: transactionId!, data: answer });
    return { ...world, init, complete };
  }

  it('carries what init kept to complete, once', async () => {
    const { init, complete } = await begun();
    expect(init.body).toMatchObject({ status: 2000, data: 'challenge' });
    expect((await complete('right')).body).toMatchObject({ status: 2000, data: 'kept phone' });
    expectRefusal(await complete('right'), 400, 'invalid_transaction');
  });

  it('keeps registration data so that the database cannot read it', async () => {
    const { init } = await begun('canary-data');
    const rows = await server.database.dataSource.query<{ sealed_data: Buffer }[]>(
      'SELECT sealed_data FROM registration_transaction',
    );
    expect(rows.length).toBeGreaterThan(0);
    for (const row of rows) expect(row.sealed_data.includes('canary-data')).toBe(false);
    expect(init.status).toBe(200);
  });

  it('opens no transaction where init does not succeed', async () => {
    const { init } = await begun('refuse');
    expect(init.body).toEqual({ status: 4000, data: 'not now' });
  });

  it('may be tried again after 4xxx, ten times at most', async () => {
    const { complete } = await begun();
    for (let attempt = 1; attempt <= 10; attempt += 1) {
      const reply = await complete('wrong');
      expect(reply.body).toEqual({ status: 4000, data: 'try again' });
    }
    expectRefusal(await complete('right'), 400, 'invalid_transaction');
  });

  it('succeeds on a later attempt', async () => {
    const { complete } = await begun();
    await complete('wrong');
    expect((await complete('right')).body.status).toBe(2000);
  });

  it('is over after 5xxx', async () => {
    const { complete } = await begun();
    expect((await complete('fatal')).body).toEqual({ status: 5000 });
    expectRefusal(await complete('right'), 400, 'invalid_transaction');
  });

  it('survives a script that throws', async () => {
    const { complete } = await begun();
    expectRefusal(await complete('throw'), 500, 'server_error');
    expect((await complete('right')).body.status).toBe(2000);
  });

  it('expires', async () => {
    const { complete } = await begun();
    expectRefusal(await server.clock.later(301, () => complete('right')), 400, 'invalid_transaction');
  });

  it('belongs to its client and its provider', async () => {
    const { init, application } = await begun();
    const other = await server.given.appInstance(application);
    const foreign = await other.complete(application.identity_providers[0]!, {
      ...STATELESS,
      transaction_id: init.body.transaction_id!,
      data: 'right',
    });
    expectRefusal(foreign, 400, 'invalid_transaction');
  });

  it('is spent exactly once under concurrency', async () => {
    const { complete } = await begun();
    const replies = await Promise.all(Array.from({ length: 20 }, () => complete('right')));
    expect(replies.filter((reply) => reply.status === 200)).toHaveLength(1);
    for (const reply of replies.filter((entry) => entry.status !== 200)) {
      expectRefusal(reply, 400, 'invalid_transaction');
    }
  });
});
