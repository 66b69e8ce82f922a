import { Module } from '@nestjs/common';
import { ClientController } from './client.controller.js';
import { ClientRegistrationService } from './client-registration.service.js';

@Module({ controllers: [ClientController], providers: [ClientRegistrationService] })
export class ClientModule {}
