import { Injectable } from '@nestjs/common';
import { DEFAULT_STATELESS_SESSION_DURATION } from '@passant/contracts';
import { Store } from '@passant/persistence';
import { type IdentityProvider, firstVersion } from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { Configuration } from '../platform/configuration.js';
import { DEMO_COMPLETE_SCRIPT, DEMO_INIT_SCRIPT } from './demo-scripts.js';

/** Sample data for newcomers: an application with a provider that imitates an external identity scheme. */
@Injectable()
export class DemoSeed {
  constructor(
    private readonly store: Store,
    private readonly configuration: Configuration,
    private readonly clock: Clock,
  ) {}

  /** @returns whether anything was created; existing records are left as they are */
  async plant(): Promise<boolean> {
    const now = this.clock.now();
    const stamps = { revision: 1, createdAt: now, updatedAt: now };
    const planted = await this.store.transaction(async (store) => {
      const scheme: IdentityProvider = {
        identifier: 'demo-scheme',
        type: 'CUSTOM_API',
        name: 'Demo scheme (simulated)',
        flow: 'TWO_STEP',
        enabled: true,
        isDefault: false,
        scripts: { init: DEMO_INIT_SCRIPT, complete: DEMO_COMPLETE_SCRIPT },
        scriptVersion: 1,
        latestScriptVersion: 1,
        shadowRun: null,
        allowedHosts: [],
        properties: [],
        transactionValidity: 300,
        ...stamps,
      };
      const provider = await store.identityProviders.insert(scheme);
      if (provider) await store.scripts.insertVersion(firstVersion(scheme, null, null));
      const application = await store.applications.insert({
        identifier: 'demo-app',
        name: 'Demo app',
        enabled: true,
        clientType: 'mobile',
        statelessAuthentication: true,
        statelessSession: false,
        statelessSessionDuration: DEFAULT_STATELESS_SESSION_DURATION,
        statelessRedirectUris: [],
        implicitAuthentication: false,
        mobileAuthentication: false,
        refreshTokens: false,
        defaultScopes: ['profile'],
        additionalScopes: ['openid', 'read', 'write'],
        accessTokenValidity: 900,
        refreshTokenGrace: 30,
        identityProviders: ['demo-scheme'],
        defaultIdentityProvider: 'demo-scheme',
        audiencePolicy: 'STRICT',
        lenientUntil: null,
        accessTokenWebHook: null,
        userDetailsWebHook: null,
        versions: [
          { platform: 'ios', version: '1.0', status: 'LOGIN_REGISTRATION' },
          { platform: 'android', version: '1.0', status: 'LOGIN_REGISTRATION' },
        ],
        ...stamps,
      });
      if (application) await store.scopes.ensure(['openid', 'profile', 'read', 'write'], now);
      return provider || application;
    });
    if (planted) await this.configuration.refresh();
    return planted;
  }
}
