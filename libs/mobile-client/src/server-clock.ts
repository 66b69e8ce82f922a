/** Seconds by which an answer may correct the device's clock at most: a day, whatever time zone it was set for. */
export const MAX_SKEW = 24 * 60 * 60;

/**
 * The server's time as far as a device can tell: its own clock, corrected by the `Date` of the last answer (RFC 9110
 * §6.6.1). A correction beyond {@link MAX_SKEW} is not made. Whoever forges one answer could otherwise have assertions
 * signed that are valid years from now.
 */
export class ServerClock {
  private correction = 0;
  private refused: number | undefined;

  /** @param device the device's clock, in epoch seconds */
  constructor(private readonly device: () => number) {}

  /** Epoch seconds. */
  now(): number {
    return Math.floor(this.device() + this.correction);
  }

  /** Seconds by which the server is ahead of the device, as far as is known. */
  get skew(): number {
    return this.correction;
  }

  /** Seconds by which the server is ahead of the device, if that is too much to be believed. */
  get unbelievable(): number | undefined {
    return this.refused;
  }

  /** The device's own time, to be noted before a request is sent. */
  deviceTime(): number {
    return this.device();
  }

  /**
   * Learns from an answer. A difference that the way there and back may account for is none.
   * @param sent the device's own time when the request was sent
   * @param date the `Date` header; pages of other origins may not see it
   */
  learn(sent: number, date: string | null): void {
    const told = Date.parse(date ?? '') / 1000;
    if (Number.isNaN(told)) return;
    const received = this.device();
    // The header has whole seconds, so that half a second more is the best guess.
    const skew = told + 0.5 - (sent + received) / 2;
    this.refused = Math.abs(skew) > MAX_SKEW ? Math.round(skew) : undefined;
    if (this.refused !== undefined) this.correction = 0;
    else if (Math.abs(skew - this.correction) > 1 + Math.abs(received - sent)) this.correction = Math.round(skew);
  }
}
