import { Controller, Get, Param } from '@nestjs/common';
import type { Refusal as View } from '@passant/contracts';
import { Store } from '@passant/persistence';
import { OAuthError, type RefusalTrace } from '@passant/protocol';
import { Clock } from '../../platform/clock.js';
import { RefusalLog } from '../../observation/refusal-log.js';
import { ForAdministrators } from '../../admin-access/for-administrators.js';

function render(trace: RefusalTrace): View {
  return {
    error_id: trace.requestId,
    ...(trace.clientRequestId === null ? {} : { client_request_id: trace.clientRequestId }),
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

/** Explains why a request was refused, looked up by the `error_id` that its caller was given. */
@Controller('admin/api/v1/refusals')
@ForAdministrators()
export class RefusalsController {
  constructor(
    private readonly store: Store,
    private readonly refusals: RefusalLog,
    private readonly clock: Clock,
  ) {}

  @Get(':error_id')
  async read(@Param('error_id') errorId: string): Promise<View> {
    // A caller may ask about a recent refusal before this instance has written it down.
    await this.refusals.flush();
    const trace = errorId.includes('\0') ? undefined : await this.store.refusalTraces.find(errorId, this.clock.now());
    if (!trace) {
      throw new OAuthError(
        'not_found',
        'Nothing is known of such a refusal: it is older than fifteen minutes, or was only counted.',
      );
    }
    return render(trace);
  }
}
