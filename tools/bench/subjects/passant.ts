import { setTimeout as pause } from 'node:timers/promises';
import { ISSUER_PATH, PATHS, type CompleteRegistrationResponse } from '@passant/contracts';
import type { DeviceKey, MobileApp } from '@passant/mobile-client';
import { knowsSetting, startPassant } from '../../world/passant.js';
import type { Program } from '../../world/program.js';
import { queryOnce } from '../../world/databases.js';
import { APPLICATION, PROVIDER, StatelessWorld, registrationOf } from '../../world/stateless-world.js';
import { StepFailed } from '../../lib/run.mjs';
import type { Contestant } from '../contest.js';
import type { KeyHolder } from '../load/asserted.js';
import type { Request } from '../load/load.js';
import { inParallel } from '../../world/in-parallel.js';
import { type Laboratory } from '../laboratory.js';
import type { Subject } from '../usage.js';

/** What a resource server needs: the server's URL, its own credentials, and live tokens. */
export interface BackEnd {
  url: string;
  clientId: string;
  clientSecret: string;
  tokens: string[];
}

/** Milliseconds between two additions to what is counted. */
const COUNTED_EVERY = 1000;

/** App installations that take turns in registering people. */
const INSTALLATIONS = 20;
/** Events of which one installation causes more than the server writes one by one, since so few of them take turns here. */
const EVENTS_OF_EACH = 'STATELESS_CUSTOM_REGISTRATION_COMPLETE_SUCCESS,TOKEN_REQUEST_ACCESS_TOKEN_CREATED';

const DETAILED = 'PASSANT_EVENTS_DETAILED';

/** Name of the Passant built in another checkout. */
export const OTHER = 'other Passant';

function nameOf({ processes = 1, checkout }: { processes?: number; checkout?: string }): string {
  if (checkout !== undefined) return OTHER;
  return processes === 1 ? 'Passant' : `Passant, ${processes} processes`;
}

/**
 * Settings with which every registration writes its event, as it does where many installations register people. A build
 * from before there were counts writes every event in any case.
 */
const writingEachEvent = (checkout: string | undefined): Record<string, string> =>
  knowsSetting(DETAILED, checkout) ? { [DETAILED]: EVENTS_OF_EACH } : {};

/** Passant as shipped: the built server in a separate process, set up through the console's API. */
export class Passant {
  private tokens: string[] = [];

  private constructor(
    readonly name: string,
    readonly program: Program,
    readonly databaseUrl: string,
    private readonly world: StatelessWorld,
    private readonly apps: MobileApp[],
  ) {}

  /**
   * @param options.processes number of processes that share its port
   * @param options.checkout root of another checkout whose build is started instead of this one's
   */
  static async start(
    laboratory: Laboratory,
    options: { processes?: number; checkout?: string } = {},
  ): Promise<Passant> {
    const { processes = 1, checkout } = options;
    const databaseUrl = await laboratory.database('bench_passant');
    const folder = laboratory.newFolder(checkout === undefined ? 'passant' : 'other-passant');
    const nodeArguments = laboratory.profilerArguments;
    const settings = { PASSANT_WORKERS: `${processes}`, ...writingEachEvent(checkout) };
    const program = laboratory.keep(
      await startPassant({ folder, databaseUrl, nodeArguments, settings, ...(checkout ? { checkout } : {}) }),
    );
    const world = await StatelessWorld.prepare(program.url);
    return new Passant(nameOf(options), program, databaseUrl, world, await world.installations(INSTALLATIONS));
  }

  /** Starts the build of another checkout, if there is one to compare with. */
  static async startOther(laboratory: Laboratory): Promise<Passant[]> {
    const { against: checkout } = laboratory;
    return checkout === undefined ? [] : [await Passant.start(laboratory, { checkout })];
  }

  get subject(): Subject {
    return { pid: this.program.pid, databaseUrl: this.databaseUrl };
  }

  /** Introspection of distinct live tokens, each issued by a stateless registration. */
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

  /** An API client that may introspect, and proves itself with a key. */
  async keyHolder(key: DeviceKey): Promise<KeyHolder> {
    return { clientId: await this.world.resourceServerWithKey(key.publicJwk), key };
  }

  /** The audience of assertions. */
  get issuer(): string {
    return this.program.url + ISSUER_PATH;
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

  /** Registration of app installations, each with its own initial access token. */
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

  /** What a back end needs to accept tokens of this server, and some live tokens. */
  async backEnd(count: number): Promise<BackEnd> {
    const basic = this.world.resourceServer.slice('Basic '.length);
    const [clientId, clientSecret] = Buffer.from(basic, 'base64').toString().split(':') as [string, string];
    return { url: this.program.url, clientId, clientSecret, tokens: await this.liveTokens(count) };
  }

  /** Revokes a token, as the app that holds it does. @param index index of the token among the live ones */
  async revoke(index: number): Promise<void> {
    const proof = await this.apps[index % this.apps.length]!.authentication();
    const body = new URLSearchParams({ ...proof, token: this.tokens[index]! });
    const { status } = await fetch(this.program.url + PATHS.revoke, { method: 'POST', body });
    if (status !== 200) throw new StepFailed(`A revocation was answered ${status}.`);
  }

  /**
   * Rows that an hour of successful introspections leaves in the table of events: what the minutes so far have left, for
   * sixty of them.
   */
  async introspectionEventsPerHour(): Promise<number> {
    await pause(2 * COUNTED_EVERY);
    const [found] = await queryOnce<{ rows: string; minutes: string }>(
      this.databaseUrl,
      `SELECT count(*) AS rows, count(DISTINCT occurred / 60000) AS minutes
         FROM event WHERE name = 'TOKEN_INTROSPECTION_SUCCESS'`,
    );
    return (60 * Number(found!.rows)) / Number(found!.minutes);
  }

  private get identity() {
    return { name: this.name, url: this.program.url, subject: this.subject };
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
