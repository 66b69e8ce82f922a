import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { StepFailed, capture } from '../../lib/run.mjs';
import { at } from '../../lib/workspace.mjs';
import { type LoadOptions, type LoadResult, linesOf } from './load.js';

/** What `wrk.lua` prints at the end. */
interface WrkReport {
  requests: number;
  microseconds: number;
  failed: number;
  p50: number;
  p95: number;
  p99: number;
  drawn: number;
}

/** Load from wrk: one thread of C code that uses next to nothing of two cores. */
export async function loadFromWrk({ url, job, seconds, connections, folder }: LoadOptions): Promise<LoadResult> {
  const file = join(folder, 'requests.tsv');
  writeFileSync(file, linesOf(job.requests));
  const limits = ['-t', '1', '-c', `${connections}`, '-d', `${seconds}s`, '--timeout', '10s'];
  const script = [file, job.path, job.contentType, job.once ? 'once' : 'again', job.accept ?? '*/*'];
  const { code, output } = await capture('wrk', [
    ...limits,
    '-s',
    at('tools/bench/load/wrk.lua'),
    url,
    '--',
    ...script,
  ]);
  const line = /^RESULT (.+)$/m.exec(output)?.[1];
  if (code !== 0 || line === undefined) throw new StepFailed(`wrk ended with code ${code} and no result.`, output);
  const report = JSON.parse(line) as WrkReport;
  return {
    rate: (report.requests - report.failed) / (report.microseconds / 1e6),
    answered: report.requests - report.failed,
    p50: report.p50 / 1000,
    p95: report.p95 / 1000,
    p99: report.p99 / 1000,
    failed: report.failed,
    ranOut: job.once && report.drawn >= job.requests.length,
  };
}
