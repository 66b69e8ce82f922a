import type { RegistrationGrant, TokenType } from '@passant/contracts';
import type { ApplicationClient } from '../client.js';
import type { EpochSeconds, IdentityProvider } from '../records.js';
import type { ScriptUser } from '../script-outcome.js';

/** What a *complete* request will lead to if the script says yes. */
export interface RegistrationPlan extends ApplicationClient {
  provider: IdentityProvider;
  grant: Grant;
  scopes: string[];
  profileId: string;
  /** The client named no profile: its users all have the same one, and are told apart by who they are. */
  sharesProfile: boolean;
}

/** What a completed registration leaves behind and hands out. The values themselves are drawn and signed elsewhere. */
export interface Issue {
  tokenType: TokenType;
  issuedAt: EpochSeconds;
  expiresAt: EpochSeconds;
  /** The profile to keep; absent where nothing may stay behind. */
  profile?: {
    profileId: string;
    userId: string;
    userDetails: Record<string, unknown>;
    amr: string[];
  };
  refreshToken: boolean;
}

/** One way a custom registration ends. A new grant type does not compile until it has its handler. */
export interface Grant {
  name: RegistrationGrant;
  /** Throws `unauthorized_client` where the caller may not use this grant. */
  require(caller: ApplicationClient): void;
  issue(plan: RegistrationPlan, user: ScriptUser, now: EpochSeconds): Issue;
}
