import { setTimeout as pause } from 'node:timers/promises';
import { PATHS } from '@passant/contracts';
import { type Exchange, type MobileApp, send } from '@passant/mobile-client';
import { PROVIDER, type StatelessWorld, registerPerson, registrationOf } from '../../world/stateless-world.js';

/** Requests per second. Every `REGISTERS`th of them is a registration; the others are introspections. */
const RATE = 50;
const REGISTERS = 10;
/** Number of app installations that register people. */
const APPS = 4;

/** What legitimate users and back ends received. */
export interface Served {
  /** Latency of each response in milliseconds, from the time when the request was due. */
  times: number[];
  /** Incorrect responses. */
  wrong: string[];
}

/** Registrations and introspections at a moderate rate, regardless of other traffic. */
export class NormalTraffic {
  private constructor(
    private readonly world: StatelessWorld,
    private readonly apps: MobileApp[],
    private readonly tokens: string[],
  ) {}

  static async prepare(world: StatelessWorld): Promise<NormalTraffic> {
    const apps = await world.installations(APPS);
    const tokens = await Promise.all(apps.map((app, index) => registerPerson(app, `guest-${index}`)));
    return new NormalTraffic(world, apps, tokens);
  }

  /** Sends requests for the given number of seconds, whatever else happens, and waits for the last response. */
  async run(seconds: number): Promise<Served> {
    const served: Served = { times: [], wrong: [] };
    const underWay: Promise<void>[] = [];
    const begin = performance.now();
    for (let turn = 0; turn < seconds * RATE; turn += 1) {
      const due = begin + (turn / RATE) * 1000;
      await pause(Math.max(0, due - performance.now()));
      underWay.push(this.ask(turn, due, served));
    }
    await Promise.all(underWay);
    return served;
  }

  private async ask(turn: number, due: number, { times, wrong }: Served): Promise<void> {
    try {
      const { status, body } = await (turn % REGISTERS === 0 ? this.register(turn) : this.introspect(turn));
      if (status !== 200) wrong.push(`${status} ${JSON.stringify(body)}`);
    } catch (error) {
      wrong.push(`no answer: ${(error as Error).message}`);
    }
    times.push(performance.now() - due);
  }

  private register(turn: number): Promise<Exchange> {
    return this.apps[turn % this.apps.length]!.complete(PROVIDER, registrationOf(`guest-${turn}`));
  }

  private async introspect(turn: number): Promise<Exchange> {
    const { url, resourceServer: authorization } = this.world;
    const token = this.tokens[turn % this.tokens.length]!;
    const answer = await send<{ active?: boolean }>('POST', url + PATHS.introspectV2, {
      headers: { authorization },
      form: { token },
    });
    return answer.body.active === true ? answer : { ...answer, status: 0 };
  }
}

/** The value that the given fraction of all values does not exceed. @param part between 0 and 1 */
export function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
}
