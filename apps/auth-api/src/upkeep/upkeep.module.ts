import { type DynamicModule, Module } from '@nestjs/common';
import { type Clock, MovableClock } from '../platform/clock.js';
import { AuditAnchors } from './audit-anchors.js';
import { ClientSweeper } from './client-sweeper.js';
import { PartitionKeeper } from './partition-keeper.js';
import { Sweeper } from './sweeper.js';
import { TestClockController } from './test-clock.controller.js';

/** Background work: creates and drops partitions, and deletes what has expired. */
@Module({})
export class UpkeepModule {
  /** @param testClock whether tests may move the clock */
  static for(clock: Clock, testClock: boolean): DynamicModule {
    const providers = [PartitionKeeper, Sweeper, ClientSweeper, AuditAnchors];
    if (!testClock) return { module: UpkeepModule, providers };
    const movable = { provide: MovableClock, useValue: clock };
    return { module: UpkeepModule, providers: [...providers, movable], controllers: [TestClockController] };
  }
}
