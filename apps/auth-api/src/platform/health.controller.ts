import { Controller, Get } from '@nestjs/common';
import { ScriptEngine } from '@passant/extension-engine';
import { Store } from '@passant/persistence';
import { OAuthError } from '@passant/protocol';

/** What a load balancer or a process manager asks. */
@Controller('health')
export class HealthController {
  constructor(
    private readonly store: Store,
    private readonly engine: ScriptEngine,
  ) {}

  /** Answers while the process runs. */
  @Get('live')
  live(): { status: 'live' } {
    return { status: 'live' };
  }

  /** Answers 200 only when a registration could succeed: database, schema and sandbox are there. */
  @Get('ready')
  async ready(): Promise<{ status: 'ready' }> {
    try {
      await this.store.ping();
      await this.engine.ready();
    } catch (cause) {
      throw new OAuthError('temporarily_unavailable', 'The service is not ready.', { cause, retryAfter: 1 });
    }
    return { status: 'ready' };
  }
}
