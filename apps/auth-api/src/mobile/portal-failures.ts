import { type ArgumentsHost, Catch, Injectable } from '@nestjs/common';
import type { EventName } from '@passant/contracts';
import { OAuthError, PortalRefusal } from '@passant/protocol';
import { EventLog } from '../observation/event-log.js';
import { OAuthErrorFilter } from '../platform/http/oauth-error.filter.js';

const EVENTS: Record<PortalRefusal['number'], EventName> = {
  1000: 'PUSH_AUTH_INIT_FAILURE_DISABLED',
  1001: 'PUSH_AUTH_INIT_FAILURE_NO_PUSH_ENROLLMENT',
  1003: 'PUSH_AUTH_INIT_FAILURE_MISSING_DEVICE_ID',
  3004: 'PUSH_AUTH_TRANSACTION_NOT_RETRIEVED',
  3005: 'PUSH_AUTH_INIT_FAILURE_AUTH_METHOD_NOT_AVAILABLE',
};

/** Records why a portal could not ask a person, or could not get the answer. */
@Catch()
@Injectable()
export class PortalFailures extends OAuthErrorFilter {
  constructor(private readonly events: EventLog) {
    super();
  }

  override catch(thrown: unknown, host: ArgumentsHost): void {
    if (thrown instanceof PortalRefusal) this.events.record(EVENTS[thrown.number]);
    else if (thrown instanceof OAuthError && thrown.code === 'invalid_request') {
      this.events.record('MOBILE_AUTH_INIT_FAILURE_INVALID_REQ');
    }
    super.catch(thrown, host);
  }
}
