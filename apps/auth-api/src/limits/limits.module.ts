import { type DynamicModule, Global, Module } from '@nestjs/common';
import type { Config } from '../platform/config.js';
import { Limits } from './limits.js';
import { LimitSettings, Rates } from './rates.js';
import { RequestLimits } from './request-limits.js';

/** How often somebody may do something, counted for all processes together. */
@Global()
@Module({})
export class LimitsModule {
  static for({ limits }: Config): DynamicModule {
    const settings = new LimitSettings(
      limits.registrationsPerMinute,
      limits.registrationsOfOnePerMinute,
      limits.tokenRequestsPerMinute,
    );
    return {
      module: LimitsModule,
      providers: [{ provide: LimitSettings, useValue: settings }, Limits, Rates, RequestLimits],
      exports: [Limits, Rates, RequestLimits],
    };
  }
}
