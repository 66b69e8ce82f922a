import { type IncomingMessage, type Server as HttpServer, type ServerResponse, createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { type CreatedApiClient, type IdentityProvider, PATHS, type WebHook } from '@passant/contracts';
import { DeviceKey, MobileApp } from '@passant/mobile-client';
import { PROVIDER, type StatelessWorld, registrationOf } from '../../world/stateless-world.js';
import { ask } from './ask.js';
import type { Answer } from './ledger.js';

/** Somebody outside on whom requests lean: an external scheme that a script asks, a web hook, a server with keys of clients. */
export type Leaning = 'scheme' | 'hook' | 'keys';

/** Everything outside that the servers ask. */
export class Outside {
  /** Who does not answer any more. The scheme and the hook say nothing; the server with keys says a character a second. */
  slow: Leaning | undefined;

  private constructor(
    private readonly server: HttpServer,
    /** Of every client whose keys are here. */
    readonly key: DeviceKey,
  ) {
    server.on('request', (request, reply) => this.answer(request, reply));
  }

  static async open(): Promise<Outside> {
    const server = createServer();
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return new Outside(server, await DeviceKey.generate());
  }

  get host(): string {
    return `127.0.0.1:${(this.server.address() as { port: number }).port}`;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
  }

  private answer({ url }: IncomingMessage, reply: ServerResponse): void {
    const [, whose] = url!.split('/') as [string, Leaning];
    const text = whose === 'keys' ? JSON.stringify({ keys: [this.key.publicJwk] }) : '{}';
    reply.setHeader('content-type', 'application/json');
    if (whose !== this.slow) reply.end(text);
    else if (whose === 'keys') void drip(reply, text);
  }
}

/** Sends a text a character at a time, so that every time limit of a pause is kept. */
async function drip(reply: ServerResponse, text: string): Promise<void> {
  for (const character of text) {
    if (reply.destroyed) return;
    reply.write(character);
    await pause(1000);
  }
  reply.end();
}

/** Clients, each with keys at an address of its own, so that no answer is known from before. */
const CLIENTS = 100;

/**
 * What a request that leans on somebody may be answered while that one is slow. A script that does not catch what its
 * scheme did failed, and a client whose keys are nowhere cannot authenticate.
 */
export const TOLD: Record<Leaning, readonly number[]> = { scheme: [500, 503], hook: [503], keys: [401, 503] };

/** Sends one request that leans on somebody outside. */
export type Lean = (door: string) => Promise<Answer | undefined>;

/**
 * Makes what leans on whoever is outside, through the console's API: a provider whose script asks a scheme, an application
 * with a web hook, and API clients whose keys are elsewhere.
 */
export async function prepareLeaning(world: StatelessWorld, { host, key }: Outside): Promise<Record<Leaning, Lean>> {
  const provider = 'leaning-scheme';
  await world.admin.call<IdentityProvider>('createIdentityProvider', {
    body: {
      ...{ identifier: provider, name: 'Scheme that a script asks', flow: 'ONE_STEP', allowed_hosts: [host] },
      scripts: {
        complete: `async function execute(requestPayload) {
          await HTTP.fetch('http://${host}/scheme');
          return { status: 2000, user: { id: JSON.parse(requestPayload).person } };
        }`,
      },
    },
  });
  const hook = await world.admin.call<WebHook>('createWebHook', {
    body: { type: 'CUSTOMIZE_TOKEN', name: 'Token rules', base_uri: `http://${host}/hook` },
  });
  const leaning = await world.anotherApp({ identifier: 'leaning-app', identity_providers: [provider] });
  const hooked = await world.anotherApp({ identifier: 'hooked-app', access_token_web_hook: hook.id });
  const clients: MobileApp[] = [];
  while (clients.length < CLIENTS) {
    const { client_id } = await world.admin.call<CreatedApiClient>('createApiClient', {
      body: {
        ...{ name: `Gateway ${clients.length}`, scopes: ['onegini_api_token_introspection'] },
        ...{ token_endpoint_auth_method: 'private_key_jwt', jwks_uri: `http://${host}/keys/${clients.length}` },
      },
    });
    clients.push(MobileApp.of({ serverUrl: world.url }, client_id, { key }));
  }
  const registering =
    (app: MobileApp, by: string): Lean =>
    async (door) => {
      const json = { ...(await app.authentication()), ...registrationOf('somebody') };
      return ask(door + PATHS.customRegistrationV2(by, 'complete'), { json });
    };
  let turns = 0;
  return {
    scheme: registering(leaning, provider),
    hook: registering(hooked, PROVIDER),
    keys: async (door) => {
      const client = clients[(turns += 1) % CLIENTS]!;
      const form = { ...(await client.authentication()), grant_type: 'client_credentials' };
      return ask(door + PATHS.token, { form });
    },
  };
}
