import { Unavailable } from '@passant/protocol';

/** Why an outgoing request got no usable response. The message contains no values of the request. */
export type OutboundFailure =
  'address_refused' | 'timed_out' | 'too_large' | 'redirected' | 'unreachable' | 'unreadable' | 'busy';

export class OutboundError extends Error {
  constructor(
    readonly failure: OutboundFailure,
    message: string,
    cause?: unknown,
    /** Whether anything was tried: the other side knows nothing of a request that waited in vain, or was not made. */
    readonly wasTried = true,
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'OutboundError';
  }
}

/** Seconds after which there may be free slots again. */
const BUSY_RETRY_AFTER = 5;

/** Whether the request was not sent because too many others were in progress. */
export function isBusy(error: unknown): boolean {
  return error instanceof OutboundError && error.failure === 'busy';
}

/** The error for the caller who waits for the response: this server lacks the capacity. */
export class TooManyAsked extends Unavailable {
  constructor() {
    super('too many addresses that clients named are being asked', BUSY_RETRY_AFTER);
  }
}
