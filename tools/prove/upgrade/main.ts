/**
 * Replaces two servers of an earlier build by two of this one while people register, back ends introspect and an
 * administrator works, and goes back again. Exits with 0 only if nothing was refused that was right, and nothing was lost.
 */
import { parseArgs } from 'node:util';
import { Cluster, startCluster } from '../../lib/postgres-cluster.mjs';
import { StepFailed, onAskedToEnd } from '../../lib/run.mjs';
import { say } from '../../lib/say.mjs';
import { withTemporaryFolder } from '../../lib/temporary.mjs';
import { conclude } from '../../lib/tool.mjs';
import { buildIn, thisBuild } from './build.js';
import { Rehearsal } from './rehearsal.js';
import { isSound, renderJson, renderText } from './report.js';

const USAGE = `npm run prove:upgrade -- --from FOLDER   an upgrade from the build in another checkout, and back
npm run prove:upgrade                    the servers of this build are started again, one after the other
npm run prove:upgrade -- --quick         a moment of each phase
npm run prove:upgrade -- --json          the report as JSON, and nothing else`;

/** Milliseconds that each phase lasts at least. */
const LONG = 15_000;
const QUICK = 1_000;

function readOptions(args: string[]) {
  try {
    const options = {
      from: { type: 'string' },
      quick: { type: 'boolean' },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    } as const;
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new StepFailed((error as Error).message, USAGE);
  }
}

async function main(): Promise<number> {
  const { from, quick = false, json = false, help } = readOptions(process.argv.slice(2));
  if (help) {
    console.log(USAGE);
    return 0;
  }
  const now = thisBuild();
  const old = from === undefined ? { ...now, name: 'same' } : buildIn(from, 'old');
  const cluster = await startCluster({ durable: true });
  if (!(cluster instanceof Cluster)) throw new StepFailed(`There is no PostgreSQL, because ${cluster.reason}.`);
  try {
    const report = await withTemporaryFolder('upgrade', (folder) =>
      Rehearsal.run({
        ...{ folder, databaseUrl: cluster.url, old, now },
        duration: quick ? QUICK : LONG,
        say: json ? () => {} : say,
      }),
    );
    console.log(json ? renderJson(report) : renderText(report));
    return isSound(report) ? 0 : 1;
  } finally {
    await cluster.stop();
  }
}

// Leaving through exit() stops every process of the run.
onAskedToEnd(() => process.exit(130));
await conclude(main);
