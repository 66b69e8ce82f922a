import { Injectable } from '@nestjs/common';
import {
  IMPLICIT_AUTHENTICATION_GRANT,
  type TokenAnswer,
  type TokenGrantType,
  type TokenRequest,
} from '@passant/contracts';
import { type Client, OAuthError, requireTokenGrant, tokenRefusalEvent } from '@passant/protocol';
import { ClientUse } from '../platform/client-use.js';
import { EventLog } from '../platform/event-log.js';
import { AuthorizationCodeService } from './authorization-code.service.js';
import { ClientCredentialsService } from './client-credentials.service.js';
import { ImplicitAuthenticationService } from './implicit-authentication.service.js';
import { RefreshService } from './refresh.service.js';

/** One grant of the token endpoint. */
interface GrantService {
  answer(client: Client, request: TokenRequest): Promise<TokenAnswer>;
}

/** The token endpoint: finds the grant a request asks for and has it answered. */
@Injectable()
export class TokenService {
  private readonly grants: Record<TokenGrantType, GrantService>;

  constructor(
    authorizationCode: AuthorizationCodeService,
    refresh: RefreshService,
    clientCredentials: ClientCredentialsService,
    implicitAuthentication: ImplicitAuthenticationService,
    private readonly use: ClientUse,
    private readonly events: EventLog,
  ) {
    this.grants = {
      authorization_code: authorizationCode,
      refresh_token: refresh,
      client_credentials: clientCredentials,
      [IMPLICIT_AUTHENTICATION_GRANT]: implicitAuthentication,
    };
  }

  /** Throws the refusals of RFC 6749 §5.2. */
  async answer(client: Client, request: TokenRequest): Promise<TokenAnswer> {
    try {
      const answer = await this.grants[requireTokenGrant(client, request.grant_type)].answer(client, request);
      // A public client proves nothing but by what it was given.
      this.use.note(client.clientId);
      return answer;
    } catch (error) {
      const event = error instanceof OAuthError ? tokenRefusalEvent(error) : undefined;
      if (event) this.events.record(event, { clientId: client.clientId, application: client.application });
      throw error;
    }
  }
}
