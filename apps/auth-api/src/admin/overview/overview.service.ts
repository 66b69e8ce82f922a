import { Injectable } from '@nestjs/common';
import { NEED_COUNTS_FOR_DAYS, type Overview, type RecentRefusal, type ScriptRunOutcome } from '@passant/contracts';
import { Store } from '@passant/persistence';
import {
  EXCEPTION_NOTICE,
  FAILURES_COUNT_FOR,
  type RefusalTrace,
  TOKEN_NOTICE,
  concernsOf,
  reachedLimitsOf,
  runHoursOf,
} from '@passant/protocol';
import { ScriptEngine } from '@passant/extension-engine';
import { Approvers } from '../../admin-access/approvers.js';
import type { AdminCaller } from '../../admin-access/session.service.js';
import { SigningKeys } from '../../credentials/signing-keys.js';
import { EventLog } from '../../observation/event-log.js';
import { HourlyCounts } from '../../observation/hourly-counts.js';
import { RefusalLog } from '../../observation/refusal-log.js';
import { Clock } from '../../platform/clock.js';
import { Configuration } from '../../platform/configuration.js';
import { ScriptAccount } from '../../scripting/script-account.js';
import { WebHookGate } from '../../web-hooks/web-hook-gate.js';

/** Maximum number of entries of one kind: whoever has more of them has a page for it. */
const MOST = 20;
const MOST_REFUSALS = 8;
/** Seconds of which the runs are shown, which is as long as their counts are kept. */
const RUNS_SHOWN = 7 * 86_400;
/** Milliseconds for which a call that a breaker stopped, at any instance, shows that it is open: as long as it rests. */
const BREAKER_SIGN = 30_000;

/** Outcomes of runs that gave no usable result: the script or its scheme is at fault, and not the person. */
const FAILURES: readonly ScriptRunOutcome[] = ['invalid_result', 'threw', 'timed_out', 'out_of_memory', 'failed'];

/** What runs, what is wrong now or waits, and what was refused last. */
@Injectable()
export class OverviewService {
  constructor(
    private readonly store: Store,
    private readonly configuration: Configuration,
    private readonly signingKeys: SigningKeys,
    private readonly gate: WebHookGate,
    private readonly scripts: ScriptAccount,
    private readonly engine: ScriptEngine,
    private readonly refusals: RefusalLog,
    private readonly events: EventLog,
    private readonly hourly: HourlyCounts,
    private readonly approvers: Approvers,
    private readonly clock: Clock,
  ) {}

  /** @param administrator what waits is told to whoever may approve it, and only as a number */
  async read(administrator: AdminCaller): Promise<Overview> {
    await Promise.all([this.refusals.flush(), this.scripts.flush(), this.hourly.flush()]);
    const now = this.clock.now();
    const { overview } = this.store;
    const until = (notice: number) => ({ from: now, until: now + notice });
    const needed = now - NEED_COUNTS_FOR_DAYS * 86_400;
    const shown = now - RUNS_SHOWN;
    const counts = await this.store.hourlyCounts.list(shown);
    const facts = {
      openBreakers: await this.openBreakers(),
      scripts: await overview.failingScripts(FAILURES, now - FAILURES_COUNT_FOR),
      providerName: (identifier: string) => this.configuration.identityProvider(identifier)?.name,
      limits: reachedLimitsOf(counts, now),
      approvals: await this.approvers.waitingFor(administrator.email),
      exceptions: await overview.endingExceptions(until(EXCEPTION_NOTICE), needed, MOST),
      tokens: await overview.endingTokens(until(TOKEN_NOTICE), TOKEN_NOTICE, MOST),
      keys: this.signingKeys.all(),
    };
    const latest = await overview.latestRefusals(MOST_REFUSALS, now);
    const scripts = await overview.scriptHours(FAILURES, shown);
    const hours = runHoursOf(scripts, counts);
    return {
      concerns: concernsOf(facts, now),
      hours,
      in_progress: this.inProgress(),
      refusals: latest.map(renderRefusal),
    };
  }

  private inProgress(): Overview['in_progress'] {
    const { running, parked, queued } = this.engine.stats();
    return {
      scripts_executing: running - parked,
      scripts_waiting: queued,
      writes_waiting: this.events.waiting + this.refusals.waiting + this.hourly.waiting,
    };
  }

  /** Each instance has its own breakers: what those of others stopped is seen in the calls that were written down. */
  private async openBreakers() {
    const hooks = this.configuration.allWebHooks();
    const elsewhere = await this.store.overview.stoppedHooks(
      hooks.map(({ id }) => id),
      this.clock.milliseconds() - BREAKER_SIGN,
    );
    return hooks.filter((hook) => this.gate.stateOf(hook) === 'open' || elsewhere.includes(hook.id));
  }
}

function renderRefusal({ requestId, error, description, checks, application, occurred }: RefusalTrace): RecentRefusal {
  const failed = checks.find(({ passed }) => !passed)?.check;
  return {
    error_id: requestId,
    error,
    description,
    ...(failed === undefined ? {} : { check: failed }),
    ...(application === null ? {} : { application }),
    occurred,
  };
}
