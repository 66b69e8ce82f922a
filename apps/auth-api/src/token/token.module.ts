import { Module } from '@nestjs/common';
import { ClientAuthModule } from '../client-auth/client-auth.module.js';
import { AuthorizationCodeService } from './authorization-code.service.js';
import { ClientCredentialsService } from './client-credentials.service.js';
import { ImplicitAuthenticationService } from './implicit-authentication.service.js';
import { RefreshService } from './refresh.service.js';
import { StatelessCodeService } from './stateless-code.service.js';
import { StatelessSessionService } from './stateless-session.service.js';
import { RevocationController } from './revocation.controller.js';
import { RevocationService } from './revocation.service.js';
import { TokenController } from './token.controller.js';
import { TokenEvents } from './token-events.js';
import { TokenHooks } from './token-hooks.js';
import { TokenService } from './token.service.js';
import { UserInfoController } from './userinfo.controller.js';

/** The token endpoints. */
@Module({
  imports: [ClientAuthModule],
  controllers: [TokenController, RevocationController, UserInfoController],
  providers: [
    TokenEvents,
    TokenHooks,
    AuthorizationCodeService,
    RefreshService,
    StatelessCodeService,
    StatelessSessionService,
    ClientCredentialsService,
    ImplicitAuthenticationService,
    TokenService,
    RevocationService,
  ],
})
export class TokenModule {}
