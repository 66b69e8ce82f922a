import { Injectable } from '@nestjs/common';
import type { TestRunRequest, TestRunResult } from '@passant/contracts';
import type { ScriptReport } from '@passant/extension-engine';
import { OAuthError, readOutcome } from '@passant/protocol';
import { Configuration } from '../../platform/configuration.js';
import { ScriptRunner } from '../../platform/script-runner.js';

/** What a server error says to an app is poor on purpose; whoever writes the script is told the cause. */
function judge(report: ScriptReport, step: TestRunRequest['step']): Pick<TestRunResult, 'outcome' | 'error' | 'line'> {
  if (report.outcome !== 'returned') {
    return {
      outcome: report.outcome,
      error: report.error,
      ...(report.line === undefined ? {} : { line: report.line }),
    };
  }
  try {
    return { outcome: readOutcome(report.result, step).kind };
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    return { outcome: 'invalid_result', error: String(error.options.cause) };
  }
}

/** Runs script text for its author. Its cache is apart from the provider's own, so a trial leaves no trace there. */
@Injectable()
export class TestRunService {
  constructor(
    private readonly scripts: ScriptRunner,
    private readonly configuration: Configuration,
  ) {}

  async run(provider: string, request: TestRunRequest): Promise<TestRunResult> {
    const script = request.scripts[request.step];
    if (!script?.trim()) {
      throw new OAuthError('invalid_request', `scripts.${request.step}: is required to run this step`, {
        fields: { [`scripts.${request.step}`]: 'is required to run this step' },
      });
    }
    const allowedHosts = request.allowed_hosts ?? this.configuration.identityProvider(provider)?.allowedHosts ?? [];
    const report = await this.scripts.run({ identifier: `test-run/${provider}`, allowedHosts }, script, {
      requestPayload: request.data ?? null,
      userIdentifier: null,
      registrationData: request.registration_data ?? null,
      hookContextCustomParams: request.hook_context_custom_params ?? null,
    });
    return {
      ...judge(report, request.step),
      ...(report.outcome === 'returned' && report.result !== undefined ? { result: report.result } : {}),
      logs: report.logs,
      duration_ms: report.durationMs,
      ...(report.memoryBytes === undefined ? {} : { memory_bytes: report.memoryBytes }),
    };
  }
}
