import { Injectable } from '@nestjs/common';
import type { EventName, LimitName, ScriptRunOutcome, ScriptStep } from '@passant/contracts';
import { ScriptEngine } from '@passant/extension-engine';
import { type MetricObjectWithValues, type MetricValueWithName, Registry, collectDefaultMetrics } from 'prom-client';
import { countTogether, countedTogether } from './process-group.js';
import { Count, Durations, type Measure, Reading } from './tally.js';

/**
 * Histogram bounds in seconds: an introspection takes less than the first, and a script may take as long as the last.
 */
const REQUEST_BOUNDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15];
const SCRIPT_BOUNDS = [0.0005, 0.001, 0.005, 0.025, 0.1, 0.25, 0.5, 1, 2.5, 5, 15];

/**
 * Milliseconds between two looks at the delay of the event loop, which every delay that is reported includes. An idle server
 * does little else than look.
 */
const LOOP_INTERVAL = 50;

/** The events that count as results of registrations and introspections. */
const REGISTRATIONS: Partial<Record<EventName, [grant: string, outcome: string]>> = {
  CUSTOM_REGISTRATION_COMPLETE_SUCCESS: ['default', 'success'],
  CUSTOM_REGISTRATION_COMPLETE_FAILURE: ['default', 'failure'],
  STATELESS_CUSTOM_REGISTRATION_COMPLETE_SUCCESS: ['stateless', 'success'],
  STATELESS_CUSTOM_REGISTRATION_COMPLETE_FAILURE: ['stateless', 'failure'],
};
export const INTROSPECTIONS: Partial<Record<EventName, 'active' | 'inactive'>> = {
  TOKEN_INTROSPECTION_SUCCESS: 'active',
  TOKEN_INTROSPECTION_FAILED: 'inactive',
};

/** A script run that has ended. */
export interface EndedRun {
  provider: string;
  step: ScriptStep;
  outcome: ScriptRunOutcome;
  milliseconds: number;
}

/** Values that are read from their owners whenever the metrics are collected. */
export interface Gauges {
  /** Number of items waiting to be written, by kind. */
  queues: () => Record<string, number>;
  /** Number of database connections, by state. */
  connections: () => Record<string, number>;
}

/**
 * The metrics for the operator's monitoring, in the Prometheus text format. Labels are routes, the server's own terms
 * and identifiers configured by an administrator: nothing about a person, and no clients, of which there may be
 * millions.
 */
@Injectable()
export class Metrics {
  private readonly registry = new Registry();
  private readonly requests = new Count('passant_http_requests_total', 'Requests that were answered.', [
    'method',
    'route',
    'status',
  ]);
  private readonly requestDurations = new Durations(
    'passant_http_request_duration_seconds',
    'From the first byte of a request to the last of its answer.',
    ['route'],
    REQUEST_BOUNDS,
  );
  private readonly registrations = new Count('passant_registrations_total', 'Custom registrations that ended.', [
    'grant',
    'outcome',
  ]);
  private readonly introspections = new Count('passant_introspections_total', 'Tokens that were asked about.', [
    'outcome',
  ]);
  private readonly events = new Count('passant_events_total', 'Things that happened, kept or not.', ['event']);
  private readonly limits = new Count('passant_limit_refusals_total', 'Requests beyond a limit.', ['limit']);
  private readonly scriptRuns = new Count('passant_script_runs_total', 'Runs of scripts that ended.', [
    'provider',
    'step',
    'outcome',
  ]);
  private readonly scriptKills = new Count('passant_script_kills_total', 'Runs that the engine had to end.', [
    'provider',
  ]);
  private readonly scriptDurations = new Durations(
    'passant_script_duration_seconds',
    'Runs of scripts, waiting included.',
    ['provider', 'step'],
    SCRIPT_BOUNDS,
  );

  private readonly runListeners = new Set<(run: EndedRun) => void>();

  constructor(engine: ScriptEngine) {
    const own = [
      this.requests,
      this.requestDurations,
      this.registrations,
      this.introspections,
      this.events,
      this.limits,
    ];
    const scripts = [this.scriptRuns, this.scriptKills, this.scriptDurations];
    for (const measure of [...own, ...scripts, ...engineReadings(engine)]) this.register(measure);
    collectDefaultMetrics({ register: this.registry, eventLoopMonitoringPrecision: LOOP_INTERVAL });
    countTogether(this.registry);
  }

  /** Adds gauges for the state of other modules. */
  watch({ queues, connections }: Gauges): void {
    this.register(new Reading('passant_waiting_writes', 'Items that wait to be written.', 'of', queues));
    this.register(new Reading('passant_database_connections', 'Connections to the database.', 'state', connections));
  }

  /** Adds a gauge for the number of requests that wait for their turn. */
  watchTurns(waiting: () => number): void {
    const help = 'Requests that wait until those are served that were served before.';
    this.register(new Reading('passant_http_requests_waiting', help, 'of', () => ({ strangers: waiting() })));
  }

  /** Adds a gauge for the number of open requests to the feed of ended tokens. */
  watchFeed(readers: () => number): void {
    const help = 'Requests that are open for as long as somebody listens.';
    this.register(new Reading('passant_feed_readers', help, 'of', () => ({ ended_tokens: readers() })));
  }

  /** @param route as declared, never the requested path, which may contain personal data */
  answered(method: string, route: string, status: number, milliseconds: number): void {
    this.requests.add(method, route, String(status));
    this.requestDurations.observe(milliseconds, route);
  }

  happened(name: EventName): void {
    this.events.add(name);
    const registration = REGISTRATIONS[name];
    if (registration) this.registrations.add(...registration);
    const introspection = INTROSPECTIONS[name];
    if (introspection) this.introspections.add(introspection);
  }

  /** A request was refused because a limit is used up. */
  limited(limit: LimitName): void {
    this.limits.add(limit);
  }

  ran(provider: string, step: ScriptStep, outcome: ScriptRunOutcome, milliseconds: number, killed: boolean): void {
    this.scriptRuns.add(provider, step, outcome);
    this.scriptDurations.observe(milliseconds, provider, step);
    if (killed) this.scriptKills.add(provider);
    for (const heard of this.runListeners) heard({ provider, step, outcome, milliseconds });
  }

  /**
   * Calls `heard` after every script run, in the context of its request.
   * @returns a function that unsubscribes
   */
  onRun(heard: (run: EndedRun) => void): () => void {
    this.runListeners.add(heard);
    return () => void this.runListeners.delete(heard);
  }

  /** The metrics of this process only. */
  async read(): Promise<MetricObjectWithValues<MetricValueWithName<string>>[]> {
    return this.registry.getMetricsAsJSON();
  }

  /** The metrics of all processes on this port, in the Prometheus text format. */
  async text(): Promise<{ contentType: string; text: string }> {
    return {
      contentType: this.registry.contentType,
      text: (await countedTogether()) ?? (await this.registry.metrics()),
    };
  }

  private register(measure: Measure): void {
    this.registry.registerMetric(measure as never);
  }
}

function engineReadings(engine: ScriptEngine): Measure[] {
  return [
    new Reading('passant_script_engine_runs', 'Runs of scripts, by where they are.', 'state', () => {
      const { running, parked, queued } = engine.stats();
      return { executing: running - parked, awaiting_http: parked, waiting: queued };
    }),
    new Reading('passant_script_engine_workers', 'Worker threads of the script engine.', 'state', () => {
      const { workers, busyWorkers, startingWorkers } = engine.stats();
      return { busy: busyWorkers, starting: startingWorkers, idle: workers - busyWorkers - startingWorkers };
    }),
    new Reading(
      'passant_script_engine_total',
      'Workers started, and runs turned away because there was no room, or no sandbox could be started.',
      'what',
      () => {
        const { workersStarted, saturated, withoutSandbox } = engine.stats();
        return {
          workers_started: workersStarted,
          runs_turned_away: saturated,
          runs_without_sandbox: withoutSandbox,
        };
      },
      'counter',
    ),
  ];
}
