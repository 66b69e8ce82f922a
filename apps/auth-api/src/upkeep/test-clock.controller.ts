import { Body, Controller, Get, Put, Req } from '@nestjs/common';
import { PATHS, SetTestClock, type TestClock } from '@passant/contracts';
import { OAuthError } from '@passant/protocol';
import type { FastifyRequest } from 'fastify';
import { EventLog } from '../observation/event-log.js';
import { HourlyCounts } from '../observation/hourly-counts.js';
import { RefusalLog } from '../observation/refusal-log.js';
import { RequestShapes } from '../observation/request-shapes.js';
import { MovableClock } from '../platform/clock.js';
import { ConsumesJson } from '../platform/http/media-type.guard.js';
import { comesFromThisMachine } from '../platform/http/this-machine.js';
import { AuditAnchors } from './audit-anchors.js';
import { ClientSweeper } from './client-sweeper.js';
import { Sweeper } from './sweeper.js';

/**
 * Moves the clock of a test server. It is not part of the admin API, because an administrator's session would expire
 * with the moved time. Anyone who can start a server on this machine may move its clock; everyone else gets a 404.
 */
@Controller(PATHS.testClock)
export class TestClockController {
  constructor(
    private readonly clock: MovableClock,
    private readonly sweeper: Sweeper,
    private readonly clients: ClientSweeper,
    private readonly anchors: AuditAnchors,
    private readonly events: EventLog,
    private readonly refusals: RefusalLog,
    private readonly hourly: HourlyCounts,
    private readonly shapes: RequestShapes,
  ) {}

  @Get()
  read(@Req() request: FastifyRequest): TestClock {
    requireThisMachine(request);
    return this.reading();
  }

  /**
   * Answers after what was noted until then is written, everything that has expired at the new time is deleted, and what is
   * done once a day is done for that day.
   */
  @Put()
  @ConsumesJson()
  async set(
    @Req() request: FastifyRequest,
    @Body({ schema: SetTestClock }) { ahead }: SetTestClock,
  ): Promise<TestClock> {
    requireThisMachine(request);
    await Promise.all([this.events, this.refusals, this.hourly, this.shapes].map((notes) => notes.flush()));
    this.clock.ahead = ahead;
    await this.sweeper.sweep();
    await this.clients.sweep();
    await this.sweeper.tidy();
    await this.anchors.anchor();
    return this.reading();
  }

  private reading(): TestClock {
    return { ahead: this.clock.ahead, now: this.clock.now() };
  }
}

function requireThisMachine(request: FastifyRequest): void {
  if (!comesFromThisMachine(request)) throw new OAuthError('not_found', 'There is nothing at this address.');
}
