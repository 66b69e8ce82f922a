import { type DynamicModule, Global, Module } from '@nestjs/common';
import { ScriptEngine } from '@passant/extension-engine';
import { type Database, Store } from '@passant/persistence';
import { Clock } from './clock.js';
import type { Config } from './config.js';
import { Configuration } from './configuration.js';
import { EventLog } from './event-log.js';
import { EventPolicy } from './event-policy.js';
import { HealthController } from './health.controller.js';
import { Issuer } from './issuer.js';
import { JwksUriPolicy } from './jwks-uri-policy.js';
import { RefusalLog } from './refusal-log.js';
import { ScriptHttp } from './script-http.js';
import { ScriptRunner } from './script-runner.js';
import { Secrets } from './secrets.js';
import { SigningKeys } from './signing-keys.js';
import { OutboundClient } from './outbound/outbound-client.js';
import { Sweeper } from './sweeper.js';
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
      { provide: PrivateWebHooks, useValue: new PrivateWebHooks(world.config.allowPrivateWebHooks) },
      {
        provide: EventPolicy,
        useValue: new EventPolicy(world.config.events.retentionDays, new Set(world.config.events.excluded)),
      },
    ];
    return {
      module: PlatformModule,
      controllers: [HealthController],
      providers: [
        ...values,
        Configuration,
        EventLog,
        RefusalLog,
        ScriptHttp,
        ScriptRunner,
        SigningKeys,
        Sweeper,
        ...OUTBOUND,
      ],
      exports: [
        ...values.map((value) => value.provide),
        Configuration,
        EventLog,
        RefusalLog,
        ScriptRunner,
        SigningKeys,
        ...OUTBOUND,
      ],
    };
  }
}
