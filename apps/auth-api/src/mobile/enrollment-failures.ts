import { type ArgumentsHost, Catch, Injectable } from '@nestjs/common';
import type { ErrorCode, EventName } from '@passant/contracts';
import { OAuthError } from '@passant/protocol';
import { EventLog } from '../observation/event-log.js';
import { OAuthErrorFilter } from '../platform/http/oauth-error.filter.js';
import type { TokenRequest } from './registered-person.guard.js';

type Names = Partial<Record<ErrorCode, EventName>>;

const KEY_FAILURES: Names = {
  invalid_token: 'KEY_ENROLLMENT_FAILURE_INVALID_TOKEN',
  insufficient_scope: 'KEY_ENROLLMENT_FAILURE_INVALID_TOKEN',
  stateless_access_token: 'KEY_ENROLLMENT_FAILURE_STATELESS_ACCESS_TOKEN',
  unauthorized_client: 'KEY_ENROLLMENT_FAILURE_DISABLED',
  invalid_request: 'KEY_ENROLLMENT_FAILURE_INVALID_REQUEST',
};

const PUSH_FAILURES: Names = {
  invalid_token: 'PUSH_ENROLLMENT_FAILURE_INVALID_ACCESS_TOKEN',
  insufficient_scope: 'PUSH_ENROLLMENT_FAILURE_INVALID_ACCESS_TOKEN',
  stateless_access_token: 'PUSH_ENROLLMENT_FAILURE_STATELESS_ACCESS_TOKEN',
  unauthorized_client: 'PUSH_ENROLLMENT_FAILURE_FEATURE_DISABLED',
  invalid_request: 'PUSH_ENROLLMENT_FAILURE_INVALID_REQ',
  not_found: 'PUSH_ENROLLMENT_FAILURE_KEYS_NOT_EXCHANGED',
};

/**
 * Records why an enrolment was refused, whether by the guard, the contract or the service. It records which app it was
 * but nothing about the person, because the token may be a stateless one.
 */
abstract class EnrollmentFailures extends OAuthErrorFilter {
  protected constructor(
    private readonly events: EventLog,
    private readonly names: Names,
  ) {
    super();
  }

  override catch(thrown: unknown, host: ArgumentsHost): void {
    const name = thrown instanceof OAuthError ? this.names[thrown.code] : undefined;
    if (name) {
      const token = host.switchToHttp().getRequest<TokenRequest>().accessToken;
      this.events.record(name, { clientId: token?.clientId ?? null, application: token?.application ?? null });
    }
    super.catch(thrown, host);
  }
}

@Catch()
@Injectable()
export class KeyEnrollmentFailures extends EnrollmentFailures {
  constructor(events: EventLog) {
    super(events, KEY_FAILURES);
  }
}

@Catch()
@Injectable()
export class PushEnrollmentFailures extends EnrollmentFailures {
  constructor(events: EventLog) {
    super(events, PUSH_FAILURES);
  }
}
