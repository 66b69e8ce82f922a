import { type DynamicModule, Global, Module } from '@nestjs/common';
import { ScriptEngine } from '@passant/extension-engine';
import { type Database, Store } from '@passant/persistence';
import { ClientSweeper } from './client-sweeper.js';
import { ClientUse } from './client-use.js';
import { Clock } from './clock.js';
import type { Config } from './config.js';
import { Configuration } from './configuration.js';
import { EventLog } from './event-log.js';
import { EventPolicy } from './event-policy.js';
import { HealthController } from './health.controller.js';
import { InitialAccessTokenForge } from './initial-access-token-forge.js';
import { Issuer } from './issuer.js';
import { JwksUriPolicy } from './jwks-uri-policy.js';
import { MasterToken } from './master-token.js';
import { PartitionKeeper } from './partition-keeper.js';
import { RefusalLog } from './refusal-log.js';
import { RegistrationPolicy } from './registration-policy.js';
import { ScriptAccount } from './script-account.js';
import { ScriptHosts } from './script-host.js';
import { ScriptHttp } from './script-http.js';
import { ScriptProperties } from './script-properties.js';
import { ScriptRunner } from './script-runner.js';
import { ScriptShadows } from './script-shadows.js';
import { ScriptSteps } from './script-steps.js';
import { MetricsAccess } from './metrics/metrics-access.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { Metrics } from './metrics/metrics.js';
import { Secrets } from './secrets.js';
import { SigningKeys } from './signing-keys.js';
import { SoftwareStatements } from './software-statements.js';
import { OutboundClient } from './outbound/outbound-client.js';
import { Sweeper } from './sweeper.js';
import { TokenForge } from './token-forge.js';
import { ApplicationHooks } from './web-hooks/application-hooks.js';
import { PrivateWebHooks, WebHookAddress } from './web-hooks/web-hook-address.js';
import { WebHookCaller } from './web-hooks/web-hook-caller.js';
import { WebHookGate } from './web-hooks/web-hook-gate.js';
import { WebHooks } from './web-hooks/web-hooks.js';

/** Everything from outside that the server needs: made by who starts it, replaced piece by piece in specs. */
export interface World {
  config: Config;
  database: Database;
  secrets: Secrets;
  engine: ScriptEngine;
  clock: Clock;
}

/** What runs the scripts of the providers. */
const SCRIPTS = [ScriptHttp, ScriptProperties, ScriptHosts, ScriptRunner, ScriptAccount, ScriptShadows, ScriptSteps];

/** What the server asks of others. */
const OUTBOUND = [OutboundClient, WebHookAddress, WebHookCaller, WebHookGate, WebHooks, ApplicationHooks];

@Global()
@Module({})
export class PlatformModule {
  static for(world: World): DynamicModule {
    const values = [
      { provide: Store, useValue: Store.of(world.database) },
      { provide: Secrets, useValue: world.secrets },
      { provide: ScriptEngine, useValue: world.engine },
      { provide: Clock, useValue: world.clock },
      { provide: Issuer, useValue: new Issuer(world.config.publicUrl) },
      { provide: JwksUriPolicy, useValue: new JwksUriPolicy(world.config.allowPrivateJwksUri) },
      { provide: RegistrationPolicy, useValue: new RegistrationPolicy(world.config.registration) },
      { provide: PrivateWebHooks, useValue: new PrivateWebHooks(world.config.allowPrivateWebHooks) },
      {
        provide: MetricsAccess,
        useValue: new MetricsAccess(world.config.metricsTokenHash, world.config.publicUrl),
      },
      {
        provide: EventPolicy,
        useValue: new EventPolicy(world.config.events.retentionDays, new Set(world.config.events.excluded)),
      },
    ];
    return {
      module: PlatformModule,
      controllers: [HealthController, MetricsController],
      providers: [
        ...values,
        ClientSweeper,
        ClientUse,
        Configuration,
        EventLog,
        Metrics,
        MasterToken,
        RefusalLog,
        ...SCRIPTS,
        SigningKeys,
        SoftwareStatements,
        TokenForge,
        InitialAccessTokenForge,
        PartitionKeeper,
        Sweeper,
        ...OUTBOUND,
      ],
      exports: [
        ...values.map((value) => value.provide),
        ClientUse,
        Configuration,
        EventLog,
        Metrics,
        InitialAccessTokenForge,
        MasterToken,
        RefusalLog,
        ...SCRIPTS,
        SigningKeys,
        SoftwareStatements,
        TokenForge,
        ...OUTBOUND,
      ],
    };
  }
}
