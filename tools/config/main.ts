/**
 * The program behind `npm run config`. Exit codes: 0 for no change or done, 1 for a fault, 2 for changes, 3 if there is nothing
 * to compare with, because nothing was ever applied.
 */
import { readFileSync } from 'node:fs';
import { relative } from 'node:path';
import { FilesRefused, type Problem, type ReadDocument } from '@passant/configuration-files';
import { type ConfigurationChanges, inOneLine } from '@passant/contracts';
import { StepFailed } from '../lib/run.mjs';
import { conclude } from '../lib/tool.mjs';
import { requireConsent } from './consent.js';
import { type Options, readOptions } from './options.js';
import { renderDrift, renderPlan } from './print.js';
import { readFiles } from './read-files.js';
import { DocumentRefused, Server } from './server.js';
import { writeFile, writeFiles } from './write-files.js';

const CHANGES = 2;
const NEVER_APPLIED = 3;

const say = (text: string) => void process.stdout.write(`${text}\n`);
const note = (text: string) => void process.stderr.write(`${text}\n`);

const [from = process.cwd(), ...args] = process.argv.slice(2);

await conclude(async () => {
  try {
    const options = readOptions(from, args, process.env);
    if (options.command === 'export') return await exportTo(options);
    return await (options.isOfLastApplied ? compareWithLastApplied(options) : compare(options));
  } catch (error) {
    if (!(error instanceof FilesRefused)) throw error;
    throw new StepFailed('Nothing was applied.', error.problems.map(inWords).join('\n'));
  }
});

function inWords({ place, path, sentence }: Problem): string {
  return inOneLine(`${place} ${path === '' ? '' : `${path}: `}${sentence}`);
}

async function exportTo(options: Options): Promise<number> {
  const server = await Server.open(options);
  const { configuration } = await server.call('exportConfiguration');
  const { written, left } = writeFiles(options.folder, configuration);
  say(`${written.length} files are in ${relative(from, options.folder) || '.'}.`);
  for (const path of left) note(`${path} is of no provider of the server, and was left.`);
  return 0;
}

async function compareWithLastApplied(options: Options): Promise<number> {
  const server = await Server.open(options);
  const drift = await server.call('compareConfiguration');
  report(options, drift, renderDrift(drift));
  if (drift.applied.length === 0) return NEVER_APPLIED;
  return drift.changes.length > 0 ? CHANGES : 0;
}

/** Writes an answer of the server where it was asked for, and prints it. @param text the same for people */
function report({ out, json }: Options, answer: object, text: string): void {
  const document = JSON.stringify(answer, null, 2);
  if (out !== undefined) writeFile(out, `${document}\n`);
  say(json ? document : text);
}

async function compare(options: Options): Promise<number> {
  const files = readFiles(options.folder, from, process.env);
  for (const problem of files.absent) note(inWords(problem));
  const server = await Server.open(options);
  // What is only on the server is drift, too.
  const body = { configuration: files.configuration, prune: options.prune || options.command === 'drift' };
  const planned = await located(files, () => server.call('planConfiguration', body));
  if (options.command !== 'apply') {
    report(options, planned, renderPlan(planned));
    return planned.changes.length > 0 ? CHANGES : 0;
  }
  if (options.plan !== undefined) requireSame(options.plan, planned);
  const mustConsent = planned.changes.length > 0 && !options.yes;
  if (!options.json) say(renderPlan(planned));
  else if (mustConsent) note(renderPlan(planned));
  if (mustConsent) {
    const { stdin: input, stderr: output } = process;
    await requireConsent({ input, output, isTerminal: input.isTTY });
  }
  // Also without a change: the server keeps what was last applied.
  const done = await located(files, () => server.call('applyConfiguration', body, planned.etag));
  say(options.json ? JSON.stringify(done, null, 2) : `Applied: ${done.changes.length} changes.`);
  return 0;
}

/** Says where in the files the server found a fault. */
async function located<Result>(files: ReadDocument, call: () => Promise<Result>): Promise<Result> {
  try {
    return await call();
  } catch (error) {
    if (!(error instanceof DocumentRefused)) throw error;
    const fields = Object.entries(error.fields);
    if (fields.length === 0) throw new StepFailed(`Nothing was applied: ${inOneLine(error.sentence)}`);
    throw new FilesRefused(fields.map(([path, sentence]) => files.locate(path, sentence)));
  }
}

/** Refuses what somebody has not seen: another state of the server, or other files. */
function requireSame(file: string, planned: ConfigurationChanges): void {
  let reviewed: string;
  try {
    reviewed = JSON.stringify(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new StepFailed(`${file} cannot be read as a plan. Write one with: plan --out.`);
  }
  if (reviewed === JSON.stringify(planned)) return;
  throw new StepFailed(
    'The server or the files are no longer what the plan was made for. Nothing was applied: plan again.',
  );
}
