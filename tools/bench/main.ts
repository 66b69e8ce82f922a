/**
 * Measures Passant next to what it is compared with, and prints a table. Exits with 1 only if measuring failed: a
 * missed target does not count.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { calledFrom } from '../lib/called-from.mjs';
import { provideDatabase } from '../lib/postgres.mjs';
import { StepFailed, onAskedToEnd } from '../lib/run.mjs';
import { say } from '../lib/say.mjs';
import { withTemporaryFolder } from '../lib/temporary.mjs';
import { conclude } from '../lib/tool.mjs';
import { FIGURES } from './figures/all.js';
import { Laboratory } from './laboratory.js';
import { findLoadGenerator } from './load/generator.js';
import { describeMachine } from './machine.js';
import { type Options, USAGE, readOptions } from './options.js';
import { type Report, renderJson, renderText } from './report.js';

async function measure(options: Options, serverUrl: string, folder: string): Promise<Report> {
  const { scale, only, json: quiet, profile, against } = options;
  const generator = findLoadGenerator(options.load);
  const machine = await describeMachine(serverUrl, generator.name);
  const seen = (path: string) => resolve(calledFrom('bench'), path);
  const profiler = profile ? ['--cpu-prof', `--cpu-prof-dir=${seen(profile)}`] : [];
  const laboratory = new Laboratory(serverUrl, folder, profiler, against && seen(against));
  const figures: Report['figures'] = [];
  for (const { name, title, measure: take } of FIGURES.filter((figure) => only.includes(figure.name))) {
    if (!quiet) say(`${title} …`);
    try {
      figures.push({ name, title, ...(await take({ laboratory, scale, send: generator.send, quiet })) });
    } finally {
      await laboratory.clear();
    }
  }
  return { machine, figures, rounds: scale.rounds, seconds: scale.seconds };
}

async function main(): Promise<void> {
  const options = readOptions(
    process.argv.slice(2),
    FIGURES.map(({ name }) => name),
    FIGURES.filter(({ onRequest }) => onRequest).map(({ name }) => name),
  );
  if (options === 'help') return console.log(USAGE);
  const { against } = options;
  if (against !== undefined && !existsSync(join(against, 'apps/auth-api/dist/main.js'))) {
    throw new StepFailed(`There is no built Passant in ${against}: run npm ci and npm run build there.`);
  }
  // Durable: with answers sent before their commit is on disk, this would measure something else.
  const database = await provideDatabase({ durable: true });
  if ('reason' in database) throw new StepFailed(`There is no PostgreSQL, because ${database.reason}.`);
  try {
    const report = await withTemporaryFolder('bench', (folder) => measure(options, database.url, folder));
    console.log(options.json ? renderJson(report) : `\n${renderText(report)}`);
  } finally {
    await database.stop();
  }
}

// Leaving through exit() stops every process of the run.
onAskedToEnd(() => process.exit(130));
await conclude(main);
