import { Injectable } from '@nestjs/common';
import { Store } from '@passant/persistence';
import { type IdentityProvider, firstVersion } from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { Configuration } from '../platform/configuration.js';
import { DEMO_COMPLETE_SCRIPT, DEMO_INIT_SCRIPT } from './demo-scripts.js';

/** Something to look at for a newcomer: an application with a provider that imitates an external identity scheme. */
@Injectable()
export class DemoSeed {
  constructor(
    private readonly store: Store,
    private readonly configuration: Configuration,
    private readonly clock: Clock,
  ) {}

  /** @returns whether anything was planted; what is there already stays as it is */
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
        implicitAuthentication: false,
        mobileAuthentication: false,
        refreshTokens: false,
        defaultScopes: ['profile'],
        additionalScopes: ['openid', 'read', 'write'],
        accessTokenValidity: 900,
        identityProviders: ['demo-scheme'],
        defaultIdentityProvider: 'demo-scheme',
        audiencePolicy: 'STRICT',
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
