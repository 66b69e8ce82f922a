import { Module } from '@nestjs/common';
import { ClientAuthModule } from '../client-auth/client-auth.module.js';
import { ClientAddresses } from './client-addresses.js';
import { ClientDrawing } from './client-drawing.js';
import { ClientManagementService } from './client-management.service.js';
import { ClientController } from './client.controller.js';
import { ClientRegistrationService } from './client-registration.service.js';
import { DirectAuthorizationController } from './direct-authorization.controller.js';
import { DirectAuthorizationService } from './direct-authorization.service.js';
import { InitialAccessTokens } from './initial-access-tokens.js';
import { RegistrationCallers } from './registration-callers.js';
import { RegistrationJudge } from './registration-judge.js';
import { RegistrationStatements } from './registration-statements.js';
import { RegistrationThrottle } from './registration-throttle.js';
import { SectorIdentifiers } from './sector-identifiers.js';

@Module({
  imports: [ClientAuthModule],
  controllers: [ClientController, DirectAuthorizationController],
  providers: [
    ClientAddresses,
    ClientDrawing,
    ClientManagementService,
    ClientRegistrationService,
    DirectAuthorizationService,
    InitialAccessTokens,
    RegistrationCallers,
    RegistrationJudge,
    RegistrationStatements,
    RegistrationThrottle,
    SectorIdentifiers,
  ],
})
export class ClientModule {}
