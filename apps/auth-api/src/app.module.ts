import { type DynamicModule, Module } from '@nestjs/common';
import { AdminModule } from './admin/admin.module.js';
import { AuthorizeModule } from './authorize/authorize.module.js';
import { ClientModule } from './client/client.module.js';
import { DiscoveryModule } from './discovery/discovery.module.js';
import { EventsModule } from './events/events.module.js';
import { IntrospectionModule } from './introspection/introspection.module.js';
import { MobileModule } from './mobile/mobile.module.js';
import { PlatformModule, type World } from './platform/platform.module.js';
import { RegistrationModule } from './registration/registration.module.js';
import { TokenModule } from './token/token.module.js';

@Module({})
export class AppModule {
  static for(world: World): DynamicModule {
    return {
      module: AppModule,
      imports: [
        PlatformModule.for(world),
        RegistrationModule,
        IntrospectionModule,
        TokenModule,
        AuthorizeModule,
        ClientModule,
        MobileModule,
        EventsModule,
        DiscoveryModule,
        AdminModule,
      ],
    };
  }
}
