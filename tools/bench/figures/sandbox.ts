import { StepFailed, capture } from '../../lib/run.mjs';
import { at } from '../../lib/workspace.mjs';
import type { Figure } from '../figure.js';
import { rowOf } from '../standings.js';

/** What the extension engine's benchmark prints: runs per second, for each variant. */
interface SandboxRates {
  fresh_context: number;
  restored: number;
  pool: Record<string, number>;
}

/** Concurrent callers: enough to keep every worker of the pool busy. */
const MANY = '64';

/** A trivial script, with fresh isolation for every run. Uses the extension engine's own benchmark. */
export const sandbox: Figure = {
  name: 'sandbox',
  title: 'Script sandbox, fresh isolation in every run',
  async measure({ scale }) {
    const runs: SandboxRates[] = [];
    while (runs.length < scale.rounds) runs.push(await run(scale.seconds));
    const of = (read: (rates: SandboxRates) => number) => runs.map(read);
    const rows = [
      rowOf(
        'plain new context',
        'per second',
        of((rates) => rates.fresh_context),
      ),
      rowOf(
        'inside the worker',
        'per second',
        of((rates) => rates.restored),
      ),
      rowOf(
        'through the pool',
        'per second',
        of(({ pool }) => pool[MANY]!),
      ),
    ];
    return {
      rows,
      verdicts: [
        { what: 'runs inside the worker', value: rows[1]!.value, target: { atLeast: 30_000 } },
        { what: 'runs through the pool', value: rows[2]!.value, target: { atLeast: 10_000 } },
        { what: 'inside the worker : plain new context', value: rows[1]!.value / rows[0]!.value },
      ],
    };
  },
};

async function run(seconds: number): Promise<SandboxRates> {
  const file = at('libs/extension-engine/bench/sandbox.mjs');
  const args = ['--disable-warning=ExperimentalWarning', file, '--json', '--seconds', `${seconds}`];
  const { code, output } = await capture(process.execPath, args);
  const line = /^\{.+\}$/m.exec(output)?.[0];
  if (code !== 0 || line === undefined) throw new StepFailed('The bench of the script sandbox failed.', output);
  return JSON.parse(line) as SandboxRates;
}
