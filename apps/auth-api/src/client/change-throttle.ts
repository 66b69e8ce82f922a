import { Injectable } from '@nestjs/common';
import { Limits } from '../limits/limits.js';

/** How often a client may change its own registration per hour, and at once if it did not for an hour. */
const MOST = { size: 120, period: 3600 } as const;
const LIMIT = { name: 'client_change', says: 'The client was changed too often.' } as const;

/**
 * Rate-limits the changes that clients make to their own registrations. Each leaves an event with what the client was
 * and what it became, for weeks, and none of these may be left out: whoever has the token of a client could hide a
 * change behind others.
 */
@Injectable()
export class ChangeThrottle {
  constructor(private readonly limits: Limits) {}

  /** Takes one change. Throws 429 with `Retry-After`. @param clientId of a client that proved to be itself */
  async take(clientId: string): Promise<void> {
    await this.limits.take(LIMIT, [{ ...MOST, of: [clientId] }]);
  }
}
