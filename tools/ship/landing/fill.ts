import { type Application, type ClientInformation, PATHS } from '@passant/contracts';
import { type Exchange, send } from '@passant/mobile-client';
import { StepFailed } from '../../lib/run.mjs';
import { ADMINISTRATOR } from '../../world/passant.js';
import { APPLICATION, PROVIDER, StatelessWorld, registerPerson } from '../../world/stateless-world.js';

/** An application whose users have profiles and refresh tokens. */
const LASTING = 'subscriber-app';

/** Credentials and identifiers that are known outside the database. After an upgrade, all of them must still work. */
export interface Known {
  administrator: typeof ADMINISTRATOR;
  /** `Authorization` header of an API client that may introspect tokens. */
  resourceServer: string;
  provider: string;
  application: string;
  /** Lets one more installation of `application` register. */
  initialAccessToken: string;
  /**
   * An installation with a secret: its `Authorization` header, the token with which it manages its registration, and
   * its refresh token.
   */
  installation: { clientId: string; basic: string; registrationAccessToken: string; refreshToken: string };
}

/** Fills a new server through its APIs with at least one record of every kind that lives longer than an hour. */
export async function fill(url: string): Promise<Known> {
  const world = await StatelessWorld.prepare(url);
  const [app] = await world.installations(2);
  await registerPerson(app!, 'somebody who is not kept');
  await world.admin.call<Application>('createApplication', {
    body: {
      identifier: LASTING,
      name: 'Subscriber app',
      user_authentication: { refresh_tokens: true },
      default_scopes: ['profile'],
      additional_scopes: ['openid'],
      identity_providers: [PROVIDER],
      versions: [{ platform: 'ios', version: '1.0', status: 'LOGIN_REGISTRATION' }],
    },
  });
  return {
    administrator: ADMINISTRATOR,
    resourceServer: world.resourceServer,
    provider: PROVIDER,
    application: APPLICATION,
    initialAccessToken: await world.initialAccessToken(),
    installation: await installation(url, world),
  };
}

async function installation(url: string, world: StatelessWorld): Promise<Known['installation']> {
  const made = await world.admin.call<{ initial_access_token: string }>('createInitialAccessToken', {
    body: { application: LASTING, registrations: 1 },
  });
  const { body } = having(
    201,
    await send<ClientInformation>('POST', url + PATHS.clients, {
      headers: { authorization: `Bearer ${made.initial_access_token}` },
      json: { token_endpoint_auth_method: 'client_secret_basic', software_version: '1.0', app_platform: 'ios' },
    }),
  );
  const basic = `Basic ${Buffer.from(`${body.client_id}:${body.client_secret}`).toString('base64')}`;
  const registered = having(
    200,
    await send<{ oauth_token: { refresh_token: string } }>(
      'POST',
      url + PATHS.customRegistrationV1(PROVIDER, 'complete'),
      {
        headers: { authorization: basic },
        json: { data: JSON.stringify({ person: 'subscriber' }), profile_id: 'PERSON' },
      },
    ),
  );
  return {
    clientId: body.client_id,
    basic,
    registrationAccessToken: body.registration_access_token!,
    refreshToken: registered.body.oauth_token.refresh_token,
  };
}

function having<Body>(status: number, reply: Exchange<Body>): Exchange<Body> {
  if (reply.status === status) return reply;
  throw new StepFailed(`Expected ${status}, and the answer was ${reply.status}: ${JSON.stringify(reply.body)}.`);
}
