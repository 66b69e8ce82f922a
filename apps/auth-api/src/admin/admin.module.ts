import { Module } from '@nestjs/common';
import { EventsController } from './activity/events.controller.js';
import { RefusalsController } from './activity/refusals.controller.js';
import { ClientAuthModule } from '../client-auth/client-auth.module.js';
import { ApplicationsController } from './applications/applications.controller.js';
import { ApplicationsService } from './applications/applications.service.js';
import { SoftwareStatementsController } from './applications/software-statements.controller.js';
import { SoftwareStatementsService } from './applications/software-statements.service.js';
import { Bootstrap } from './bootstrap.js';
import { ApiClientsController } from './clients/api-clients.controller.js';
import { ApiClientsService } from './clients/api-clients.service.js';
import { AppInstallationsController } from './clients/app-installations.controller.js';
import { RegisteredClientsController } from './clients/registered-clients.controller.js';
import { RegisteredClientsService } from './clients/registered-clients.service.js';
import { DemoSeed } from './demo-seed.js';
import { IdentityProvidersController } from './identity-providers/identity-providers.controller.js';
import { IdentityProvidersService } from './identity-providers/identity-providers.service.js';
import { ScriptKitController } from './identity-providers/script-kit.controller.js';
import { ScriptVersionsService } from './identity-providers/script-versions.service.js';
import { ScriptsController } from './identity-providers/scripts.controller.js';
import { TestRunService } from './identity-providers/test-run.service.js';
import { KeysController } from './keys/keys.controller.js';
import { ScopesController } from './scopes/scopes.controller.js';
import { ScopesService } from './scopes/scopes.service.js';
import { SessionController } from './session.controller.js';
import { SessionService } from './session.service.js';
import { SignInThrottle } from './sign-in-throttle.js';
import { InitialAccessTokensController } from './tokens/initial-access-tokens.controller.js';
import { InitialAccessTokensService } from './tokens/initial-access-tokens.service.js';
import { TokenCaller } from './token-caller.js';
import { UsersController } from './users/users.controller.js';
import { WebClientsController } from './web-clients/web-clients.controller.js';
import { WebClientsService } from './web-clients/web-clients.service.js';
import { WebHooksController } from './web-hooks/web-hooks.controller.js';
import { WebHooksService } from './web-hooks/web-hooks.service.js';

/** What administrators see and change: the REST API behind the console. */
@Module({
  imports: [ClientAuthModule],
  controllers: [
    SessionController,
    ApplicationsController,
    IdentityProvidersController,
    ScriptsController,
    ScriptKitController,
    ApiClientsController,
    AppInstallationsController,
    RegisteredClientsController,
    SoftwareStatementsController,
    InitialAccessTokensController,
    WebHooksController,
    KeysController,
    ScopesController,
    WebClientsController,
    UsersController,
    EventsController,
    RefusalsController,
  ],
  providers: [
    SessionService,
    SignInThrottle,
    TokenCaller,
    ApplicationsService,
    IdentityProvidersService,
    TestRunService,
    ScriptVersionsService,
    ApiClientsService,
    RegisteredClientsService,
    InitialAccessTokensService,
    SoftwareStatementsService,
    WebHooksService,
    ScopesService,
    WebClientsService,
    Bootstrap,
    DemoSeed,
  ],
})
export class AdminModule {}
