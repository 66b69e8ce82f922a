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
import { BatchWriter } from './batch-writer.js';
import { Clock } from './clock.js';
import { ScriptRecording } from './script-recording.js';
import { ScriptRunner } from './script-runner.js';
import { type ScriptVerdict, verdictOf } from './script-verdict.js';

/** Candidates that wait for their turn. They run one at a time; beyond this a run goes without its shadow. */
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

/** A live run that a candidate is to follow. */
export interface ShadowedRun {
  provider: IdentityProvider;
  shadow: ShadowRun;
  step: ScriptStep;
  script: string;
  input: ScriptInput;
  recording: ScriptRecording;
}

/**
 * Runs candidates beside the scripts in use: on the same input, told the same by the outside, without any effect. A
 * candidate begins when the live run is over and its place is needed by nobody; how it decided is counted, and
 * everything else about it forgotten.
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

  /** Prepares to follow a run of the scripts in use; `undefined` where no candidate is there to follow it. */
  follow(provider: IdentityProvider, step: ScriptStep, input: ScriptInput): ShadowedRun | undefined {
    const shadow = runningShadow(provider, this.clock.now());
    const script = shadow?.scripts[step];
    if (!shadow || !script) return undefined;
    return { provider, shadow, step, script, input, recording: new ScriptRecording() };
  }

  /** The live run is over. Never throws, never waits. */
  decided(run: ShadowedRun, live: ScriptVerdict): void {
    const decision = DECISIONS[live.outcome];
    if (this.waiting.length >= MOST_WAITING || run.recording.overflowed) return this.count(run, decision, 'skipped');
    this.waiting.push({ run, live: decision });
    this.working ??= this.work();
  }

  /** Waits until the candidates that wait have run and their decisions are written. */
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
      // The answer of the live run goes out first.
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
      const report = await this.runner.run(owner, script, input, recording.replay);
      if (recording.unanswered) return 'unanswered';
      return DECISIONS[verdictOf(report, step, provider.identifier).outcome];
    } catch (error) {
      // No room, or no database: nothing that could be held against the candidate.
      this.logger.debug(`A shadow run was skipped: ${error instanceof Error ? error.message : 'unknown'}`);
      return 'skipped';
    }
  }

  private count({ provider, shadow, step }: ShadowedRun, live: ShadowDecision, candidate: ShadowDecision): void {
    const { identifier: identityProvider } = provider;
    this.counts.add({ identityProvider, startedAt: shadow.startedAt, step, live, candidate, runs: 1 });
  }
}
