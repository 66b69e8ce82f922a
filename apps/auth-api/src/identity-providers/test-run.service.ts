import { Injectable } from '@nestjs/common';
import type { ScriptStep, TestRunRequest, TestRunResult } from '@passant/contracts';
import { HostRefusal, type ScriptHost, type ScriptReport } from '@passant/extension-engine';
import { Store, trialCacheOf } from '@passant/persistence';
import {
  type IdentityProvider,
  OAuthError,
  formOpaqueToken,
  masking,
  readOpaqueToken,
  setProperties,
} from '@passant/protocol';
import { EventLog } from '../observation/event-log.js';
import { Clock } from '../platform/clock.js';
import { Configuration } from '../platform/configuration.js';
import type { ScriptOwner } from '../scripting/script-host.js';
import { ScriptProperties } from '../scripting/script-properties.js';
import { ScriptRunner } from '../scripting/script-runner.js';
import { Secrets } from '../credentials/secrets.js';
import { verdictOf } from '../scripting/script-verdict.js';

/** Server errors deliberately tell apps little; the author of a script is told the cause. */
function judge(report: ScriptReport, step: TestRunRequest['step']): Pick<TestRunResult, 'outcome' | 'error' | 'line'> {
  if (report.outcome !== 'returned') {
    const { outcome, error, line } = report;
    return { outcome, error, ...(line === undefined ? {} : { line }) };
  }
  const verdict = verdictOf(report, step);
  if ('read' in verdict) return { outcome: verdict.outcome };
  return { outcome: verdict.outcome, error: String(verdict.refusal.options.cause) };
}

/** Seconds between *init* and *complete* of a provider that is not saved yet. */
const DEFAULT_VALIDITY = 300;

/** A script's host functions with the scheme unreachable. */
function withoutScheme(host: ScriptHost): ScriptHost {
  return {
    ...host,
    fetch: async ({ url }) => {
      throw new HostRefusal(`${URL.parse(url)?.host ?? 'The host'} cannot be reached.`);
    },
  };
}

/** Runs script text for its author. Its cache is separate from the provider's own, so a trial leaves no trace there. */
@Injectable()
export class TestRunService {
  constructor(
    private readonly scripts: ScriptRunner,
    private readonly configuration: Configuration,
    private readonly properties: ScriptProperties,
    private readonly clock: Clock,
    private readonly secrets: Secrets,
    private readonly store: Store,
    private readonly events: EventLog,
  ) {}

  async run(provider: string, request: TestRunRequest): Promise<TestRunResult> {
    const script = request.scripts[request.step];
    if (!script?.trim()) {
      throw new OAuthError('invalid_request', `scripts.${request.step}: is required to run this step`, {
        fields: { [`scripts.${request.step}`]: 'is required to run this step' },
      });
    }
    const stored = this.configuration.identityProvider(provider);
    this.requireTransaction(request);
    const owner = this.ownerOf(provider, stored, request);
    const input = {
      requestPayload: request.data ?? null,
      userIdentifier: null,
      registrationData: request.registration_data ?? null,
      hookContextCustomParams: request.hook_context_custom_params ?? null,
    };
    await this.note(request.step, stored, owner);
    const report = await this.scripts.run(owner, script, input, {
      wrap: request.scheme_down ? withoutScheme : undefined,
    });
    const masked = masking(this.properties.secretsOf(provider, owner.properties));
    const verdict = judge(report, request.step);
    return {
      ...verdict,
      ...(verdict.error === undefined ? {} : { error: masked(verdict.error) }),
      ...(report.outcome === 'returned' && report.result !== undefined ? { result: masked(report.result) } : {}),
      logs: report.logs.map(({ level, message }) => ({ level, message: masked(message) })),
      http_calls: report.httpCalls.map(({ method, url, status, error, durationMs }) => ({
        method,
        url: masked(url),
        ...(status === undefined ? {} : { status }),
        ...(error === undefined ? {} : { error: masked(error) }),
        duration_ms: durationMs,
      })),
      ...(request.step === 'init' && verdict.outcome === 'valid'
        ? { transaction_id: this.openTransaction(stored?.transactionValidity ?? DEFAULT_VALIDITY) }
        : {}),
      duration_ms: report.durationMs,
      cpu_ms: report.cpuMs,
      ...(report.memoryBytes === undefined ? {} : { memory_bytes: report.memoryBytes }),
    };
  }

  /**
   * Records that a script is about to run, and which hosts it may reach, before it runs, so that an outage cannot hide
   * the run. Records nothing of its input and output.
   */
  private async note(
    step: ScriptStep,
    stored: IdentityProvider | undefined,
    { allowedHosts }: ScriptOwner,
  ): Promise<void> {
    const saved = stored?.allowedHosts ?? [];
    const details = { step, hosts: allowedHosts, unsaved_hosts: allowedHosts.filter((host) => !saved.includes(host)) };
    const facts = { identityProvider: stored?.identifier ?? null, details };
    await this.store.events.insert([this.events.event('ADMIN_SCRIPT_TEST_RUN', facts)]);
  }

  /**
   * An identifier like the one that an app gets. It only proves that it was issued here; nothing is stored under it.
   */
  private openTransaction(validity: number): string {
    const expiresAt = this.clock.now() + validity;
    return formOpaqueToken('test-transaction', this.secrets.randomBytes(16), expiresAt, this.secrets.tokenKey).text;
  }

  private requireTransaction({ transaction_id: identifier }: TestRunRequest): void {
    if (identifier === undefined) return;
    if (readOpaqueToken('test-transaction', identifier, this.clock.now(), this.secrets.tokenKey)) return;
    throw new OAuthError('invalid_transaction', 'The transaction is invalid or has expired.');
  }

  private ownerOf(provider: string, stored: IdentityProvider | undefined, request: TestRunRequest): ScriptOwner {
    const properties = stored?.properties ?? [];
    return {
      identifier: provider,
      ...(stored ? { issuance: stored.issuance } : {}),
      cache: trialCacheOf(provider),
      lane: `test-run/${provider}`,
      allowedHosts: request.allowed_hosts ?? stored?.allowedHosts ?? [],
      properties: request.properties
        ? setProperties(properties, request.properties, this.properties.sealerOf(provider), this.clock.now())
        : properties,
    };
  }
}
