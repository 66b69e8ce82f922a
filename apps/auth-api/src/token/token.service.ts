import { Injectable } from '@nestjs/common';
import {
  IMPLICIT_AUTHENTICATION_GRANT,
  type TokenAnswer,
  type TokenGrantType,
  type TokenRequest,
} from '@passant/contracts';
import { type Client, OAuthError, requireTokenGrant, tokenRefusalEvent } from '@passant/protocol';
import { ClientUse } from '../client-auth/client-use.js';
import { Decisions } from '../client-auth/decisions.js';
import { RequestLimits } from '../limits/request-limits.js';
import { Configuration } from '../platform/configuration.js';
import { EventLog } from '../observation/event-log.js';
import { AuthorizationCodeService } from './authorization-code.service.js';
import { ClientCredentialsService } from './client-credentials.service.js';
import { ImplicitAuthenticationService } from './implicit-authentication.service.js';
import { RefreshService } from './refresh.service.js';

/** One grant type of the token endpoint. */
interface GrantService {
  /** Throws `OutdatedBasis` if what it decided on has changed before it could store what it gives. */
  answer(client: Client, request: TokenRequest): Promise<TokenAnswer>;
}

/** The token endpoint: dispatches each request to the service for its grant type. */
@Injectable()
export class TokenService {
  private readonly grants: Record<TokenGrantType, GrantService>;

  constructor(
    authorizationCode: AuthorizationCodeService,
    refresh: RefreshService,
    clientCredentials: ClientCredentialsService,
    implicitAuthentication: ImplicitAuthenticationService,
    private readonly configuration: Configuration,
    private readonly decisions: Decisions,
    private readonly use: ClientUse,
    private readonly limits: RequestLimits,
    private readonly events: EventLog,
  ) {
    this.grants = {
      authorization_code: authorizationCode,
      refresh_token: refresh,
      client_credentials: clientCredentials,
      [IMPLICIT_AUTHENTICATION_GRANT]: implicitAuthentication,
    };
  }

  /** Throws the errors of RFC 6749 §5.2, and 429 for a client that asks too often. */
  async answer(client: Client, request: TokenRequest): Promise<TokenAnswer> {
    await this.limits.takeTokenRequest(client);
    try {
      const answer = await this.decisions.make(client, async (present) => {
        const application = this.configuration.application(present.application);
        const grant = requireTokenGrant(present, request.grant_type, application);
        return this.grants[grant].answer(present, request);
      });
      // A public client proves nothing except by what it was issued, so its use is noted only here.
      this.use.note(client.clientId);
      return answer;
    } catch (error) {
      const event = error instanceof OAuthError ? tokenRefusalEvent(error) : undefined;
      if (event) this.events.record(event, { clientId: client.clientId, application: client.application });
      throw error;
    }
  }
}
