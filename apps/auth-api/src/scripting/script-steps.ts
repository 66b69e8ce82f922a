import { Injectable } from '@nestjs/common';
import type { ScriptStep } from '@passant/contracts';
import type { IdentityProvider, ScriptInput, ScriptOutcome, ScriptVersion } from '@passant/protocol';
import { OAuthError } from '@passant/protocol';
import { ScriptAccount } from './script-account.js';
import { ScriptRunner } from './script-runner.js';
import { ScriptShadows } from './script-shadows.js';
import { verdictOf } from './script-verdict.js';

/** Scripts with their version number. */
export type PinnedScripts = Pick<ScriptVersion, 'version' | 'scripts'>;

/** How a step is run that is not simply one of the scripts in use. */
export interface StepRun {
  /** The scripts that the registration started with, if they differ from those in use. */
  pinned?: PinnedScripts | undefined;
  /** It is an administrator's trial: the run is not counted, and no candidate is compared. */
  inTrial?: boolean;
  /** Who causes the run, in words that are not kept: sources take turns, so that none keeps out the others. */
  source?: string;
}

/** The outcome of a step, and the JSON text that its script returned. */
export interface StepResult {
  outcome: ScriptOutcome;
  result: string | undefined;
}

/** Runs the steps of registrations. */
@Injectable()
export class ScriptSteps {
  constructor(
    private readonly runner: ScriptRunner,
    private readonly account: ScriptAccount,
    private readonly shadows: ScriptShadows,
  ) {}

  /**
   * Runs the script of a step and reads its decision.
   * Throws `server_error` if the script returned nothing usable; the cause is logged.
   */
  async run(
    provider: IdentityProvider,
    step: ScriptStep,
    input: ScriptInput,
    { pinned = { version: provider.scriptVersion, scripts: provider.scripts }, inTrial = false, source }: StepRun = {},
  ): Promise<StepResult> {
    const script = pinned.scripts[step];
    if (!script) throw new OAuthError('server_error', `The identity provider has no ${step} script.`);
    // A candidate is compared only with the scripts in use.
    const isCompared = pinned.version === provider.scriptVersion && !inTrial;
    const shadowed = isCompared ? this.shadows.follow(provider, step, input) : undefined;
    const report = await this.runner.run(provider, script, input, { wrap: shadowed?.recording.listen, source });
    const verdict = verdictOf(report, step);
    if (!inTrial) this.account.note({ provider: provider.identifier, step, version: pinned.version }, report, verdict);
    if (shadowed) this.shadows.decided(shadowed, verdict);
    if (!('read' in verdict)) throw verdict.refusal;
    return { outcome: verdict.read, result: report.outcome === 'returned' ? report.result : undefined };
  }
}
