import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import type { ScriptStep, ShadowDecision } from '@passant/contracts';
import { ScriptEngine } from '@passant/extension-engine';
import { Store } from '@passant/persistence';
import {
  type IdentityProvider,
  type ScriptInput,
  type ShadowDecisionCount,
  type ShadowRun,
  runningShadow,
} from '@passant/protocol';
import { BatchWriter } from '../platform/batch-writer.js';
import { Clock } from '../platform/clock.js';
import { ScriptRecording } from './script-recording.js';
import { ScriptRunner } from './script-runner.js';
import { type ScriptVerdict, verdictOf } from './script-verdict.js';
import { faultOf } from '../platform/fault.js';

/** Maximum number of candidates waiting to run. They run one at a time; beyond this limit, runs are not shadowed. */
const MOST_WAITING = 20;

const DECISIONS: Record<ScriptVerdict['outcome'], ShadowDecision> = {
  valid: '2xxx',
  retry: '4xxx',
  unrecoverable: '5xxx',
  invalid_result: 'error',
  threw: 'error',
  timed_out: 'error',
  out_of_memory: 'error',
  failed: 'error',
};

/** A live run that a candidate will repeat. */
export interface ShadowedRun {
  provider: IdentityProvider;
  shadow: ShadowRun;
  step: ScriptStep;
  script: string;
  input: ScriptInput;
  recording: ScriptRecording;
}

/**
 * Runs candidates in the shadow of the scripts in use: with the same input and the same recorded responses, and without
 * side effects. A candidate starts after the live run has ended, and is skipped if other runs are queued then. Its
 * decision is counted; everything else about it is discarded.
 */
@Injectable()
export class ScriptShadows implements OnModuleDestroy {
  private readonly logger = new Logger('ScriptShadows');
  private readonly counts: BatchWriter<ShadowDecisionCount>;
  private readonly waiting: { run: ShadowedRun; live: ShadowDecision }[] = [];
  private working: Promise<void> | undefined;

  constructor(
    store: Store,
    private readonly runner: ScriptRunner,
    private readonly engine: ScriptEngine,
    private readonly clock: Clock,
  ) {
    this.counts = new BatchWriter({
      name: 'Decisions of shadow runs',
      write: (batch) => store.scripts.countShadowDecisions(batch),
    });
  }

  /** Prepares to shadow a run of the scripts in use; `undefined` if there is no candidate for this step. */
  follow(provider: IdentityProvider, step: ScriptStep, input: ScriptInput): ShadowedRun | undefined {
    const shadow = runningShadow(provider, this.clock.now());
    const script = shadow?.scripts[step];
    if (!shadow || !script) return undefined;
    return { provider, shadow, step, script, input, recording: new ScriptRecording() };
  }

  /** Called when the live run has ended. Never throws and never waits. */
  decided(run: ShadowedRun, live: ScriptVerdict): void {
    const decision = DECISIONS[live.outcome];
    if (this.waiting.length >= MOST_WAITING || run.recording.overflowed) return this.count(run, decision, 'skipped');
    this.waiting.push({ run, live: decision });
    this.working ??= this.work();
  }

  /** Waits until all queued candidates have run and their decisions are written. */
  async flush(): Promise<void> {
    await this.working;
    await this.counts.flush();
  }

  async onModuleDestroy(): Promise<void> {
    this.waiting.length = 0;
    await this.working;
    await this.counts.close();
  }

  private async work(): Promise<void> {
    for (let next = this.waiting.shift(); next; next = this.waiting.shift()) {
      // The response of the live run is sent first.
      await new Promise((resolve) => setImmediate(resolve));
      this.count(next.run, next.live, await this.decisionOf(next.run));
    }
    this.working = undefined;
  }

  private async decisionOf(run: ShadowedRun): Promise<ShadowDecision> {
    if (this.engine.stats().queued > 0) return 'skipped';
    const { provider, recording, step, script, input } = run;
    const owner = { ...provider, lane: `shadow/${provider.identifier}` };
    try {
      const report = await this.runner.run(owner, script, input, { wrap: recording.replay });
      if (recording.unanswered) return 'unanswered';
      return DECISIONS[verdictOf(report, step).outcome];
    } catch (error) {
      // No capacity, or no database: the candidate is not to blame.
      this.logger.debug(`A shadow run was skipped: ${faultOf(error)}`);
      return 'skipped';
    }
  }

  private count({ provider, shadow, step }: ShadowedRun, live: ShadowDecision, candidate: ShadowDecision): void {
    const { identifier: identityProvider } = provider;
    this.counts.add({ identityProvider, startedAt: shadow.startedAt, step, live, candidate, runs: 1 });
  }
}
