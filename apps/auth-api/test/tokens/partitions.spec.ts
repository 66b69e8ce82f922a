import { STATELESS_AUTHENTICATION_GRANT } from '@passant/contracts';
import { AuthServer } from '../support/auth-server.js';

let server: AuthServer;
beforeAll(async () => {
  server = await AuthServer.start();
});
afterAll(() => server.close());

/** Registers a person with a new application. @returns the partition that contains the token */
async function placeOfToken(validity: number): Promise<string> {
  const provider = await server.given.provider();
  const application = await server.given.mobileApplication(provider, { access_token_validity: validity });
  const app = await server.given.appInstance(application);
  const request = { profile_id: 'AAAAAA', grant_type: STATELESS_AUTHENTICATION_GRANT };
  expect((await app.complete(provider.identifier, request)).status).toBe(200);
  const [token] = await server.database.dataSource.query<{ place: string }[]>(
    'SELECT tableoid::regclass::text AS place FROM access_token WHERE application = $1',
    [application.identifier],
  );
  return token!.place;
}

describe('Where tokens are kept', () => {
  // Each validity is longer than any configured before.
  it.each([900, 3600, 86_400])('one that lives %i seconds has its stretch before it is made', async (validity) => {
    expect(await placeOfToken(validity)).toMatch(/^access_token_\d+$/);
  });
});
