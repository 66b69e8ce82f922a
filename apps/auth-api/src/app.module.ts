import { type DynamicModule, Module } from '@nestjs/common';
import type { ScriptEngine } from '@passant/extension-engine';
import type { Database } from '@passant/persistence';
import { AdminModule } from './admin/admin.module.js';
import { AuthorizeModule } from './authorize/authorize.module.js';
import { CredentialsModule } from './credentials/credentials.module.js';
import type { Secrets } from './credentials/secrets.js';
import { ConfigurationDocumentModule } from './configuration-document/configuration-document.module.js';
import { ClientModule } from './client/client.module.js';
import { DiscoveryModule } from './discovery/discovery.module.js';
import { IdentityProvidersModule } from './identity-providers/identity-providers.module.js';
import { LimitsModule } from './limits/limits.module.js';
import { ObservationModule } from './observation/observation.module.js';
import { ScriptingModule } from './scripting/scripting.module.js';
import { UpkeepModule } from './upkeep/upkeep.module.js';
import { WebHooksModule } from './web-hooks/web-hooks.module.js';
import { EventsModule } from './events/events.module.js';
import { IntrospectionModule } from './introspection/introspection.module.js';
import { MobileModule } from './mobile/mobile.module.js';
import type { Clock } from './platform/clock.js';
import type { Config } from './platform/config.js';
import { PlatformModule } from './platform/platform.module.js';
import { RegistrationModule } from './registration/registration.module.js';
import { TokenModule } from './token/token.module.js';

/**
 * Everything the server needs from outside. Supplied by the code that starts the server; specs replace single parts.
 */
export interface World {
  config: Config;
  database: Database;
  secrets: Secrets;
  engine: ScriptEngine;
  clock: Clock;
}

/** Assembles the modules, lowest layer first. */
@Module({})
export class AppModule {
  static for(world: World): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.for(world),
        ObservationModule.for(world.config),
        CredentialsModule.for(world.secrets),
        LimitsModule.for(world.config),
        ScriptingModule.for(world),
        WebHooksModule.for(world.config),
        UpkeepModule.for(world.clock, world.config.testClock),
        RegistrationModule,
        IntrospectionModule.for(world.config),
        TokenModule,
        AuthorizeModule,
        ClientModule,
        MobileModule,
        EventsModule,
        DiscoveryModule,
        IdentityProvidersModule,
        AdminModule,
        ConfigurationDocumentModule,
      ],
    };
  }
}
