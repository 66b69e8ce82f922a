import { Body, Controller, Get, Headers, HttpCode, Post } from '@nestjs/common';
import {
  type ConfigurationChanges,
  type ConfigurationDrift,
  type ConfigurationExport,
  ConfigurationRequest,
} from '@passant/contracts';
import { ForAdministrators } from '../admin-access/for-administrators.js';
import { ConsumesJson } from '../platform/http/media-type.guard.js';
import { ConfigurationDocumentService } from './configuration-document.service.js';

/** The configuration as one document. */
@Controller('admin/api/v1/configuration')
@ForAdministrators()
export class ConfigurationDocumentController {
  constructor(private readonly documents: ConfigurationDocumentService) {}

  @Get()
  read(): Promise<ConfigurationExport> {
    return this.documents.read();
  }

  @Get('drift')
  compare(): Promise<ConfigurationDrift> {
    return this.documents.drift();
  }

  @Post('plan')
  @HttpCode(200)
  @ConsumesJson()
  plan(@Body({ schema: ConfigurationRequest }) request: ConfigurationRequest): Promise<ConfigurationChanges> {
    return this.documents.plan(request);
  }

  @Post('apply')
  @HttpCode(200)
  @ConsumesJson()
  apply(
    @Body({ schema: ConfigurationRequest }) request: ConfigurationRequest,
    @Headers('if-match') ifMatch: string | undefined,
  ): Promise<ConfigurationChanges> {
    return this.documents.apply(request, ifMatch);
  }
}
