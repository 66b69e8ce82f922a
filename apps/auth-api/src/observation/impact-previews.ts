import { setImmediate as aMoment } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type { Impact } from '@passant/contracts';
import { type ShapeFilter, Store } from '@passant/persistence';
import {
  type Application,
  type ConfiguredState,
  type IdentityProvider,
  countedSince,
  impactInSteps,
} from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { Configuration } from '../platform/configuration.js';
import { RequestShapes } from './request-shapes.js';

/** Holds changes of the configuration against the requests of the last day. Nothing is changed. */
@Injectable()
export class ImpactPreviews {
  constructor(
    private readonly store: Store,
    private readonly configuration: Configuration,
    private readonly shapes: RequestShapes,
    private readonly clock: Clock,
  ) {}

  /** @param changed the application as it would be saved */
  async ofApplication(current: Application, changed: Application): Promise<Impact> {
    const after = this.present();
    after.applications.set(changed.identifier, changed);
    const members = notJudged(APPLICATION_MEMBERS_NOT_JUDGED, current, changed);
    return this.hold(after, { application: changed.identifier }, members);
  }

  /** @param changed the provider as it would be saved */
  async ofIdentityProvider(current: IdentityProvider, changed: IdentityProvider): Promise<Impact> {
    const { identifier, isDefault } = changed;
    const after = this.present();
    // At most one provider is the default, so it may take the place of another.
    after.providers = after.providers.map((provider) => {
      if (provider.identifier === identifier) return changed;
      return isDefault ? { ...provider, isDefault: false } : provider;
    });
    const concerned = isDefault && !current.isDefault ? {} : { identityProvider: identifier };
    return this.hold(after, concerned, notJudged(PROVIDER_MEMBERS_NOT_JUDGED, current, changed));
  }

  private present() {
    return {
      applications: new Map(this.configuration.allApplications().map((each) => [each.identifier, each])),
      providers: this.configuration.allIdentityProviders(),
    };
  }

  private async hold(after: ConfiguredState, filter: ShapeFilter, members: string[]): Promise<Impact> {
    await this.shapes.flush();
    const now = this.clock.now();
    const counts = await this.store.requestShapes.list(filter, now);
    const scopes = this.configuration.scopeNames();
    const steps = impactInSteps(counts, { before: this.present(), after, scopes });
    for (;;) {
      const step = steps.next();
      if (step.done) return { since: countedSince(now), ...step.value, members_not_judged: members };
      // This process has requests to answer meanwhile.
      await aMoment();
    }
  }
}

/**
 * Members about which the counts say nothing, by their names in messages: requests of other kinds depend on them, or what
 * follows after a request was allowed.
 */
const APPLICATION_MEMBERS_NOT_JUDGED = {
  'user_authentication.mobile_authentication': 'mobileAuthentication',
  refresh_token_grace: 'refreshTokenGrace',
  stateless_redirect_uris: 'statelessRedirectUris',
  default_identity_provider: 'defaultIdentityProvider',
  audience_policy: 'audiencePolicy',
  lenient_until: 'lenientUntil',
  access_token_web_hook: 'accessTokenWebHook',
  user_details_web_hook: 'userDetailsWebHook',
} as const satisfies Record<string, keyof Application>;

const PROVIDER_MEMBERS_NOT_JUDGED = {
  scripts: 'scripts',
  allowed_hosts: 'allowedHosts',
  properties: 'properties',
  transaction_validity: 'transactionValidity',
} as const satisfies Record<string, keyof IdentityProvider>;

function notJudged<Thing>(members: Record<string, keyof Thing>, was: Thing, is: Thing): string[] {
  return Object.keys(members).filter((name) => !isDeepStrictEqual(was[members[name]!], is[members[name]!]));
}
