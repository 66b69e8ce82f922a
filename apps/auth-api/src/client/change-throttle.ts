import { Injectable } from '@nestjs/common';
import type { Client } from '@passant/protocol';
import { shareOfOne } from '../client-metadata/registration-throttle.js';
import { Limits } from '../limits/limits.js';
import { requestFacts } from '../platform/http/request-facts.js';
import { RegistrationPolicy } from '../platform/registration-policy.js';

const HOUR = 3600;
/** How often a client may change its own registration per hour, and at once if it did not for an hour. */
const MOST_OF_A_CLIENT = 120;
const LIMIT = { name: 'client_change', says: 'The client was changed too often.' } as const;

/**
 * Rate-limits the changes that clients make to their own registrations. Each leaves an event with what the client was
 * and what it became, for weeks, and none of these may be left out: whoever has the token of a client could hide a
 * change behind others. Who needs no token of their own to register may have ever more clients, so these have a limit per
 * network as well, for each application by itself.
 */
@Injectable()
export class ChangeThrottle {
  constructor(
    private readonly limits: Limits,
    private readonly policy: RegistrationPolicy,
  ) {}

  /** Takes one change. Throws 429 with `Retry-After`. @param client that proved to be itself */
  async take({
    clientId,
    application,
    initialAccessToken,
    registeredOpenly,
    softwareStatement,
  }: Client): Promise<void> {
    const isStrangers = initialAccessToken === null && (registeredOpenly || softwareStatement !== null);
    const network = requestFacts()?.network?.() ?? '';
    const size = shareOfOne(this.policy.settings.openPerHour);
    await this.limits.take(LIMIT, [
      { size: MOST_OF_A_CLIENT, period: HOUR, of: [clientId] },
      ...(isStrangers ? [{ size, period: HOUR, of: ['network', application, network] }] : []),
    ]);
  }
}
