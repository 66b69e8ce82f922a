/**
 * Registers people on a temporary server on each kind of database, and searches for them everywhere at rest while their
 * tokens are alive. Exits with 0 only if nothing is found.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { PATHS } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import { Scanner, patternsOf } from '@passant/playwright/traces';
import { StepFailed, onAskedToEnd } from '../../lib/run.mjs';
import { say } from '../../lib/say.mjs';
import { withTemporaryFolder } from '../../lib/temporary.mjs';
import { conclude } from '../../lib/tool.mjs';
import { Canaries } from './canaries.js';
import { collectAtRest, collectShown } from './collect.js';
import { Evidence, PLACES, type Place } from './evidence.js';
import { Flows } from './flows.js';
import { type Installation, installEmbedded, installOnPostgres } from './installation.js';
import { type Options, USAGE, readOptions } from './options.js';
import { Outside } from './outside.js';
import { plant } from './plants.js';
import { type InstallationReport, type PlaceReport, isClean, renderJson, renderText } from './report.js';
import { RememberedFlows } from './remembered.js';
import { SurroundingFlows } from './surrounding.js';
import { Traffic } from './traffic.js';
import { type World, prepareWorld } from './world.js';

const INSTALL = { embedded: installEmbedded, postgresql: installOnPostgres };

const SHOWN = { embedded: 'a server with the embedded database', postgresql: 'one on PostgreSQL' };

const EVERY_PLACE = Object.keys(PLACES) as Place[];

/** Where profiles must be visible: a scan that does not find them there is blind. */
const SHOWS_PROFILES: readonly Place[] = ['database-files', 'dump', 'write-ahead-log', 'database-log', 'events'];

/** Scans one place. */
function look(place: Place, evidence: Evidence, canaries: Canaries, scanner: Scanner): PlaceReport {
  const pieces = evidence.of(place) ?? [];
  const found = pieces.flatMap(({ label, bytes }) => scanner.scan(bytes).map((match) => ({ place, label, ...match })));
  const findings = found.filter(({ canary }) => !canaries.isSpared(canary, place));
  return {
    ...{ place, pieces: pieces.length, bytes: pieces.reduce((sum, { bytes }) => sum + bytes.length, 0), findings },
    ...(SHOWS_PROFILES.includes(place) ? { sawProfile: findings.length < found.length } : {}),
  };
}

/** Number of tokens that still introspect to their subject. The others would prove nothing. */
async function countAlive(world: World, { issued }: Traffic): Promise<number> {
  const headers = { authorization: world.backEnd };
  const answers = await Promise.all(
    issued.map(async ({ token, subject }) => {
      const { body } = await send<{ sub?: string }>('POST', world.url + PATHS.introspectV2, {
        headers,
        form: { token },
      });
      return body.sub === subject;
    }),
  );
  return answers.filter(Boolean).length;
}

async function prove(kind: Options['kinds'][number], options: Options, folder: string): Promise<InstallationReport> {
  mkdirSync(folder);
  const outside = await Outside.start();
  try {
    const installation = await INSTALL[kind]({ folder, collector: outside.url });
    try {
      return await examine(installation, options, outside);
    } finally {
      await installation.close();
    }
  } finally {
    await outside.close();
  }
}

async function examine(installation: Installation, options: Options, outside: Outside): Promise<InstallationReport> {
  const canaries = new Canaries();
  const evidence = new Evidence();
  const world = await prepareWorld(installation.url, outside, canaries);
  const traffic = new Traffic(world.url, canaries, outside, evidence);
  await new Flows(world, traffic, outside).run();
  await new RememberedFlows(world, traffic).run();
  await new SurroundingFlows(world, traffic).run();
  await collectShown(world, traffic, outside, evidence);
  const tokensAlive = await countAlive(world, traffic);
  await installation.release();
  await collectAtRest(installation, evidence);

  const present = EVERY_PLACE.filter((place) => evidence.of(place) !== undefined);
  const planted = options.plant === 'all' ? present : present.filter((place) => place === options.plant);
  // A leak that is planted on request must be found like any other.
  if (options.plant !== 'all') await plantIn(planted, canaries, installation, evidence);
  const patterns = canaries.all.flatMap(patternsOf);
  const scanner = new Scanner(patterns);
  const places = present.map((place) => look(place, evidence, canaries, scanner));
  if (options.plant === 'all') await testEveryPlace(places, installation, evidence);
  return {
    ...{ kind: installation.kind, requests: traffic.sent, refused: traffic.refused },
    ...{ tokensIssued: traffic.issued.length, tokensAlive },
    ...{ canaries: canaries.all.length, patterns: patterns.length, places },
    absent: EVERY_PLACE.filter((place) => !present.includes(place)),
  };
}

/**
 * The forms of values that may leak. A leak of each is planted, because a scan may see one form and be blind to
 * another.
 */
const DRAW: Record<string, (canaries: Canaries, name: string) => string> = {
  text: (canaries, name) => canaries.draw(name),
  subject: (canaries, name) => canaries.drawSubject(name),
  word: (canaries, name) => canaries.drawWord(name),
  address: (canaries, name) => canaries.drawAddress(name),
  key: (canaries, name) => canaries.key(name, randomBytes(32).toString('base64url')),
};

const namesOfPlants = (place: Place) => Object.keys(DRAW).map((form) => `${form} planted in ${place}`);

async function plantIn(places: Place[], canaries: Canaries, installation: Installation, evidence: Evidence) {
  for (const place of places) {
    for (const [form, draw] of Object.entries(DRAW)) {
      await plant(place, draw(canaries, `${form} planted in ${place}`), form === 'key', installation, evidence);
    }
  }
  if (places.length > 0) await collectAtRest(installation, evidence);
}

/** Plants a leak in every place and checks that the scan finds it in that place. */
async function testEveryPlace(places: PlaceReport[], installation: Installation, evidence: Evidence): Promise<void> {
  const leaks = new Canaries();
  await plantIn(
    places.map(({ place }) => place),
    leaks,
    installation,
    evidence,
  );
  const scanner = new Scanner(leaks.all.flatMap(patternsOf));
  for (const report of places) {
    const { findings } = look(report.place, evidence, leaks, scanner);
    const seen = new Set(findings.map(({ canary }) => canary));
    report.sawPlantedLeak = namesOfPlants(report.place).every((name) => seen.has(name));
  }
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2), EVERY_PLACE);
  if (options === 'help') {
    console.log(USAGE);
    return 0;
  }
  if (!options.json) say(`People pass through ${options.kinds.map((kind) => SHOWN[kind]).join(' and ')} …`);
  const installations = await withTemporaryFolder('no-trace', (folder) =>
    Promise.all(options.kinds.map((kind) => prove(kind, options, join(folder, kind)))),
  );
  const { plant: wanted } = options;
  if (wanted !== undefined && wanted !== 'all' && installations.every(({ absent }) => absent.includes(wanted))) {
    throw new StepFailed(`Nothing was planted: there is no place "${wanted}" here.`);
  }
  const report = { installations };
  console.log(options.json ? renderJson(report) : renderText(report));
  return isClean(report) ? 0 : 1;
}

// Leaving through exit() stops every process of the run.
onAskedToEnd(() => process.exit(130));
await conclude(main);
