import { PATHS, type CompleteRegistrationResponse } from '@passant/contracts';
import type { DeviceKey, MobileApp } from '@passant/mobile-client';
import { startPassant } from '../../world/passant.js';
import type { Program } from '../../world/program.js';
import { queryOnce } from '../../world/databases.js';
import { APPLICATION, PROVIDER, StatelessWorld, registrationOf } from '../../world/stateless-world.js';
import { StepFailed } from '../../lib/run.mjs';
import type { Contestant } from '../contest.js';
import type { Request } from '../load/load.js';
import { inParallel } from '../../world/in-parallel.js';
import { type Laboratory } from '../laboratory.js';

/** App installations that register people by turns. */
const INSTALLATIONS = 20;

/** Passant as it is shipped: the built server in a process of its own, set up through the console's API. */
export class Passant {
  private tokens: string[] = [];

  private constructor(
    readonly name: string,
    readonly program: Program,
    readonly databaseUrl: string,
    private readonly world: StatelessWorld,
    private readonly apps: MobileApp[],
  ) {}

  /** @param processes on its one port */
  static async start(laboratory: Laboratory, processes = 1): Promise<Passant> {
    const databaseUrl = await laboratory.database('bench_passant');
    const folder = laboratory.newFolder('passant');
    const nodeArguments = laboratory.profilerArguments;
    const settings = { PASSANT_WORKERS: `${processes}` };
    const program = laboratory.keep(await startPassant({ folder, databaseUrl, nodeArguments, settings }));
    const world = await StatelessWorld.prepare(program.url);
    const name = processes === 1 ? 'Passant' : `Passant, ${processes} processes`;
    return new Passant(name, program, databaseUrl, world, await world.installations(INSTALLATIONS));
  }

  /** Introspection of distinct live tokens, each made by a stateless registration. */
  introspection(count: number): Contestant {
    return {
      ...this.identity,
      prepare: async () => ({
        path: PATHS.introspectV2,
        contentType: 'application/x-www-form-urlencoded',
        requests: (await this.liveTokens(count)).map((token) => ({
          authorization: this.world.resourceServer,
          body: `token=${token}`,
        })),
        once: false,
      }),
      accepts: ({ active, sub, app_identifier: application }) =>
        active === true && application === APPLICATION && String(sub).startsWith('person-'),
    };
  }

  /** Stateless registration, v2, one step, with the provider's script. */
  registration(): Contestant {
    return {
      ...this.identity,
      prepare: async (count) => ({
        path: PATHS.customRegistrationV2(PROVIDER, 'complete'),
        contentType: 'application/json',
        requests: await this.registrations(count),
        once: true,
      }),
      accepts: ({ status, oauth_token: token }) => status === 2000 && Boolean(token),
      committed: () => this.count('access_token'),
    };
  }

  /** Registration of app installations, each with an initial access token of its own. */
  clientRegistration(key: DeviceKey): Contestant {
    return {
      ...this.identity,
      prepare: async (count) => ({
        path: PATHS.clients,
        contentType: 'application/json',
        requests: (await inParallel(count, () => this.world.initialAccessToken())).map((token) => ({
          authorization: `Bearer ${token}`,
          body: JSON.stringify({
            ...{ application_type: 'native', software_version: '1.0', app_platform: 'ios', client_name: 'Phone' },
            ...{ token_endpoint_auth_method: 'private_key_jwt', software_id: APPLICATION },
            jwks: { keys: [key.publicJwk] },
          }),
        })),
        once: true,
      }),
      accepts: ({ client_id: id, registration_access_token: token }) => Boolean(id && token),
      committed: () => this.count('client'),
    };
  }

  private get identity() {
    return { name: this.name, url: this.program.url };
  }

  private async registrations(count: number): Promise<Request[]> {
    return inParallel(count, async (index) => ({
      body: JSON.stringify({
        ...(await this.apps[index % this.apps.length]!.authentication()),
        ...registrationOf(`person-${index}`),
      }),
    }));
  }

  private async liveTokens(count: number): Promise<string[]> {
    if (this.tokens.length < count) {
      const path = PATHS.customRegistrationV2(PROVIDER, 'complete');
      const requests = await this.registrations(count - this.tokens.length);
      const made = await inParallel(requests.length, async (index) => {
        const headers = { 'content-type': 'application/json' };
        const reply = await fetch(this.program.url + path, { method: 'POST', headers, ...requests[index]! });
        const body = (await reply.json()) as CompleteRegistrationResponse;
        if (body.oauth_token) return body.oauth_token.access_token;
        throw new StepFailed(`A registration was answered ${reply.status}: ${JSON.stringify(body)}.`);
      });
      this.tokens.push(...made);
    }
    return this.tokens.slice(0, count);
  }

  private async count(table: string): Promise<number> {
    const [row] = await queryOnce<{ count: string }>(this.databaseUrl, `SELECT count(*) FROM ${table}`);
    return Number(row!.count);
  }
}
