import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { DeviceKey } from '@passant/mobile-client';
import { freePort } from '../../lib/free-port.mjs';
import { queryOnce } from '../../world/databases.js';
import { inParallel } from '../../world/in-parallel.js';
import { startPassant } from '../../world/passant.js';
import type { Program } from '../../world/program.js';
import { StatelessWorld } from '../../world/stateless-world.js';
import { holdsWithin } from '../durable/holds-within.js';
import { Ledger } from '../durable/ledger.js';
import { Load } from '../durable/load.js';
import { countClients, verifyClients, verifyTokens } from '../durable/verify.js';
import { Balancer, type Sample } from './balancer.js';
import { type Build, schemaCommand } from './build.js';
import { Company, ENOUGH } from './company.js';
import { type PhaseReport, type Report, phaseOf } from './report.js';

/** Number of app installations that register people, and of clients that may be registered. */
const APPS = 4;
const CLIENTS = 400;

/** Milliseconds within which the load stops. */
const PATIENCE = 60_000;

/** Milliseconds within which everybody did something in each phase, on the slowest machine. */
const PHASE = 300_000;

/** Seconds for which a server that can do so says that it is not ready, before it stops. */
const LEAVE_SECONDS = 4;

export interface RehearsalOptions {
  folder: string;
  databaseUrl: string;
  old: Build;
  now: Build;
  /** Milliseconds that each phase lasts at least. */
  duration: number;
  say: (sentence: string) => void;
}

/** A server of one build. */
interface Member {
  build: Build;
  url: string;
  program: Program;
}

/** Two servers behind a balancer, replaced one after the other while people, back ends and an administrator go on. */
export class Rehearsal {
  private readonly members: Member[] = [];
  private readonly phases: PhaseReport[] = [];
  private samples: Sample[] = [];
  private started = 0;

  private constructor(
    private readonly options: RehearsalOptions,
    private readonly balancer: Balancer,
  ) {
    balancer.onSample = (sample) => this.samples.push(sample);
  }

  static async run(options: RehearsalOptions): Promise<Report> {
    const rehearsal = new Rehearsal(options, await Balancer.at(await freePort()));
    try {
      return await rehearsal.run();
    } finally {
      await Promise.all(rehearsal.members.map(({ program }) => program.stop()));
      await rehearsal.balancer.close();
    }
  }

  private async run(): Promise<Report> {
    const { old } = this.options;
    await this.start(old);
    const before = await this.countMigrations();
    await this.start(old);
    const world = await StatelessWorld.prepare(this.balancer.url);
    const ledger = new Ledger();
    const apps = await world.installations(APPS);
    const clientsBefore = await countClients(world);
    const initialAccessTokens = await inParallel(CLIENTS, () => world.initialAccessToken());
    const options = {
      ...{ servers: [{ url: this.balancer.url, isRunning: true }], ledger, apps, initialAccessTokens },
      ...{ resourceServer: world.resourceServer, key: await DeviceKey.generate() },
    };
    return Load.during(options, (load) =>
      Company.during(world, ledger, async (company) => {
        const migrations = await this.goThrough(before, ledger);
        await Promise.all([load.stop(PATIENCE), company.stop()]);
        if (ledger.unanswered > 0) ledger.violate(`${ledger.unanswered} requests had no answer`);
        const servers = this.members.map(({ url, build }) => ({ url, name: `the ${build.name} build` }));
        const tokens = await verifyTokens({ servers }, load, world.resourceServer, ledger);
        const clients = await verifyClients({}, world, clientsBefore, load, ledger);
        const { acknowledged, turnedAway, violations } = ledger;
        const { refreshed, saved } = company;
        return {
          ...{ from: old.checkout, migrations, phases: this.phases, tokens, clients },
          ...{ acknowledged, refreshed, saved, turnedAway, violations },
        };
      }),
    );
  }

  /**
   * Goes through all states of the installation, one after the other.
   * @param before number of migrations of the old build
   * @returns number of those of the new one beyond them
   */
  private async goThrough(before: number, ledger: Ledger): Promise<number> {
    const { old, now, databaseUrl } = this.options;
    this.samples = [];
    await this.phase(`two of the ${old.name} build`, ledger);
    await this.phase('one taken away, and the database migrated', ledger, async () => {
      await this.stop(this.members[0]!);
      await schemaCommand(now, 'migrate', databaseUrl);
    });
    const migrations = (await this.countMigrations()) - before;
    await this.phase(`one of the ${old.name} build beside one of the ${now.name}`, ledger, () => this.start(now));
    await this.phase(`two of the ${now.name} build`, ledger, async () => {
      await this.stop(this.members[0]!);
      await this.start(now);
    });
    if (old.checkout !== now.checkout) await this.goBack(migrations, ledger);
    return migrations;
  }

  /** Old servers first, on the new schema: the new ones could not work on the old schema. */
  private async goBack(migrations: number, ledger: Ledger): Promise<void> {
    const { old, now, databaseUrl } = this.options;
    const replace = async () => {
      await this.stop(this.members[0]!);
      await this.start(old);
    };
    await this.phase(`one of the ${now.name} build beside one of the ${old.name}, on the way back`, ledger, replace);
    await this.phase(`two of the ${old.name} build, before the migrations are reverted`, ledger, replace);
    await this.phase(`two of the ${old.name} build, and the migrations reverted`, ledger, async () => {
      for (let left = migrations; left > 0; left -= 1) await schemaCommand(now, 'revert', databaseUrl);
    });
  }

  /** Changes the installation, and lets everybody go on until each of them did something in its new state. */
  private async phase(name: string, ledger: Ledger, change: () => Promise<void> = async () => {}): Promise<void> {
    this.options.say(`  ${name} …`);
    await change();
    const wanted = ledger.acknowledged + 40;
    const rounds = () => this.samples.filter(({ path }) => path.startsWith('/admin/')).length;
    const least = rounds() + 16;
    const isEnough = () => ledger.violations.length >= ENOUGH || (ledger.acknowledged >= wanted && rounds() >= least);
    await pause(this.options.duration);
    if (!(await holdsWithin(PHASE, isEnough))) ledger.violate(`hardly anybody got on with ${name}`);
    this.phases.push(phaseOf(name, this.samples));
    this.samples = [];
  }

  private async start(build: Build): Promise<void> {
    const { databaseUrl, folder } = this.options;
    this.started += 1;
    const own = join(folder, `server-${this.started}`);
    mkdirSync(own, { recursive: true });
    const port = await freePort();
    const program = await startPassant({
      ...{ folder: own, databaseUrl, checkout: build.checkout },
      settings: {
        ...{ PORT: `${port}`, PASSANT_PUBLIC_URL: this.balancer.url },
        ...(build.canLeave ? { PASSANT_LEAVE_SECONDS: `${LEAVE_SECONDS}` } : {}),
      },
    });
    const member = { build, url: `http://127.0.0.1:${port}`, program };
    this.members.push(member);
    await this.balancer.add(member.url);
  }

  /** Ends a server as operators do. One that cannot say by itself that it leaves is taken out of the balancer before. */
  private async stop(member: Member): Promise<void> {
    if (!member.build.canLeave) await this.balancer.takeOut(member.url);
    await member.program.stop();
    this.members.splice(this.members.indexOf(member), 1);
    this.balancer.remove(member.url);
  }

  private async countMigrations(): Promise<number> {
    const [row] = await queryOnce<{ count: number }>(
      this.options.databaseUrl,
      'SELECT count(*)::int AS count FROM schema_migration',
    );
    return row!.count;
  }
}
