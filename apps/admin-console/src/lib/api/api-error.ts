import { CSRF_HEADER, ErrorBody, type ErrorCode } from '@passant/contracts';

/**
 * The server's error codes, plus the console's own: another administrator has to approve; the server could not be reached; its response violates the
 * contract; the session is not the one the page knows; the session belongs to another administrator.
 */
export type ApiErrorCode =
  ErrorCode | 'approval_awaited' | 'unreachable' | 'unexpected_answer' | 'stale_session' | 'other_administrator';

/** Why a call failed. `message` is a sentence for the user; `errorId` identifies the entry in the server's log. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    /** HTTP status; 0 if there was no response. */
    readonly status: number,
    readonly code: ApiErrorCode,
    message: string,
    readonly errorId?: string,
    /** Error messages of invalid members, keyed by dotted path. */
    readonly fields: Record<string, string> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/**
 * Reads the error in a response. A body that does not match the contract (such as a proxy's error page) still yields a
 * usable error.
 */
export function readRefusal(status: number, body: unknown, requestId: string | null): ApiError {
  const parsed = ErrorBody.safeParse(body);
  if (parsed.success) {
    const { error, error_description, error_id, fields } = parsed.data;
    if (error === 'forbidden' && fields && CSRF_HEADER in fields) {
      return new ApiError(status, 'stale_session', error_description, error_id);
    }
    return new ApiError(status, error, error_description, error_id, fields);
  }
  const code = status === 401 ? 'unauthorized' : 'unexpected_answer';
  return new ApiError(status, code, `The server answered with status ${status}.`, requestId ?? undefined);
}

export function unreachable(cause: unknown): ApiError {
  return new ApiError(0, 'unreachable', 'The server cannot be reached.', undefined, {}, { cause });
}

/**
 * The error for when a page was loaded by `before` but `now` has signed in since: whether to apply the change is for
 * the new administrator to decide.
 */
export function otherAdministrator(before: string, now: string): ApiError {
  const sentence = `${now} has signed in in this browser since ${before} opened this page, and nothing was changed.`;
  return new ApiError(403, 'other_administrator', `${sentence} Do it again, and it is done as ${now}.`);
}

/** The error for what was not done, because it waits for another administrator. */
export function approvalAwaited(): ApiError {
  const sentence = 'It is done once another Admin approves it. Until then it waits under Administrators, for a day.';
  return new ApiError(202, 'approval_awaited', sentence);
}

/** Converts any thrown value to an {@link ApiError}, so that all errors are shown in the same way. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  const message = error instanceof Error ? error.message : 'Something went wrong in the console.';
  return new ApiError(0, 'unexpected_answer', message, undefined, {}, { cause: error });
}

/** Whether the same call may succeed if retried a moment later. */
export function isTransient(error: ApiError): boolean {
  return error.code === 'unreachable' || error.code === 'temporarily_unavailable' || error.status >= 502;
}
