import { type DynamicModule, Global, Module } from '@nestjs/common';
import type { Config } from '../platform/config.js';
import { EventLog } from './event-log.js';
import { EventPolicy } from './event-policy.js';
import { Few } from './few.js';
import { HourlyCounts } from './hourly-counts.js';
import { ImpactPreviews } from './impact-previews.js';
import { MetricsAccess } from './metrics/metrics-access.js';
import { MetricsController } from './metrics/metrics.controller.js';
import { Metrics } from './metrics/metrics.js';
import { RefusalLog } from './refusal-log.js';
import { RequestShapes } from './request-shapes.js';

/** Records what happens: events, refusals, shapes of requests and metrics. */
@Global()
@Module({})
export class ObservationModule {
  static for({ events, metricsTokenHash, publicUrl }: Config): DynamicModule {
    const values = [
      { provide: MetricsAccess, useValue: new MetricsAccess(metricsTokenHash, publicUrl) },
      {
        provide: EventPolicy,
        useValue: new EventPolicy(events.retentionDays, new Set(events.excluded), new Set(events.detailed)),
      },
    ];
    return {
      module: ObservationModule,
      controllers: [MetricsController],
      providers: [...values, EventLog, Few, HourlyCounts, ImpactPreviews, Metrics, RefusalLog, RequestShapes],
      exports: [
        ...values.map((value) => value.provide),
        ...[EventLog, HourlyCounts, ImpactPreviews, Metrics, RefusalLog, RequestShapes],
      ],
    };
  }
}
