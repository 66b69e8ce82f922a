import { ErrorBody, type ErrorCode } from '@passant/contracts';

/** Beside the server's codes: the server could not be reached, or its answer is not what the contract says. */
export type ApiErrorCode = ErrorCode | 'unreachable' | 'unexpected_answer';

/** Why a call did not succeed. `message` is a sentence for the person; `errorId` finds the entry in the server's log. */
export class ApiError extends Error {
  override readonly name = 'ApiError';

  constructor(
    /** HTTP status; 0 where no answer came. */
    readonly status: number,
    readonly code: ApiErrorCode,
    message: string,
    readonly errorId?: string,
    /** Members at fault, keyed by their dotted path. */
    readonly fields: Record<string, string> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The refusal in an answer. A body that is not the contract's (a proxy's page, say) still gives a usable error. */
export function readRefusal(status: number, body: unknown, requestId: string | null): ApiError {
  const parsed = ErrorBody.safeParse(body);
  if (parsed.success) {
    const { error, error_description, error_id, fields } = parsed.data;
    return new ApiError(status, error, error_description, error_id, fields);
  }
  const code = status === 401 ? 'unauthorized' : 'unexpected_answer';
  return new ApiError(status, code, `The server answered with status ${status}.`, requestId ?? undefined);
}

export function unreachable(cause: unknown): ApiError {
  return new ApiError(0, 'unreachable', 'The server cannot be reached.', undefined, {}, { cause });
}

/** Any thrown value as an {@link ApiError}, so that every error has one shape on the screen. */
export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  const message = error instanceof Error ? error.message : 'Something went wrong in the console.';
  return new ApiError(0, 'unexpected_answer', message, undefined, {}, { cause: error });
}

/** Whether the same call may succeed a moment later. */
export function isTransient(error: ApiError): boolean {
  return error.code === 'unreachable' || error.code === 'temporarily_unavailable' || error.status >= 502;
}
