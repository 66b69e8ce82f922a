import { Module } from '@nestjs/common';
import { ClientAuthModule } from '../client-auth/client-auth.module.js';
import { ClientMetadataModule } from '../client-metadata/client-metadata.module.js';
import { ChangeThrottle } from './change-throttle.js';
import { ClientAddresses } from './client-addresses.js';
import { ClientCredentialsGenerator } from './client-credentials-generator.js';
import { ClientManagementService } from './client-management.service.js';
import { ClientController } from './client.controller.js';
import { ClientRegistrationService } from './client-registration.service.js';
import { DirectAuthorizationController } from './direct-authorization.controller.js';
import { DirectAuthorizationService } from './direct-authorization.service.js';
import { InitialAccessTokens } from './initial-access-tokens.js';
import { RegistrationCallers } from './registration-callers.js';
import { RegistrationStatements } from './registration-statements.js';

@Module({
  imports: [ClientAuthModule, ClientMetadataModule],
  controllers: [ClientController, DirectAuthorizationController],
  providers: [
    ChangeThrottle,
    ClientAddresses,
    ClientCredentialsGenerator,
    ClientManagementService,
    ClientRegistrationService,
    DirectAuthorizationService,
    InitialAccessTokens,
    RegistrationCallers,
    RegistrationStatements,
  ],
})
export class ClientModule {}
