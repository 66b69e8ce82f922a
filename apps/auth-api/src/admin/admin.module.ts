import { Module } from '@nestjs/common';
import { EventsController } from './activity/events.controller.js';
import { RefusalsController } from './activity/refusals.controller.js';
import { AdminAccessModule } from '../admin-access/admin-access.module.js';
import { ClientAuthModule } from '../client-auth/client-auth.module.js';
import { ClientMetadataModule } from '../client-metadata/client-metadata.module.js';
import { ApplicationsController } from './applications/applications.controller.js';
import { ApplicationsService } from './applications/applications.service.js';
import { SoftwareStatementsController } from './applications/software-statements.controller.js';
import { SoftwareStatementsService } from './applications/software-statements.service.js';
import { TrialsController } from './applications/trials.controller.js';
import { TrialsService } from './applications/trials.service.js';
import { AuditController } from './audit/audit.controller.js';
import { Bootstrap } from './bootstrap.js';
import { ApiClientsController } from './clients/api-clients.controller.js';
import { ApiClientsService } from './clients/api-clients.service.js';
import { AudienceExceptionsController } from './clients/audience-exceptions.controller.js';
import { AppInstallationsController } from './clients/app-installations.controller.js';
import { ClientDocumentsController } from './clients/client-documents.controller.js';
import { ClientDocumentsService } from './clients/client-documents.service.js';
import { RegisteredClientsController } from './clients/registered-clients.controller.js';
import { RegisteredClientsService } from './clients/registered-clients.service.js';
import { ConformanceController } from './conformance/conformance.controller.js';
import { OwnAnswers } from './conformance/own-answers.js';
import { DemoSeed } from './demo-seed.js';
import { KeysController } from './keys/keys.controller.js';
import { LimitUsesController } from './limits/limit-uses.controller.js';
import { LimitUsesService } from './limits/limit-uses.service.js';
import { OverviewController } from './overview/overview.controller.js';
import { OverviewService } from './overview/overview.service.js';
import { ScopesController } from './scopes/scopes.controller.js';
import { ScopesService } from './scopes/scopes.service.js';
import { InitialAccessTokensController } from './tokens/initial-access-tokens.controller.js';
import { InitialAccessTokensService } from './tokens/initial-access-tokens.service.js';
import { SearchController } from './search/search.controller.js';
import { SearchService } from './search/search.service.js';
import { UsersController } from './users/users.controller.js';
import { WebClientsController } from './web-clients/web-clients.controller.js';
import { WebClientsService } from './web-clients/web-clients.service.js';
import { WebHooksController } from './web-hooks/web-hooks.controller.js';
import { WebHooksService } from './web-hooks/web-hooks.service.js';

/** The rest of what administrators see and change: the REST API behind the console. */
@Module({
  imports: [AdminAccessModule, ClientAuthModule, ClientMetadataModule],
  controllers: [
    ApplicationsController,
    TrialsController,
    ApiClientsController,
    AppInstallationsController,
    AudienceExceptionsController,
    ClientDocumentsController,
    ConformanceController,
    RegisteredClientsController,
    SoftwareStatementsController,
    InitialAccessTokensController,
    WebHooksController,
    KeysController,
    ScopesController,
    WebClientsController,
    UsersController,
    EventsController,
    AuditController,
    RefusalsController,
    SearchController,
    OverviewController,
    LimitUsesController,
  ],
  providers: [
    ApplicationsService,
    TrialsService,
    ApiClientsService,
    ClientDocumentsService,
    RegisteredClientsService,
    InitialAccessTokensService,
    SoftwareStatementsService,
    WebHooksService,
    ScopesService,
    WebClientsService,
    OwnAnswers,
    SearchService,
    OverviewService,
    LimitUsesService,
    Bootstrap,
    DemoSeed,
  ],
})
export class AdminModule {}
