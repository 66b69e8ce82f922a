import { Module } from '@nestjs/common';
import { ClientAuthModule } from '../client-auth/client-auth.module.js';
import { BatchIntrospectionController } from './batch.controller.js';
import { IntrospectionController } from './introspection.controller.js';
import { IntrospectionService } from './introspection.service.js';

@Module({
  imports: [ClientAuthModule],
  controllers: [IntrospectionController, BatchIntrospectionController],
  providers: [IntrospectionService],
})
export class IntrospectionModule {}
