import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DEFAULT_STATELESS_SESSION_DURATION } from '@passant/contracts';
import { Store } from '@passant/persistence';
import { type Application, type IdentityProvider, firstVersion } from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { EventLog, type Maker } from '../observation/event-log.js';
import { Configuration } from '../platform/configuration.js';
import { renderApplication } from './applications/application.view.js';
import { DEMO_COMPLETE_SCRIPT, DEMO_INIT_SCRIPT } from './demo-scripts.js';

/** Sample data for newcomers: an application with a provider that imitates an external identity scheme. */
@Injectable()
export class DemoSeed {
  constructor(
    private readonly store: Store,
    private readonly configuration: Configuration,
    private readonly clock: Clock,
    private readonly events: EventLog,
  ) {}

  /**
   * @param maker who makes a change with it; nobody at the first start, which leaves no events
   * @returns whether anything was created; existing records are left as they are
   */
  async plant(maker?: Maker): Promise<boolean> {
    const now = this.clock.now();
    const stamps = () => ({ issuance: randomUUID(), revision: 1, edition: 1, createdAt: now, updatedAt: now });
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
        ...stamps(),
      };
      const provider = await store.identityProviders.insert(scheme);
      if (provider) await store.scripts.insertVersion(firstVersion(scheme, null, null));
      const app: Application = {
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
        lenientSince: null,
        accessTokenWebHook: null,
        userDetailsWebHook: null,
        versions: [
          { platform: 'ios', version: '1.0', status: 'LOGIN_REGISTRATION' },
          { platform: 'android', version: '1.0', status: 'LOGIN_REGISTRATION' },
        ],
        ...stamps(),
      };
      const application = await store.applications.insert(app);
      const scopes = application ? await store.scopes.ensure(['openid', 'profile', 'read', 'write'], now) : [];
      if (maker) {
        const { identifier, type, name, flow, enabled, scripts } = scheme;
        const after = { identifier, type, name, flow, enabled, scripts };
        const made = { ...maker, identityProvider: identifier, after };
        const named = { ...maker, application: app.identifier };
        const scopeMade = (scope: string) =>
          this.events.event('ADMIN_SCOPE_CREATED', { ...named, after: { identifier: scope, description: '' } });
        const appMade = { ...named, after: renderApplication(app, [scheme]) };
        await store.events.insert([
          ...(provider ? [this.events.event('ADMIN_IDENTITY_PROVIDER_CREATED', made)] : []),
          ...(application ? [this.events.event('ADMIN_MOBILE_APP_CREATED', appMade)] : []),
          ...scopes.map(scopeMade),
        ]);
      }
      return provider || application;
    });
    if (planted) await this.configuration.refresh();
    return planted;
  }
}
