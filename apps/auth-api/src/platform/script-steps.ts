import { Injectable } from '@nestjs/common';
import type { ScriptStep } from '@passant/contracts';
import type { IdentityProvider, ScriptInput, ScriptOutcome, ScriptVersion } from '@passant/protocol';
import { OAuthError } from '@passant/protocol';
import { ScriptAccount } from './script-account.js';
import { ScriptRunner } from './script-runner.js';
import { ScriptShadows } from './script-shadows.js';
import { verdictOf } from './script-verdict.js';

/** Scripts with the number they were saved under. */
export type PinnedScripts = Pick<ScriptVersion, 'version' | 'scripts'>;

/** What a step came to, and the JSON text of what its script returned. */
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
   * Runs the script of a step and reads what it decided.
   * Throws `server_error` if it did not return anything that can be used; the cause goes to the log.
   * @param pinned the scripts a registration began with, where those are others than the ones in use
   */
  async run(
    provider: IdentityProvider,
    step: ScriptStep,
    input: ScriptInput,
    pinned: PinnedScripts = { version: provider.scriptVersion, scripts: provider.scripts },
  ): Promise<StepResult> {
    const script = pinned.scripts[step];
    if (!script) throw new OAuthError('server_error', `The identity provider has no ${step} script.`);
    // A candidate is compared with the scripts in use, and with no others.
    const shadowed = pinned.version === provider.scriptVersion ? this.shadows.follow(provider, step, input) : undefined;
    const report = await this.runner.run(provider, script, input, shadowed?.recording.listen);
    const verdict = verdictOf(report, step, provider.identifier);
    this.account.note({ provider: provider.identifier, step, version: pinned.version }, report, verdict);
    if (shadowed) this.shadows.decided(shadowed, verdict);
    if (!('read' in verdict)) throw verdict.refusal;
    return { outcome: verdict.read, result: report.outcome === 'returned' ? report.result : undefined };
  }
}
