import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { ScriptStep } from '@passant/contracts';
import type { ScriptReport } from '@passant/extension-engine';
import { Store } from '@passant/persistence';
import type { ScriptFailure, ScriptStatistic } from '@passant/protocol';
import { BatchWriter } from '../platform/batch-writer.js';
import { Clock, hourOf } from '../platform/clock.js';
import { requestFacts } from '../platform/http/request-facts.js';
import { Metrics } from '../observation/metrics/metrics.js';
import { Samples } from '../observation/samples.js';
import { errorKindOf, isKilled } from './script-failure.js';
import type { ScriptVerdict } from './script-verdict.js';

/** Seconds for which hourly counts and failures are kept. */
const RETENTION = 7 * 86_400;
/**
 * Maximum number of failures kept per provider, and recorded per provider and minute: a scheme that is down must not
 * fill the database.
 */
const MOST_FAILURES = 100;
const MOST_PER_MINUTE = 30;
/** The same per source and hour, so that none pushes out nothing of the others. */
const MOST_OF_A_SOURCE = 10;
/** Milliseconds for which runs are counted in memory before they are written. */
const INTERVAL = 2_000;

/** Identifies a run for the statistics. */
export interface AccountedRun {
  provider: string;
  step: ScriptStep;
  version: number;
}

/**
 * Records how script runs end: hourly counts and the latest failures. Never what a run received, returned, threw or
 * logged.
 */
@Injectable()
export class ScriptAccount implements OnModuleDestroy {
  private readonly statistics: BatchWriter<ScriptStatistic>;
  private readonly failures: BatchWriter<Omit<ScriptFailure, 'id'>>;
  private counted = new Map<string, ScriptStatistic>();
  private timer: NodeJS.Timeout | undefined;
  private minute = { number: 0, noted: new Map<string, number>() };
  private readonly samples: Samples;

  constructor(
    store: Store,
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {
    this.samples = new Samples(clock, MOST_OF_A_SOURCE);
    this.statistics = new BatchWriter({ name: 'Script statistics', write: (batch) => store.scripts.countRuns(batch) });
    this.failures = new BatchWriter({
      name: 'Script failures',
      write: (batch) => store.scripts.insertFailures(batch, MOST_FAILURES),
    });
  }

  /** Records how a run ended. Never throws and never delays the response. */
  note(run: AccountedRun, report: ScriptReport, verdict: ScriptVerdict): void {
    this.metrics.ran(run.provider, run.step, verdict.outcome, report.durationMs, isKilled(report));
    this.count(run, report, verdict);
    if (!('read' in verdict) && this.mayNoteFailure(run.provider)) this.noteFailure(run, report, verdict);
  }

  /** Waits until everything recorded so far is written. */
  async flush(): Promise<void> {
    this.handOver();
    await Promise.all([this.statistics.flush(), this.failures.flush()]);
  }

  async onModuleDestroy(): Promise<void> {
    this.handOver();
    await Promise.all([this.statistics.close(), this.failures.close()]);
  }

  private count({ provider, step }: AccountedRun, report: ScriptReport, { outcome }: ScriptVerdict): void {
    const hour = hourOf(this.clock.now());
    const key = `${hour} ${step} ${outcome} ${provider}`;
    let entry = this.counted.get(key);
    if (!entry) {
      const empty = { runs: 0, killed: 0, totalMs: 0, longestMs: 0, expiresAt: hour + RETENTION };
      entry = { identityProvider: provider, hour, step, outcome, ...empty };
      this.counted.set(key, entry);
    }
    entry.runs += 1;
    entry.killed += isKilled(report) ? 1 : 0;
    entry.totalMs += report.durationMs;
    entry.longestMs = Math.max(entry.longestMs, Math.ceil(report.durationMs));
    this.timer ??= setTimeout(() => this.handOver(), INTERVAL).unref();
  }

  private handOver(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    const counted = this.counted;
    this.counted = new Map();
    for (const entry of counted.values()) this.statistics.add({ ...entry, totalMs: Math.round(entry.totalMs) });
  }

  private mayNoteFailure(provider: string): boolean {
    const number = Math.floor(this.clock.now() / 60);
    if (number !== this.minute.number) this.minute = { number, noted: new Map() };
    const noted = this.minute.noted.get(provider) ?? 0;
    // Neither takes a place of the other for what is not kept after all.
    if (noted >= MOST_PER_MINUTE || !this.samples.admits(provider)) return false;
    this.minute.noted.set(provider, noted + 1);
    return true;
  }

  private noteFailure(run: AccountedRun, report: ScriptReport, verdict: ScriptVerdict): void {
    this.failures.add({
      identityProvider: run.provider,
      occurred: this.clock.milliseconds(),
      step: run.step,
      version: run.version,
      outcome: verdict.outcome,
      error: errorKindOf(report, verdict),
      line: report.outcome === 'returned' ? null : (report.line ?? null),
      duration: Math.round(report.durationMs),
      requestId: requestFacts()?.requestId ?? null,
      expiresAt: this.clock.now() + RETENTION,
    });
  }
}
