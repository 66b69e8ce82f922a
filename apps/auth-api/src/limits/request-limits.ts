import { Injectable } from '@nestjs/common';
import type { Client } from '@passant/protocol';
import { requestFacts } from '../platform/http/request-facts.js';
import { Limits } from './limits.js';
import { Rates, heldBy, isOn } from './rates.js';

/**
 * Limits what authenticated clients may cause: what they begin or are issued stays for as long as it lives, so a limit per
 * minute bounds the number of open transactions and of live tokens as well. A limit that is off costs nothing.
 */
@Injectable()
export class RequestLimits {
  constructor(
    private readonly rates: Rates,
    private readonly limits: Limits,
  ) {}

  /**
   * Takes one registration of a person: _init_, or _complete_ where there is no _init_. Throws 429 with `Retry-After`.
   */
  async takeRegistration({ clientId, application }: Client): Promise<void> {
    const { ofClient, ofApplication } = this.rates.customRegistration;
    const limited = { name: 'custom_registration', says: 'Too many registrations were begun.', application } as const;
    await this.limits.take(limited, [heldBy(ofClient, clientId), heldBy(ofApplication, application)].filter(isOn));
  }

  /**
   * Takes one request at the token endpoint. Throws 429 with `Retry-After`. Whoever names a public client has proved
   * nothing, so each network has an allowance of its own there: nobody can use up what is another's.
   */
  async takeTokenRequest({ clientId, authMethod, application }: Client): Promise<void> {
    const limited = { name: 'token_request', says: 'The client asked for too many tokens.', application } as const;
    const from = authMethod === 'none' ? (requestFacts()?.network?.() ?? '') : null;
    await this.limits.take(limited, [heldBy(this.rates.tokenRequest, clientId, from)].filter(isOn));
  }
}
