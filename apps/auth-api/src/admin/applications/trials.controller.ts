import { Body, Controller, Delete, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { StartTrial, type StartedTrial } from '@passant/contracts';
import type { z } from 'zod';
import { Administrator } from '../../admin-access/admin.guard.js';
import { ForAdministrators } from '../../admin-access/for-administrators.js';
import type { AdminCaller } from '../../admin-access/session.service.js';
import { ConsumesJson } from '../../platform/http/media-type.guard.js';
import { TokenResponse } from '../../platform/http/no-store.js';
import { TrialsService } from './trials.service.js';

/** Trying an application out, with installations that end with the trial. */
@Controller('admin/api/v1/applications/:identifier/trials')
@ForAdministrators()
export class TrialsController {
  constructor(private readonly trials: TrialsService) {}

  @Post()
  @HttpCode(201)
  @ConsumesJson()
  @TokenResponse()
  async start(
    @Param('identifier') identifier: string,
    @Body({ schema: StartTrial }) { stateless_off: off }: z.output<typeof StartTrial>,
    @Administrator() admin: AdminCaller,
  ): Promise<StartedTrial> {
    return this.trials.start(identifier, off ? 'STATELESS_OFF' : 'AS_CONFIGURED', admin.email);
  }

  @Delete(':id')
  @HttpCode(204)
  async end(@Param('identifier') identifier: string, @Param('id', ParseUUIDPipe) id: string): Promise<void> {
    await this.trials.end(identifier, id);
  }
}
