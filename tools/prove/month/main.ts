/**
 * Lets a month pass for a server on the embedded database: the test clock goes on by a day at a time, and every day brings
 * its registrations, introspections, refusals and sweeps. Exits with 0 only if files, memory and start are in the last
 * week what they were in the second.
 */
import { parseArgs } from 'node:util';
import { StepFailed, onAskedToEnd } from '../../lib/run.mjs';
import { say } from '../../lib/say.mjs';
import { withTemporaryFolder } from '../../lib/temporary.mjs';
import { conclude } from '../../lib/tool.mjs';
import { Life } from './life.js';
import { type Day, type Report, problemsOf, renderJson, renderText } from './report.js';
import { type Amounts, Traffic } from './traffic.js';

const USAGE = `npm run prove:month                a month of traffic on the embedded database
npm run prove:month -- --quick     the same month with a tenth of the traffic; memory and start are not judged
npm run prove:month -- --json      the report as JSON, and nothing else`;

const DAYS = 30;

const FULL: Amounts = { registrations: 150, introspections: 300, refusals: 60, abandoned: 30, newcomers: 3 };
const QUICK: Amounts = { registrations: 15, introspections: 30, refusals: 6, abandoned: 3, newcomers: 1 };

/** Days of both weeks on which a server is started on a copy of the files. */
const STARTS = { full: [8, 9, 10, 11, 12, 13, 14, 24, 25, 26, 27, 28, 29, 30], quick: [14, 30] };

function parse(args: string[]) {
  try {
    const flag = { type: 'boolean' } as const;
    const options = { quick: flag, json: flag, help: flag };
    return parseArgs({ args, options }).values;
  } catch (error) {
    throw new StepFailed((error as Error).message, USAGE);
  }
}

async function prove(quick: boolean, tell: (line: string) => void, folder: string): Promise<Report> {
  const amounts = quick ? QUICK : FULL;
  const life = await Life.begin(folder);
  try {
    const traffic = await Traffic.prepare(life);
    const days: Day[] = [];
    for (let day = 1; day <= DAYS; day += 1) {
      await life.nextDay();
      await traffic.day(amounts);
      const seen = await life.look();
      const starts = STARTS[quick ? 'quick' : 'full'].includes(day);
      days.push({ day, ...seen, ...(starts ? { start: await life.startOfCopy() } : {}) });
      if (day % 7 === 0) tell(`${day} days …`);
    }
    return { quick, days, requests: traffic.requests };
  } finally {
    await life.end();
  }
}

async function main(): Promise<number> {
  const { quick = false, json = false, help } = parse(process.argv.slice(2));
  if (help) {
    console.log(USAGE);
    return 0;
  }
  const tell = json ? () => {} : say;
  const report = await withTemporaryFolder('month', (folder) => prove(quick, tell, folder));
  console.log(json ? renderJson(report) : renderText(report));
  return problemsOf(report).length === 0 ? 0 : 1;
}

// Leaving through exit() stops every process of the run.
onAskedToEnd(() => process.exit(130));
await conclude(main);
