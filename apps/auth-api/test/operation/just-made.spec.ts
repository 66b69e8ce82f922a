import {
  ADMIN_ENDPOINTS,
  BatchIntrospectionResponse,
  type CompleteRegistrationResponse,
  type IdentityProvider,
  PATHS,
  STATELESS_AUTHENTICATION_GRANT,
  adminPath,
} from '@passant/contracts';
import { MobileApp, send } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';
import { ResourceServer } from '../support/resource-server.js';
import { StatementOffice, VERSION } from '../support/statement-office.js';
import { basic, tokenOf } from '../support/token-client.js';

let server: AuthServer;
/** Another process, which hears of no change by itself. */
let beside: string;
beforeAll(async () => {
  server = await AuthServer.start();
  beside = await server.startDeaf();
});
afterAll(() => server.close());

/** Registers a person at a process, by its address: the audience of the app's assertion is the public one. */
const registerAt = async (url: string, app: MobileApp, { identifier }: IdentityProvider) =>
  send<CompleteRegistrationResponse>('POST', url + PATHS.customRegistrationV2(identifier, 'complete'), {
    json: { ...(await app.authentication()), profile_id: 'PERSON', grant_type: STATELESS_AUTHENTICATION_GRANT },
  });

const install = (from: { initialAccessToken: string } | { softwareStatement: string }, application: string) =>
  MobileApp.install({
    ...from,
    ...{ serverUrl: beside, now: () => server.clock.now(), application, kind: 'mobile' },
    ...{ platform: 'ios', version: '1.0' },
  });

describe('What an administrator has just made at one process is known to another one that has not heard of it', () => {
  it('when an installation registers with an initial access token, which would be spent for nothing otherwise', async () => {
    const application = await server.given.mobileApplication(await server.given.provider());
    const initialAccessToken = await server.given.initialAccessToken(application);
    const { registration } = await install({ initialAccessToken }, application.identifier);
    expect(registration).toMatchObject({ status: 201, body: { software_id: application.identifier } });
  });

  it('when an installation registers with a software statement', async () => {
    const office = new StatementOffice(server);
    const application = await office.application();
    const { software_statement: softwareStatement } = await office.exportFor(application);
    const { registration } = await install({ softwareStatement }, application.identifier);
    expect(registration).toMatchObject({ status: 201, body: { software_version: VERSION.version } });
  });

  it('when a person registers in an app of it', async () => {
    const { app, provider } = await server.given.statelessWorld();
    expect(await registerAt(beside, app, provider)).toMatchObject({ status: 200 });
  });

  it('when a person registers with an identity provider that is newer than the application', async () => {
    const { app, application } = await server.given.statelessWorld();
    // Refused, but it has heard of the application by then.
    await registerAt(beside, app, await server.given.provider());
    const provider = await server.given.provider();
    await new StatementOffice(server).change(application, { identity_providers: [provider.identifier] });
    expect(await registerAt(beside, app, provider)).toMatchObject({ status: 200 });
  });

  it('when a token of it is introspected, alone or among others', async () => {
    const inspect = [
      async (there: ResourceServer, token: string) => there.introspect(token),
      async ({ basic }: ResourceServer, token: string) => {
        const json = { tokens: [token] };
        const reply = await send('POST', beside + PATHS.introspectBatch, { headers: { authorization: basic }, json });
        return BatchIntrospectionResponse.parse(reply.body).results[0];
      },
    ];
    for (const look of inspect) {
      const { app, provider, resourceServer } = await server.given.statelessWorld();
      const { body } = await registerAt(server.url, app, provider);
      const there = new ResourceServer(beside, resourceServer.clientId, resourceServer.secret);
      expect(await look(there, body.oauth_token!.access_token)).toMatchObject({ active: true });
    }
  });

  it('when an API client administers with its token', async () => {
    const { clientId, secret } = await server.given.resourceServer({ scopes: ['onegini_api_admin'] });
    const { body } = await tokenOf(beside, basic(clientId, secret), { grant_type: 'client_credentials' });
    const reply = await send('GET', beside + adminPath(ADMIN_ENDPOINTS.listApplications), {
      headers: { authorization: `Bearer ${(body as { access_token: string }).access_token}` },
    });
    expect(reply.status).toBe(200);
  });
});
