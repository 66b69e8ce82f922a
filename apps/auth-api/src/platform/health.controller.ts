import { Controller, Get } from '@nestjs/common';
import { ScriptEngine } from '@passant/extension-engine';
import { Store } from '@passant/persistence';
import { OAuthError } from '@passant/protocol';
import { CommonTime } from './common-time.js';
import { Readiness } from './readiness.js';

/** Milliseconds for which a readiness result is reused. */
const MEMORY = 1_000;

/** Health checks for load balancers and process managers. */
@Controller('health')
export class HealthController {
  private asked: { at: number; readiness: Promise<void> } | undefined;

  constructor(
    private readonly store: Store,
    private readonly engine: ScriptEngine,
    private readonly time: CommonTime,
    private readonly readiness: Readiness,
  ) {}

  /** Answers as long as the process runs. */
  @Get('live')
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  /**
   * Answers 200 only if a registration could succeed: the master key is known, the database accepts writes, clocks agree, and
   * the sandbox is ready.
   */
  @Get('ready')
  async ready(): Promise<{ status: 'ready' }> {
    try {
      await this.remembered();
    } catch (cause) {
      throw new OAuthError('temporarily_unavailable', 'The service is not ready.', { cause, retryAfter: 1 });
    }
    return { status: 'ready' };
  }

  /** Requests within one second share a result: each check costs a transaction and a script run, and anyone may ask. */
  private remembered(): Promise<void> {
    const now = performance.now();
    if (this.asked === undefined || now - this.asked.at >= MEMORY) {
      const asked = { at: now, readiness: this.requireReady() };
      this.asked = asked;
      // A check that takes longer than that is shared until it finishes, and for one more interval.
      const renew = () => void (asked.at = performance.now());
      asked.readiness.then(renew, renew);
    }
    return this.asked.readiness;
  }

  private async requireReady(): Promise<void> {
    if (this.readiness.problem) throw this.readiness.problem;
    await this.store.requireReady();
    const apart = await this.time.problem();
    if (apart !== undefined) throw apart;
    await this.engine.ready();
  }
}
