import { Module } from '@nestjs/common';
import { ClientAuthModule } from '../client-auth/client-auth.module.js';
import { AccountController } from './account.controller.js';
import { AccountService } from './account.service.js';
import { AdministratorsController } from './administrators.controller.js';
import { AdministratorsService } from './administrators.service.js';
import { CompanyProvider } from './company-provider.js';
import { CompanySignInController } from './company-sign-in.controller.js';
import { CompanySignInService } from './company-sign-in.service.js';
import { InvitationsController } from './invitations.controller.js';
import { CodeCheck } from './code-check.js';
import { ApprovalsController } from './approvals.controller.js';
import { ApprovalsService } from './approvals.service.js';
import { Approvers } from './approvers.js';
import { Consequences } from './consequences.js';
import { DangerGate } from './danger-gate.js';
import { InnerRequests } from './inner-requests.js';
import { KnownBrowser } from './known-browser.js';
import { OwnerCheck } from './owner-check.js';
import { PasskeyChallenges } from './passkey-challenges.js';
import { PasskeyCheck } from './passkey-check.js';
import { PasskeySessionController } from './passkey-session.controller.js';
import { PasskeySignIn } from './passkey-sign-in.js';
import { PasskeysController } from './passkeys.controller.js';
import { PasskeysService } from './passkeys.service.js';
import { PasswordCheck } from './password-check.js';
import { PasswordQueue } from './password-queue.js';
import { SecondFactorController } from './second-factor.controller.js';
import { SecondFactorService } from './second-factor.service.js';
import { SessionController } from './session.controller.js';
import { SessionsController } from './sessions.controller.js';
import { SessionService } from './session.service.js';
import { SignInThrottle } from './sign-in-throttle.js';
import { TouchedThings } from './touched.js';
import { TokenCaller } from './token-caller.js';

/** Administrators and their sessions: identifies who calls the admin API, and decides what they may call. */
@Module({
  imports: [ClientAuthModule],
  controllers: [
    SessionController,
    CompanySignInController,
    SessionsController,
    AccountController,
    SecondFactorController,
    PasskeySessionController,
    PasskeysController,
    AdministratorsController,
    InvitationsController,
    ApprovalsController,
  ],
  providers: [
    AccountService,
    AdministratorsService,
    ApprovalsService,
    Approvers,
    DangerGate,
    InnerRequests,
    TouchedThings,
    CodeCheck,
    CompanyProvider,
    CompanySignInService,
    Consequences,
    KnownBrowser,
    OwnerCheck,
    PasskeyChallenges,
    PasskeyCheck,
    PasskeySignIn,
    PasskeysService,
    PasswordCheck,
    PasswordQueue,
    SecondFactorService,
    SessionService,
    SignInThrottle,
    TokenCaller,
  ],
  exports: [Approvers, Consequences, DangerGate, InnerRequests, SessionService, TokenCaller],
})
export class AdminAccessModule {}
