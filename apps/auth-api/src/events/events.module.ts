import { Module } from '@nestjs/common';
import { ClientAuthModule } from '../client-auth/client-auth.module.js';
import { EventsApiController } from './events.controller.js';

@Module({ imports: [ClientAuthModule], controllers: [EventsApiController] })
export class EventsModule {}
