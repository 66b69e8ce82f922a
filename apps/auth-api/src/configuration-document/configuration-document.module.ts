import { Module } from '@nestjs/common';
import { AdminAccessModule } from '../admin-access/admin-access.module.js';
import { ClientAuthModule } from '../client-auth/client-auth.module.js';
import { ClientMetadataModule } from '../client-metadata/client-metadata.module.js';
import { AppliedSections } from './applied-sections.js';
import { ConfigurationDocumentController } from './configuration-document.controller.js';
import { ConfigurationDocumentService } from './configuration-document.service.js';
import { Workbenches } from './workbench.js';

/** The configuration as one document: exported, planned and applied as a whole. */
@Module({
  imports: [AdminAccessModule, ClientAuthModule, ClientMetadataModule],
  controllers: [ConfigurationDocumentController],
  providers: [Workbenches, AppliedSections, ConfigurationDocumentService],
})
export class ConfigurationDocumentModule {}
