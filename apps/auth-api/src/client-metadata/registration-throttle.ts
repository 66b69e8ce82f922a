import { Injectable } from '@nestjs/common';
import { Limits } from '../limits/limits.js';
import { Rates, type TotalAndShare, heldBy } from '../limits/rates.js';
import { networkOf } from '../platform/http/source.js';

const DRY_RUN = { name: 'registration_dry_run', says: 'Too many registrations were tried out.' } as const;

/**
 * Rate-limits registrations that need no individual token, and what costs those who have one nothing. There is one bucket for everybody and one per address. Both
 * refill continuously: a caller who waits gets through, and nobody is blocked for what a neighbour did an hour ago.
 * Open registrations are counted separately, so are documents that nobody knows yet, and those with each application's
 * statements: a statement can be extracted from an app, and its abuse must not cost other apps their installations.
 */
@Injectable()
export class RegistrationThrottle {
  constructor(
    private readonly rates: Rates,
    private readonly limits: Limits,
  ) {}

  /** Takes one open registration. Throws 429 with `Retry-After`, and then takes nothing. */
  async takeOpen(address: string): Promise<void> {
    await this.take(this.rates.openRegistration, address);
  }

  /** The same for one with a statement. @param application whose statement was presented and verified */
  async takeStated(address: string, application: string): Promise<void> {
    await this.take(this.rates.statementRegistration, address, application);
  }

  /** The same for the document of a client that nobody knows yet. */
  async takeDocument(address: string): Promise<void> {
    await this.take(this.rates.clientDocument, address);
  }

  /**
   * Takes one dry run that has another server asked: unlike a registration, it spends no use of its token.
   * @param token identifier of the initial access token
   */
  async takeDryRun(address: string, token: string): Promise<void> {
    const { ofToken, ofNetwork } = this.rates.registrationDryRun;
    await this.limits.take(DRY_RUN, [heldBy(ofToken, token), heldBy(ofNetwork, networkOf(address))]);
  }

  private async take({ total, ofNetwork }: TotalAndShare, address: string, application?: string): Promise<void> {
    const limited = { name: total.limit, says: 'Too many clients were registered.', application };
    const of = application ?? null;
    await this.limits.take(limited, [heldBy(ofNetwork, of, networkOf(address)), heldBy(total, of)]);
  }
}
