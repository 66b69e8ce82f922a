import { Controller, Get, Param, UseGuards } from '@nestjs/common';
import type { Refusal as View } from '@passant/contracts';
import { Store } from '@passant/persistence';
import { OAuthError, type RefusalTrace } from '@passant/protocol';
import { Clock } from '../../platform/clock.js';
import { RefusalLog } from '../../platform/refusal-log.js';
import { AdminGuard } from '../admin.guard.js';
import { ActivityGuard } from './activity.guard.js';

function render(trace: RefusalTrace): View {
  return {
    error_id: trace.requestId,
    error: trace.error,
    status: trace.status,
    method: trace.method,
    ...(trace.route === null ? {} : { route: trace.route }),
    description: trace.description,
    ...(trace.cause === null ? {} : { cause: trace.cause }),
    ...(trace.clientId === null ? {} : { client_id: trace.clientId }),
    ...(trace.application === null ? {} : { application: trace.application }),
    ...(trace.identityProvider === null ? {} : { identity_provider: trace.identityProvider }),
    occurred: trace.occurred,
    expires_at: trace.expiresAt,
    checks: trace.checks,
  };
}

/** Why a request was refused, by the `error_id` its caller was given. */
@Controller('admin/api/v1/refusals')
@UseGuards(AdminGuard, ActivityGuard)
export class RefusalsController {
  constructor(
    private readonly store: Store,
    private readonly refusals: RefusalLog,
    private readonly clock: Clock,
  ) {}

  @Get(':error_id')
  async read(@Param('error_id') errorId: string): Promise<View> {
    // Whoever was refused a moment ago may ask before this instance has written it down.
    await this.refusals.flush();
    const trace = errorId.includes('\0') ? undefined : await this.store.refusalTraces.find(errorId, this.clock.now());
    if (!trace) {
      throw new OAuthError('not_found', 'No refusal of the last fifteen minutes has this error id.');
    }
    return render(trace);
  }
}
