import { type DynamicModule, Module } from '@nestjs/common';
import { AdminAccessModule } from '../admin-access/admin-access.module.js';
import { ClientAuthModule } from '../client-auth/client-auth.module.js';
import { BatchIntrospectionController } from './batch.controller.js';
import { EndedTokenFeed, FeedLimits } from './ended-token-feed.js';
import { EndedTokenController } from './ended-token.controller.js';
import { IntrospectionController } from './introspection.controller.js';
import type { Config } from '../platform/config.js';
import { IntrospectionHotRoutes } from './introspection.hot-route.js';
import { IntrospectionService } from './introspection.service.js';
import { TrialIntrospectionController } from './trial-introspection.controller.js';

@Module({})
export class IntrospectionModule {
  static for({ feedReaders }: Pick<Config, 'feedReaders'>): DynamicModule {
    return {
      module: IntrospectionModule,
      imports: [AdminAccessModule, ClientAuthModule],
      controllers: [
        IntrospectionController,
        BatchIntrospectionController,
        EndedTokenController,
        TrialIntrospectionController,
      ],
      providers: [
        IntrospectionService,
        IntrospectionHotRoutes,
        EndedTokenFeed,
        { provide: FeedLimits, useValue: new FeedLimits(feedReaders) },
      ],
    };
  }
}
