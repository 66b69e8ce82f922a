import { Injectable } from '@nestjs/common';
import type { Client } from '@passant/protocol';
import { requestFacts } from '../platform/http/request-facts.js';
import { Limits } from './limits.js';

/** What clients may do per minute, and at once if they did nothing for a minute. 0: as much as they like. */
export class LimitSettings {
  constructor(
    /** Registrations that the installations of an application begin, all together. */
    readonly registrationsPerMinute: number,
    /** The same of one installation. */
    readonly registrationsOfOnePerMinute: number,
    /** Requests of one client at the token endpoint. */
    readonly tokenRequestsPerMinute: number,
  ) {}
}

const MINUTE = 60;

/**
 * Limits what authenticated clients may cause: what they begin or are issued stays for as long as it lives, so a limit per
 * minute bounds the number of open transactions and of live tokens as well. A limit that is off costs nothing.
 */
@Injectable()
export class RequestLimits {
  constructor(
    private readonly settings: LimitSettings,
    private readonly limits: Limits,
  ) {}

  /**
   * Takes one registration of a person: _init_, or _complete_ where there is no _init_. Throws 429 with `Retry-After`.
   */
  async takeRegistration({ clientId, application }: Client): Promise<void> {
    const { registrationsPerMinute, registrationsOfOnePerMinute } = this.settings;
    const limited = { name: 'custom_registration', says: 'Too many registrations were begun.', application } as const;
    await this.limits.take(
      limited,
      [
        { size: registrationsOfOnePerMinute, period: MINUTE, of: ['installation', clientId] },
        { size: registrationsPerMinute, period: MINUTE, of: ['application', application] },
      ].filter(isOn),
    );
  }

  /**
   * Takes one request at the token endpoint. Throws 429 with `Retry-After`. Whoever names a public client has proved
   * nothing, so each network has an allowance of its own there: nobody can use up what is another's.
   */
  async takeTokenRequest({ clientId, authMethod, application }: Client): Promise<void> {
    const { tokenRequestsPerMinute: size } = this.settings;
    const limited = { name: 'token_request', says: 'The client asked for too many tokens.', application } as const;
    const from = authMethod === 'none' ? (requestFacts()?.network?.() ?? '') : null;
    await this.limits.take(limited, [{ size, period: MINUTE, of: [clientId, from] }].filter(isOn));
  }
}

const isOn = ({ size }: { size: number }): boolean => size > 0;
