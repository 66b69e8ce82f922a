import { Module } from '@nestjs/common';
import { ClientAuthModule } from '../client-auth/client-auth.module.js';
import { IdentificationModule } from '../identification/identification.module.js';
import { BackchannelController } from './backchannel.controller.js';
import { RegistrationEvents } from './registration-events.js';
import { RegistrationHooks } from './registration-hooks.js';
import { RegistrationRecorder } from './registration-recorder.js';
import { RegistrationV1Controller, RegistrationV2Controller } from './registration.controller.js';
import { RegistrationService } from './registration.service.js';

@Module({
  imports: [ClientAuthModule, IdentificationModule],
  controllers: [RegistrationV1Controller, RegistrationV2Controller, BackchannelController],
  providers: [RegistrationService, RegistrationHooks, RegistrationRecorder, RegistrationEvents],
})
export class RegistrationModule {}
