import { Body, Controller, HttpCode, Param, ParseUUIDPipe, Post } from '@nestjs/common';
import { IntrospectInTrial, type IntrospectionResponse } from '@passant/contracts';
import { ForAdministrators } from '../admin-access/for-administrators.js';
import { ConsumesJson } from '../platform/http/media-type.guard.js';
import { TokenResponse } from '../platform/http/no-store.js';
import { IntrospectionService } from './introspection.service.js';

/** Plays the sample resource server of a trial: asks about its tokens as an API client of the application would. */
@Controller('admin/api/v1/applications/:identifier/trials/:id/introspect')
@ForAdministrators()
export class TrialIntrospectionController {
  constructor(private readonly introspection: IntrospectionService) {}

  @Post()
  @HttpCode(200)
  @ConsumesJson()
  @TokenResponse()
  async introspect(
    @Param('identifier') application: string,
    @Param('id', ParseUUIDPipe) trial: string,
    @Body({ schema: IntrospectInTrial }) { token }: IntrospectInTrial,
  ): Promise<IntrospectionResponse> {
    return this.introspection.introspectInTrial(application, trial, token);
  }
}
