import { STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';

const linesOf = ({ log }: AuthServer) => log.filter(({ context }) => context === 'Access');

describe('The access log', () => {
  let server: AuthServer;
  afterEach(() => server.close());

  it('has a line per answer, with the route instead of the path, and nothing of the query or the caller', async () => {
    server = await AuthServer.start({ PASSANT_ACCESS_LOG: 'on' });
    const { provider, app } = await server.given.statelessWorld();
    const { status, headers } = await app.complete(provider.identifier, {
      profile_id: '123EXI',
      grant_type: STATELESS_AUTHENTICATION_GRANT,
    });
    expect(status).toBe(200);
    await send('GET', `${server.url}/oauth/clients/canary-client?access_token=canary-token`, {
      headers: { authorization: 'Bearer canary-bearer', 'user-agent': 'canary-agent' },
    });
    await send('GET', `${server.url}/canary-path?canary-query`);
    const lines = linesOf(server);
    const registration = lines.find(({ request_id }) => request_id === headers.get('x-request-id'))!;
    expect(registration).toEqual({
      level: 30,
      time: expect.any(Number) as number,
      pid: expect.any(Number) as number,
      hostname: expect.any(String) as string,
      context: 'Access',
      request_id: headers.get('x-request-id'),
      method: 'POST',
      route: '/oauth/v2/custom-registration/:provider/complete',
      status: 200,
      milliseconds: expect.any(Number) as number,
    });
    expect(lines.slice(-2)).toMatchObject([
      { method: 'GET', route: '/oauth/clients/:client_id', status: 401 },
      { method: 'GET', route: 'none', status: 404 },
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/canary|127\.0\.0\.1/);
  });

  it('is not kept unless it was asked for', async () => {
    server = await AuthServer.start();
    await send('GET', `${server.url}/health/live`);
    expect(linesOf(server)).toEqual([]);
  });
});
