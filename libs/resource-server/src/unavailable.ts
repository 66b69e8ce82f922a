/**
 * Nobody can say whether a token is good: the server is unreachable, does not answer in time, or does not accept this
 * API client. Callers are told to retry later; none of them is let in.
 */
export class PassantUnavailable extends Error {
  constructor(
    message: string,
    /** Seconds after which it is worth trying again. */
    readonly retryAfter = 1,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'PassantUnavailable';
  }
}
