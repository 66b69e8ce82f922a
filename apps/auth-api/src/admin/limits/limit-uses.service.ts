import { Injectable } from '@nestjs/common';
import type { LimitQuery, LimitUse } from '@passant/contracts';
import { type Allowance, Store, type Used } from '@passant/persistence';
import { type Client, OAuthError } from '@passant/protocol';
import { type Held, Limits } from '../../limits/limits.js';
import { type Rate, Rates, heldBy, isOn, isOneOfMany } from '../../limits/rates.js';
import { Clock } from '../../platform/clock.js';
import { RegistrationPolicy } from '../../platform/registration-policy.js';
import { ApplicationsService } from '../applications/applications.service.js';

/** A rate to be shown, and of whom; without that, each of its holders has a use of its own, which cannot be told. */
interface Shown {
  rate: Omit<Rate<never>, 'holder'>;
  held?: Held<Allowance>;
}

const each = (rate: Shown['rate']): Shown => ({ rate });
const of = <Whose extends readonly unknown[]>(rate: Rate<Whose>, ...whose: Whose): Shown => ({
  rate,
  held: heldBy(rate, ...whose),
});

/** How much is used of the limits that hold for all processes together, as the database counts it. */
@Injectable()
export class LimitUsesService {
  constructor(
    private readonly rates: Rates,
    private readonly limits: Limits,
    private readonly policy: RegistrationPolicy,
    private readonly applications: ApplicationsService,
    private readonly store: Store,
    private readonly clock: Clock,
  ) {}

  /** Throws `not_found` for an application or a client that does not exist. */
  async read({ application, client_id: clientId }: LimitQuery): Promise<LimitUse[]> {
    if (application !== undefined) return this.render(this.ofApplication(application));
    if (clientId !== undefined) return this.render(this.ofClient(await this.client(clientId)));
    return this.render(this.ofServer());
  }

  private ofApplication(identifier: string): Shown[] {
    const application = this.applications.require(identifier);
    const { customRegistration, tokenRequest, statementRegistration, clientChange } = this.rates;
    return [
      ...(application.clientType === 'mobile'
        ? [of(customRegistration.ofApplication, identifier), each(customRegistration.ofClient)]
        : []),
      each(tokenRequest),
      of(statementRegistration.total, identifier),
      each(statementRegistration.ofNetwork),
      each(clientChange.ofClient),
      each(clientChange.ofNetwork),
    ];
  }

  private ofClient(client: Client): Shown[] {
    const { clientId, kind, authMethod, registrationTokenHash } = client;
    const { customRegistration, tokenRequest, clientChange } = this.rates;
    return [
      ...(kind === 'instance' ? [of(customRegistration.ofClient, clientId)] : []),
      authMethod === 'none' ? each({ ...tokenRequest, of: 'network' }) : of(tokenRequest, clientId, null),
      ...(registrationTokenHash === null ? [] : [of(clientChange.ofClient, clientId)]),
      ...(registrationTokenHash !== null && isOneOfMany(client) ? [each(clientChange.ofNetwork)] : []),
    ];
  }

  private ofServer(): Shown[] {
    const { openRegistration, clientDocument, registrationDryRun } = this.rates;
    return [
      ...(this.policy.settings.open ? [of(openRegistration.total, null), each(openRegistration.ofNetwork)] : []),
      of(clientDocument.total, null),
      each(clientDocument.ofNetwork),
      each(registrationDryRun.ofToken),
      each(registrationDryRun.ofNetwork),
    ];
  }

  private async client(clientId: string): Promise<Client> {
    const client = await this.store.clients.find(clientId);
    if (!client) throw new OAuthError('not_found', 'There is no such client.');
    return client;
  }

  private async render(shown: readonly Shown[]): Promise<LimitUse[]> {
    const asked = shown.flatMap(({ rate, held }) => (held && isOn(rate) ? [{ ...held, name: rate.limit, rate }] : []));
    const uses = await this.limits.usesOf(asked);
    const used = new Map(asked.map(({ rate }, index) => [rate, uses[index]!]));
    return shown.map(({ rate }) => this.renderOne(rate, used.get(rate)));
  }

  private renderOne({ limit, of: holder, setting, size, period }: Shown['rate'], use: Used | undefined): LimitUse {
    return {
      limit,
      of: holder,
      ...(setting === undefined ? {} : { setting }),
      size,
      period,
      ...(use === undefined ? {} : { used: use.used }),
      ...(use === undefined || use.wait === 0
        ? {}
        : { room_at: Math.ceil((this.clock.milliseconds() + use.wait) / 1000) }),
    };
  }
}
