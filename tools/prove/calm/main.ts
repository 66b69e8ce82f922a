/**
 * Sends hostile requests of every kind alongside normal traffic. Checks what they leave behind, whether all of them are
 * answered, and how long everybody else waits. Exits with 0 only if nothing fills up and nobody else is affected.
 */
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { Cluster, startCluster } from '../../lib/postgres-cluster.mjs';
import { StepFailed, onAskedToEnd } from '../../lib/run.mjs';
import { say } from '../../lib/say.mjs';
import { withTemporaryFolder } from '../../lib/temporary.mjs';
import { conclude } from '../../lib/tool.mjs';
import { startPassant } from '../../world/passant.js';
import { StatelessWorld } from '../../world/stateless-world.js';
import { type Cost, type Subject, costOf, usageOf } from '../../bench/usage.js';
import { Attacker } from './attack.js';
import { Onlooker, bytesBetween, rowsBetween } from './footprint.js';
import { type Hostility, prepareHostilities } from './hostilities.js';
import { NormalTraffic, type Served, percentile } from './normal-traffic.js';
import { type HostilityReport, type Report, problemsOf, renderJson, renderText } from './report.js';

const USAGE = `npm run prove:calm                     a minute of each kind, 1000 requests a second
npm run prove:calm -- --rate 300       fewer a second
npm run prove:calm -- --seconds 10     shorter
npm run prove:calm -- --quick          moments of each kind; speed, which is the machine's, is not judged
npm run prove:calm -- --only accounts  kinds that have this in their name
npm run prove:calm -- --json           the report as JSON, and nothing else`;

interface Options {
  quick: boolean;
  json: boolean;
  /** Part of the names of the kinds to send. */
  only: string;
  /** Hostile requests per second, and for how many seconds to send each kind. */
  rate: number;
  seconds: number;
}

const FULL = { rate: 1000, seconds: 60 };
const QUICK = { rate: 300, seconds: 1 };

/** Strangers may register, up to the limit of the rate-limiting bucket of one address. */
const SETTINGS = { PASSANT_OPEN_REGISTRATION: 'on', PASSANT_OPEN_REGISTRATIONS_PER_HOUR: '100' };

function readOptions(args: string[]): Options | 'help' {
  const given = parse(args);
  if (given.help) return 'help';
  const { rate, seconds } = given.quick ? QUICK : FULL;
  return {
    ...{ quick: given.quick ?? false, json: given.json ?? false, only: given.only ?? '' },
    ...{ rate: positive('rate', given.rate) ?? rate, seconds: positive('seconds', given.seconds) ?? seconds },
  };
}

function positive(name: string, text: string | undefined): number | undefined {
  if (text === undefined || Number(text) > 0) return text === undefined ? undefined : Number(text);
  throw new StepFailed(`--${name} wants a number above zero, not "${text}".`, USAGE);
}

function parse(args: string[]) {
  try {
    const [flag, value] = [{ type: 'boolean' }, { type: 'string' }] as const;
    const options = { quick: flag, json: flag, help: flag, rate: value, seconds: value, only: value };
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new StepFailed((error as Error).message, USAGE);
  }
}

/** A server, its normal traffic, its attacker, and what measures it. */
interface Scene {
  url: string;
  traffic: NormalTraffic;
  attacker: Attacker;
  onlooker: Onlooker;
  subject: Subject;
}

/** Normal traffic alone. */
interface Calm extends Served {
  seconds: number;
  /** What it cost; `undefined` if the system does not tell. */
  spent: Cost | undefined;
}

async function wait({ traffic, subject }: Scene, seconds: number): Promise<Calm> {
  const before = await usageOf(subject);
  const served = await traffic.run(seconds);
  return { ...served, seconds, spent: costOf(before, await usageOf(subject), 1) };
}

/** Attacks between two calms. */
async function attack(
  hostility: Hostility,
  scene: Scene,
  { rate, seconds }: Options,
  calmBefore: Calm,
): Promise<{ report: HostilityReport; calmAfter: Calm }> {
  const before = await scene.onlooker.look();
  const shots = await hostility.shots();
  const used = await usageOf(scene.subject);
  const [account, served] = await Promise.all([
    scene.attacker.fire({ url: scene.url, shots, rate, seconds }),
    scene.traffic.run(seconds),
  ]);
  const spent = costOf(used, await usageOf(scene.subject), 1);
  const after = await scene.onlooker.look();
  const calmAfter = await wait(scene, calmBefore.seconds);
  const calms = [calmBefore, calmAfter];
  const { name, answers, bound } = hostility;
  const report = {
    ...{ name, answers, bound, seconds, ...account },
    ...{ rows: rowsBetween(before, after), bytes: bytesBetween(before, after) },
    ...{ p99: percentile(served.times, 0.99), wrong: served.wrong },
    calm: summaryOf(calms),
    cost: costOfEach(account.sent, { seconds, spent }, calms),
  };
  return { report, calmAfter };
}

/** Microseconds of processor time for each hostile request: what was spent beyond what normal traffic takes. */
function costOfEach(
  sent: number,
  { seconds, spent }: { seconds: number; spent: Cost | undefined },
  calms: Calm[],
): HostilityReport['cost'] {
  const beyond = (of: 'server' | 'database') => {
    const each = calms.map((calm) => (calm.spent?.[of] ?? Number.NaN) / calm.seconds);
    return ((spent?.[of] ?? Number.NaN) - (seconds * each.reduce((sum, one) => sum + one, 0)) / calms.length) / sent;
  };
  const cost = { server: beyond('server'), database: beyond('database') };
  return Number.isNaN(cost.server + cost.database) ? undefined : cost;
}

const summaryOf = (calms: Calm[]) => ({
  p99: percentile(
    calms.flatMap(({ times }) => times),
    0.99,
  ),
  wrong: calms.flatMap(({ wrong }) => wrong),
});

async function prove(options: Options, folder: string, databaseUrl: string): Promise<Report> {
  const server = await startPassant({ folder, databaseUrl, settings: SETTINGS });
  const attacker = new Attacker();
  try {
    const world = await StatelessWorld.prepare(server.url);
    const traffic = await NormalTraffic.prepare(world);
    const hostilities = (await prepareHostilities(world)).filter(({ name }) => name.includes(options.only));
    if (hostilities.length === 0) throw new StepFailed(`No kind has "${options.only}" in its name.`, USAGE);
    const onlooker = new Onlooker(server.url, databaseUrl, join(folder, 'passant.log'));
    const scene = { url: server.url, traffic, attacker, onlooker, subject: { pid: server.pid, databaseUrl } };
    // Warm-up: requests that are slow only because they are the first must not count.
    await traffic.run(Math.min(options.seconds, 5));
    let calm = await wait(scene, options.seconds / 2);
    const reports: HostilityReport[] = [];
    for (const hostility of hostilities) {
      if (!options.json && !options.quick) say(`${hostility.name} …`);
      const { report, calmAfter } = await attack(hostility, scene, options, calm);
      reports.push(report);
      calm = calmAfter;
    }
    return { quick: options.quick, hostilities: reports };
  } finally {
    attacker.end();
    await server.stop();
  }
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (options === 'help') {
    console.log(USAGE);
    return 0;
  }
  const cluster = await startCluster();
  if (!(cluster instanceof Cluster)) throw new StepFailed(`There is no PostgreSQL, because ${cluster.reason}.`);
  try {
    const report = await withTemporaryFolder('calm', (folder) => prove(options, folder, cluster.url));
    console.log(options.json ? renderJson(report) : renderText(report));
    return problemsOf(report).length === 0 ? 0 : 1;
  } finally {
    await cluster.stop();
  }
}

// Leaving through exit() stops every process of the run.
onAskedToEnd(() => process.exit(130));
await conclude(main);
