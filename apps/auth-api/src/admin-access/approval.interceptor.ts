import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { type Observable, catchError } from 'rxjs';
import type { AdminRequest } from './admin.guard.js';
import { ApprovalMissing } from './consequences.js';
import { DangerGate } from './danger-gate.js';
import { endpointOf } from './endpoint-of.js';

/**
 * Has a request wait whose change turned out to end what people have, which {@link Consequences.end} refuses: nothing has
 * changed then. It stands around every endpoint of administration ({@link ForAdministrators}), so that no controller has to
 * think of it.
 */
@Injectable()
export class ApprovalInterceptor implements NestInterceptor {
  constructor(private readonly danger: DangerGate) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      catchError((error: unknown) => {
        if (!(error instanceof ApprovalMissing)) throw error;
        const request = context.switchToHttp().getRequest<AdminRequest>();
        return this.danger.haveWait(request, endpointOf(request)!, request.admin);
      }),
    );
  }
}
