import { Injectable } from '@nestjs/common';
import { Limits } from '../limits/limits.js';
import { networkOf } from '../platform/http/source.js';
import { RegistrationPolicy } from '../platform/registration-policy.js';

/** One address may use the total divided by this: many people may share it, yet it must leave room for others. */
const SHARE_OF_ONE = 4;
const HOUR = 3600;
/** How often per hour dry runs may have another server asked: with one initial access token, and from one network. */
const DRY_RUNS_OF_A_TOKEN = 60;
const DRY_RUNS_OF_A_NETWORK = 240;
const DRY_RUN = { name: 'registration_dry_run', says: 'Too many registrations were tried out.' } as const;

/** How many of a total one address may use. */
export const shareOfOne = (total: number): number => Math.max(1, Math.floor(total / SHARE_OF_ONE));

/**
 * Rate-limits registrations that need no individual token, and what costs those who have one nothing. There is one bucket for everybody and one per address. Both
 * refill continuously: a caller who waits gets through, and nobody is blocked for what a neighbour did an hour ago.
 * Open registrations are counted separately, so are documents that nobody knows yet, and those with each application's
 * statements: a statement can be extracted from an app, and its abuse must not cost other apps their installations.
 */
@Injectable()
export class RegistrationThrottle {
  constructor(
    private readonly policy: RegistrationPolicy,
    private readonly limits: Limits,
  ) {}

  /** Takes one open registration. Throws 429 with `Retry-After`, and then takes nothing. */
  async takeOpen(address: string): Promise<void> {
    await this.take('open_registration', address);
  }

  /** The same for one with a statement. @param application whose statement was presented and verified */
  async takeStated(address: string, application: string): Promise<void> {
    await this.take('statement_registration', address, application);
  }

  /** The same for the document of a client that nobody knows yet. */
  async takeDocument(address: string): Promise<void> {
    await this.take('client_document', address);
  }

  /**
   * Takes one dry run that has another server asked: unlike a registration, it spends no use of its token.
   * @param token identifier of the initial access token
   */
  async takeDryRun(address: string, token: string): Promise<void> {
    await this.limits.take(DRY_RUN, [
      { size: DRY_RUNS_OF_A_TOKEN, period: HOUR, of: ['token', token] },
      { size: DRY_RUNS_OF_A_NETWORK, period: HOUR, of: ['network', networkOf(address)] },
    ]);
  }

  private async take(
    name: 'open_registration' | 'statement_registration' | 'client_document',
    address: string,
    application?: string,
  ): Promise<void> {
    const { openPerHour: size } = this.policy.settings;
    const limited = { name, says: 'Too many clients were registered.', application };
    await this.limits.take(limited, [
      { size: shareOfOne(size), period: HOUR, of: [application ?? null, networkOf(address)] },
      { size, period: HOUR, of: [application ?? null] },
    ]);
  }
}
