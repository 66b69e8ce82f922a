import { Module } from '@nestjs/common';
import { AdminAccessModule } from '../admin-access/admin-access.module.js';
import { IdentityProvidersController } from './identity-providers.controller.js';
import { IdentityProvidersService } from './identity-providers.service.js';
import { ScriptKitController } from './script-kit.controller.js';
import { ScriptVersionsService } from './script-versions.service.js';
import { ScriptsController } from './scripts.controller.js';
import { TestRunService } from './test-run.service.js';

/** Administration of identity providers and their scripts. */
@Module({
  imports: [AdminAccessModule],
  controllers: [IdentityProvidersController, ScriptsController, ScriptKitController],
  providers: [IdentityProvidersService, TestRunService, ScriptVersionsService],
})
export class IdentityProvidersModule {}
