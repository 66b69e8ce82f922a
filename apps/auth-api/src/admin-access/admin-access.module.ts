import { Module } from '@nestjs/common';
import { ClientAuthModule } from '../client-auth/client-auth.module.js';
import { KnownBrowser } from './known-browser.js';
import { SessionController } from './session.controller.js';
import { SessionsController } from './sessions.controller.js';
import { SessionService } from './session.service.js';
import { SignInThrottle } from './sign-in-throttle.js';
import { TokenCaller } from './token-caller.js';

/** Identifies the administrator or the API client that calls the admin API. */
@Module({
  imports: [ClientAuthModule],
  controllers: [SessionController, SessionsController],
  providers: [KnownBrowser, SessionService, SignInThrottle, TokenCaller],
  exports: [SessionService, TokenCaller],
})
export class AdminAccessModule {}
