import { Module } from '@nestjs/common';
import { ClientAuthModule } from '../client-auth/client-auth.module.js';
import { IdentificationModule } from '../identification/identification.module.js';
import { AuthorizeController } from './authorize.controller.js';
import { AuthorizeErrorFilter } from './authorize-error.filter.js';
import { AuthorizeService } from './authorize.service.js';
import { CodeRecorder } from './code-recorder.js';
import { Interactions } from './interactions.js';

/** The authorization endpoint with its login pages. */
@Module({
  imports: [ClientAuthModule, IdentificationModule],
  controllers: [AuthorizeController],
  providers: [AuthorizeService, AuthorizeErrorFilter, CodeRecorder, Interactions],
})
export class AuthorizeModule {}
