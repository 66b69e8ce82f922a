import type { RegistrationGrant, TokenType } from '@passant/contracts';
import type { ApplicationClient } from '../../clients/client.js';
import type { IdentityProvider } from '../../identity-providers/provider-records.js';
import type { EpochSeconds } from '../../time.js';
import type { ScriptUser } from '../../scripts/script-outcome.js';

/** What a *complete* request leads to if the script succeeds. */
export interface RegistrationPlan extends ApplicationClient {
  provider: IdentityProvider;
  grant: Grant;
  scopes: string[];
  /** Resources the access token is for; absent or empty if it is for none in particular. */
  audience?: string[];
  profileId: string;
  /** The client named no profile: all its users have the same profile identifier and are distinguished by person. */
  sharesProfile: boolean;
}

/** What a completed registration stores and issues. The values themselves are generated and signed elsewhere. */
export interface Issue {
  tokenType: TokenType;
  issuedAt: EpochSeconds;
  expiresAt: EpochSeconds;
  /** The profile to store; absent if nothing may be stored. */
  profile?: {
    profileId: string;
    userId: string;
    userDetails: Record<string, unknown>;
    amr: string[];
  };
  /** Whether a refresh token comes with the profile. */
  refreshToken: boolean;
  /** When the stateless session ends that a refresh token continues; absent if there is none. */
  sessionEnd?: EpochSeconds;
}

/** A grant of custom registration. {@link GRANTS} does not compile while one has no handler. */
export interface Grant {
  name: RegistrationGrant;
  /** Throws `unauthorized_client` if the caller may not use this grant. */
  require(caller: ApplicationClient): void;
  issue(plan: RegistrationPlan, user: ScriptUser, now: EpochSeconds): Issue;
}
