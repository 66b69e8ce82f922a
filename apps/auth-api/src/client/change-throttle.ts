import { Injectable } from '@nestjs/common';
import type { Client } from '@passant/protocol';
import { Limits } from '../limits/limits.js';
import { Rates, heldBy, isOneOfMany } from '../limits/rates.js';
import { requestFacts } from '../platform/http/request-facts.js';

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
    private readonly rates: Rates,
  ) {}

  /** Takes one change. Throws 429 with `Retry-After`. @param client that proved to be itself */
  async take(client: Client): Promise<void> {
    const { clientId, application } = client;
    const network = requestFacts()?.network?.() ?? '';
    const { ofClient, ofNetwork } = this.rates.clientChange;
    const limited = { name: 'client_change', says: 'The client was changed too often.', application } as const;
    await this.limits.take(limited, [
      heldBy(ofClient, clientId),
      ...(isOneOfMany(client) ? [heldBy(ofNetwork, application, network)] : []),
    ]);
  }
}
