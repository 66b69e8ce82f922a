import { randomUUID } from 'node:crypto';
import {
  ADMIN_ENDPOINTS,
  Application,
  type ApplicationVersion,
  CreatedApiClient,
  CreatedInitialAccessToken,
} from '@passant/contracts';
import { StepFailed } from '../lib/run.mjs';
import type { AdminConsole } from './admin-console.js';
import { ResourceServer } from './resource-server.js';
import { APPLICATION, PROVIDER, type World } from './world.js';

/** What the administrator hands out. */
export interface Prepared {
  application: Application;
  version: Pick<ApplicationVersion, 'platform' | 'version'>;
  initialAccessToken: string;
  resourceServer: ResourceServer;
  /** Call this once the initial access token is spent: it then no longer needs to be revoked. */
  tokenIsSpent: () => void;
}

/** All the work in the console: looking at the application and creating two credentials. */
export async function prepare(world: World, console: AdminConsole): Promise<Prepared> {
  const application = await readApplication(world, console);
  world.checks.chapter(
    'Two credentials are made',
    'With an initial access token one installation of the app may register itself, once. With an API client the back end of the app may ask who a token is about. Both secrets are shown this once; the server keeps their SHA-256 only.',
  );
  const { token, forget } = await makeInitialAccessToken(world, console);
  return {
    application,
    version: application.versions.find(({ status }) => status === 'LOGIN_REGISTRATION') ?? {
      platform: 'ios',
      version: '1.0',
    },
    initialAccessToken: token,
    tokenIsSpent: forget,
    resourceServer: await makeResourceServer(world, console),
  };
}

/** @throws {StepFailed} if there is no such application, or if it does not allow stateless registration */
async function readApplication({ checks }: World, console: AdminConsole): Promise<Application> {
  const parameters = { identifier: APPLICATION };
  const reply = await console.call(ADMIN_ENDPOINTS.readApplication, { parameters });
  if (reply.status === 404) {
    throw new StepFailed(
      `This server has no application "${APPLICATION}": start it once with PASSANT_SEED=demo, or run the demo on a server of its own, without --url.`,
    );
  }
  const application = checks.answer(reply, 200, { Application });
  if (!application.identity_providers.includes(PROVIDER)) {
    throw new StepFailed(`The application "${APPLICATION}" is not linked to the identity provider "${PROVIDER}".`);
  }
  if (!application.user_authentication.stateless_authentication) {
    throw new StepFailed(
      `Stateless authentication of "${APPLICATION}" is switched off: switch it on in the console under Configuration → Applications → ${application.name} → User authentication.`,
    );
  }
  checks.equal('stateless authentication is on and nothing is missing for it', application.stateless_blockers, []);
  return application;
}

async function makeInitialAccessToken({ checks, undo }: World, console: AdminConsole) {
  const reply = await console.call(ADMIN_ENDPOINTS.createInitialAccessToken, {
    body: { application: APPLICATION, registrations: 1, expires_in: 600, label: 'npm run demo' },
  });
  const { id, initial_access_token: token } = checks.answer(reply, 201, { CreatedInitialAccessToken });
  const forget = undo.add('an initial access token', () =>
    console.quietly(ADMIN_ENDPOINTS.revokeInitialAccessToken, { parameters: { id } }),
  );
  checks.tokenHeaders(reply);
  return { token, forget };
}

async function makeResourceServer(world: World, console: AdminConsole): Promise<ResourceServer> {
  const { checks, undo } = world;
  const parameters = { client_id: `demo-resource-server-${randomUUID().slice(0, 8)}` };
  const forget = undo.add(`the API client ${parameters.client_id}`, () =>
    console.quietly(ADMIN_ENDPOINTS.deleteApiClient, { parameters }),
  );
  const reply = await console.call(ADMIN_ENDPOINTS.createApiClient, {
    body: {
      ...parameters,
      name: 'Resource server of the demo',
      scopes: ['onegini_api_token_introspection'],
      applications: [APPLICATION],
    },
  });
  const { client_secret: secret } = checks.answer(reply, 201, { CreatedApiClient });
  checks.tokenHeaders(reply);
  return new ResourceServer(world, parameters.client_id, secret ?? '', async () => {
    checks.done(await console.call(ADMIN_ENDPOINTS.deleteApiClient, { parameters }));
    forget();
  });
}
