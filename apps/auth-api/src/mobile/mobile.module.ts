import { Module } from '@nestjs/common';
import { ClientAuthModule } from '../client-auth/client-auth.module.js';
import { AnswerService } from './answer.service.js';
import { Callbacks } from './callbacks.js';
import { DeviceController } from './device.controller.js';
import { EnrollmentService } from './enrollment.service.js';
import { PortalController } from './portal.controller.js';
import { PortalService } from './portal.service.js';
import { Questions } from './questions.js';

/** Mobile authentication: a portal asks, a registered person answers on their device. Not for stateless tokens. */
@Module({
  imports: [ClientAuthModule],
  controllers: [DeviceController, PortalController],
  providers: [EnrollmentService, AnswerService, PortalService, Questions, Callbacks],
})
export class MobileModule {}
