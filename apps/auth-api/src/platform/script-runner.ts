import { Injectable } from '@nestjs/common';
import { EngineSaturatedError, ScriptEngine, type ScriptHost, type ScriptReport } from '@passant/extension-engine';
import { OAuthError, type ScriptInput } from '@passant/protocol';
import { ScriptHosts, type ScriptOwner } from './script-host.js';

/** Puts something between a script and what the server offers it. */
export type HostWrapper = (host: ScriptHost) => ScriptHost;

/** Runs scripts with what the server offers them. */
@Injectable()
export class ScriptRunner {
  constructor(
    private readonly engine: ScriptEngine,
    private readonly hosts: ScriptHosts,
  ) {}

  /**
   * Runs a script to its end, whatever that is.
   * Throws `temporarily_unavailable` if the engine has no room, and what the database threw if that is away.
   * @param wrap what the script gets instead of the owner's host
   */
  async run(
    owner: ScriptOwner,
    script: string,
    input: ScriptInput,
    wrap: HostWrapper = (host) => host,
  ): Promise<ScriptReport> {
    // To the script an outage of the database is a call that fails; to the app it is 503 and no fault of the script.
    let outage: unknown;
    const host = wrap(this.hosts.for(owner, (error) => (outage ??= error)));
    try {
      // Trials and candidates queue beside the provider they are for, never in its place.
      const report = await this.engine.run({
        provider: owner.lane ?? owner.identifier,
        script,
        arguments: input,
        host,
      });
      if (outage !== undefined) throw outage as Error;
      return report;
    } catch (error) {
      if (!(error instanceof EngineSaturatedError)) throw error;
      throw new OAuthError('temporarily_unavailable', 'The service is temporarily unavailable.', {
        cause: error,
        retryAfter: error.retryAfterSeconds,
      });
    }
  }
}
