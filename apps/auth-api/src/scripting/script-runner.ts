import { Injectable } from '@nestjs/common';
import {
  EngineSaturatedError,
  EngineUnavailableError,
  ScriptEngine,
  type ScriptHost,
  type ScriptReport,
} from '@passant/extension-engine';
import { type ScriptInput, Unavailable } from '@passant/protocol';
import { HourlyCounts } from '../observation/hourly-counts.js';
import { DemoKey } from './demo-key.js';
import { ScriptHosts, type ScriptOwner } from './script-host.js';

/** Wraps the host functions that the server offers to a script. */
export type HostWrapper = (host: ScriptHost) => ScriptHost;

/** Runs scripts with the host functions of their owner. */
@Injectable()
export class ScriptRunner {
  constructor(
    private readonly engine: ScriptEngine,
    private readonly hosts: ScriptHosts,
    private readonly hourly: HourlyCounts,
    private readonly demoKey: DemoKey,
  ) {}

  /**
   * Runs a script to its end, whatever the outcome. One that trusts a key which anybody has is not run, and threw.
   * Throws `temporarily_unavailable` if the engine has no capacity or no sandbox, and the database's error if the database is
   * unavailable.
   * @param options `wrap`: wraps the owner's host before the script receives it; `source`: who causes the run
   */
  async run(
    owner: ScriptOwner,
    script: string,
    input: ScriptInput,
    { wrap = (host) => host, source }: { wrap?: HostWrapper | undefined; source?: string | undefined } = {},
  ): Promise<ScriptReport> {
    const refusal = this.demoKey.refusalOf(script);
    if (refusal) return refusal;
    // To the script, a database outage is a failed call. To the app, it is a 503 and not a fault of the script.
    let outage: unknown;
    const host = wrap(this.hosts.for(owner, (error) => (outage ??= error)));
    try {
      // Trials and candidates have a queue of their own, so that they never take their provider's turn.
      const report = await this.engine.run({
        provider: owner.lane ?? owner.identifier,
        ...(source === undefined ? {} : { source }),
        script,
        arguments: input,
        host,
      });
      if (outage !== undefined) throw outage as Error;
      return report;
    } catch (error) {
      if (!(error instanceof EngineUnavailableError)) throw error;
      if (error instanceof EngineSaturatedError && owner.lane === undefined)
        this.hourly.add('script_queue', 'turned_away');
      throw new Unavailable(error, error.retryAfterSeconds);
    }
  }
}
