import { type DynamicModule, Global, Module } from '@nestjs/common';
import { type Database, Store } from '@passant/persistence';
import { Clock } from './clock.js';
import { CommonTime } from './common-time.js';
import type { Config } from './config.js';
import { Configuration } from './configuration.js';
import { ConsoleSignIn } from './console-sign-in.js';
import { HealthController } from './health.controller.js';
import { Issuer } from './issuer.js';
import { JwksUriPolicy } from './jwks-uri-policy.js';
import { OutboundClient } from './outbound/outbound-client.js';
import { Readiness } from './readiness.js';
import { RegistrationPolicy } from './registration-policy.js';
import { SecondFactorPolicy } from './second-factor-policy.js';

/** The foundation of all other modules. */
@Global()
@Module({})
export class PlatformModule {
  static for({ config, database, clock }: { config: Config; database: Database; clock: Clock }): DynamicModule {
    const values = [
      { provide: Store, useValue: Store.of(database) },
      { provide: Clock, useValue: clock },
      { provide: Issuer, useValue: new Issuer(config.publicUrl) },
      { provide: JwksUriPolicy, useValue: new JwksUriPolicy(config.allowPrivateJwksUri) },
      { provide: RegistrationPolicy, useValue: new RegistrationPolicy(config.registration) },
      { provide: ConsoleSignIn, useValue: config.consoleSignIn },
      { provide: SecondFactorPolicy, useValue: new SecondFactorPolicy(config.requireSecondFactor) },
    ];
    return {
      module: PlatformModule,
      controllers: [HealthController],
      providers: [...values, CommonTime, Configuration, OutboundClient, Readiness],
      exports: [...values.map((value) => value.provide), CommonTime, Configuration, OutboundClient, Readiness],
    };
  }
}
