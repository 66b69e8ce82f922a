/**
 * Kills servers and databases, lets databases be of no use, and fills up their disks, in the middle of registrations. Checks that nothing acknowledged
 * is lost, that nothing is spent twice, and that everything recovers by itself. Exits with 0 only if all of that holds.
 */
import { parseArgs } from 'node:util';
import { DeviceKey } from '@passant/mobile-client';
import { StepFailed, onAskedToEnd } from '../../lib/run.mjs';
import { say } from '../../lib/say.mjs';
import { withTemporaryFolder } from '../../lib/temporary.mjs';
import { conclude } from '../../lib/tool.mjs';
import { inParallel } from '../../world/in-parallel.js';
import { StatelessWorld } from '../../world/stateless-world.js';
import { type Fault, type FaultReport, PATIENCE, strike } from './faults.js';
import {
  type Installation,
  installEmbedded,
  installEmbeddedOnDisk,
  installForOutages,
  installWithOutside,
  installOnDisk,
  installOnPostgres,
  installWithStandby,
} from './installation.js';
import { holdsWithin } from './holds-within.js';
import { Ledger } from './ledger.js';
import { Load } from './load.js';
import { prepareLeaning } from './outside.js';
import { Tally } from './tally.js';
import { type InstallationReport, type NotRun, type Report, isSound, renderJson, renderText } from './report.js';
import { countClients, verifyClients, verifyCounts, verifyTokens } from './verify.js';

const USAGE = `npm run prove:durable                     ten faults on PostgreSQL, three on the embedded database, a fail-over, outages, slow others, full disks, wrong clocks
npm run prove:durable -- --quick          one of each kind
npm run prove:durable -- --only standby   embedded, postgresql, standby, disk, embedded-disk, outages, outside or clocks alone
npm run prove:durable -- --json           the report as JSON, and nothing else`;

interface Trial {
  kind: Installation['kind'];
  install: (folder: string) => Promise<Installation | { reason: string }>;
  faults: Fault[];
  quick: Fault[];
}

const TRIALS: Trial[] = [
  { kind: 'embedded', install: installEmbedded, faults: ['server', 'server', 'server'], quick: ['server'] },
  {
    kind: 'postgresql',
    install: installOnPostgres('postgresql'),
    faults: Array.from({ length: 5 }, (): Fault[] => ['server', 'database']).flat(),
    quick: ['server', 'database'],
  },
  { kind: 'standby', install: installWithStandby, faults: ['primary'], quick: ['primary'] },
  { kind: 'disk', install: installOnDisk, faults: ['disk', 'disk'], quick: ['disk'] },
  { kind: 'embedded-disk', install: installEmbeddedOnDisk, faults: ['disk', 'disk'], quick: ['disk'] },
  // The short forms are specs of the server: silent-database.spec.ts, outage.spec.ts, readiness.spec.ts.
  {
    kind: 'outages',
    install: installForOutages,
    faults: ['frozen', 'unreachable', 'refused', 'crowded', 'read-only'],
    quick: [],
  },
  // The short forms are specs of the server: script-http.spec.ts, web-hooks.spec.ts, jwks-uri.spec.ts.
  { kind: 'outside', install: installWithOutside, faults: ['scheme', 'hook', 'keys'], quick: [] },
  // The short form is clock-apart.spec.ts of the server: here it takes as long as it takes until something is deleted.
  { kind: 'clocks', install: installOnPostgres('clocks'), faults: ['ahead', 'behind'], quick: [] },
];

/** Number of app installations that register people, and of clients that may be registered per fault. */
const APPS = 8;
const CLIENTS_PER_FAULT = 150;

async function prove(installation: Installation, faults: Fault[]): Promise<InstallationReport> {
  const world = await StatelessWorld.prepare(installation.publicUrl);
  const ledger = new Ledger();
  const tally = new Tally();
  const apps = await world.installations(APPS);
  const lean = installation.outside && (await prepareLeaning(world, installation.outside));
  const clientsBefore = await countClients(world);
  const options = {
    ...{ servers: installation.servers, ledger, tally, resourceServer: world.resourceServer, apps },
    key: await DeviceKey.generate(),
    initialAccessTokens: await inParallel(CLIENTS_PER_FAULT * faults.length, () => world.initialAccessToken()),
  };
  return Load.during(options, async (load) => {
    const reports: FaultReport[] = [];
    for (const fault of faults)
      reports.push(await strike(fault, installation, load, { ledger, tally, ...(lean ? { lean } : {}) }));
    // On a slow machine, all that was asked before a fault may be what the fault may lose. The report says what is missing.
    await holdsWithin(PATIENCE, () => ledger.turnedAway > 0 && tally.bounds().least > 0);
    await load.stop(PATIENCE);
    // Before anything else is introspected.
    const counted = await verifyCounts(world, tally, ledger);
    const tokens = await verifyTokens(installation, load, world.resourceServer, ledger);
    const clients = await verifyClients(installation, world, clientsBefore, load, ledger);
    const { acknowledged, turnedAway, violations } = ledger;
    return { kind: installation.kind, faults: reports, acknowledged, tokens, clients, counted, turnedAway, violations };
  });
}

async function proveAll(trials: Trial[], quick: boolean, quiet: boolean): Promise<Report> {
  const installations: InstallationReport[] = [];
  const notRun: NotRun[] = [];
  for (const { kind, install, faults, quick: few } of trials) {
    const chosen = quick ? few : faults;
    if (chosen.length === 0) continue;
    await withTemporaryFolder('durable', async (folder) => {
      const installation = await install(folder);
      if ('reason' in installation) {
        notRun.push({ kind, reason: installation.reason });
        return;
      }
      if (!quiet) say(`Registrations, and what breaks them (${kind}) …`);
      try {
        installations.push(await prove(installation, chosen));
      } finally {
        await installation.close();
      }
    });
  }
  return { installations, notRun };
}

function readOptions(args: string[]) {
  try {
    const options = {
      quick: { type: 'boolean' },
      json: { type: 'boolean' },
      only: { type: 'string' },
      help: { type: 'boolean' },
    } as const;
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new StepFailed((error as Error).message, USAGE);
  }
}

async function main(): Promise<number> {
  const { quick = false, json = false, only, help } = readOptions(process.argv.slice(2));
  if (help) {
    console.log(USAGE);
    return 0;
  }
  const trials = TRIALS.filter(({ kind }) => only === undefined || kind === only);
  if (trials.length === 0) throw new StepFailed(`There is no ${only}.`, USAGE);
  const report = await proveAll(trials, quick, json);
  console.log(json ? renderJson(report) : renderText(report));
  return isSound(report) ? 0 : 1;
}

// Leaving through exit() stops every process of the run.
onAskedToEnd(() => process.exit(130));
await conclude(main);
