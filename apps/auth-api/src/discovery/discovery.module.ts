import { Module } from '@nestjs/common';
import { KeysController } from './keys.controller.js';
import { MetadataController } from './metadata.controller.js';
import { OpenApiController } from './openapi.controller.js';

@Module({ controllers: [KeysController, MetadataController, OpenApiController] })
export class DiscoveryModule {}
