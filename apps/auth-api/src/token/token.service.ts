import { Injectable } from '@nestjs/common';
import {
  IMPLICIT_AUTHENTICATION_GRANT,
  type TokenAnswer,
  type TokenGrantType,
  type TokenRequest,
} from '@passant/contracts';
import { type Client, OAuthError, requireTokenGrant, tokenRefusalEvent } from '@passant/protocol';
import { EventLog } from '../platform/event-log.js';
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
    refresh: RefreshService,
    clientCredentials: ClientCredentialsService,
    implicitAuthentication: ImplicitAuthenticationService,
    private readonly events: EventLog,
  ) {
    this.grants = {
      refresh_token: refresh,
      client_credentials: clientCredentials,
      [IMPLICIT_AUTHENTICATION_GRANT]: implicitAuthentication,
    };
  }

  /** Throws the refusals of RFC 6749 §5.2. */
  async answer(client: Client, request: TokenRequest): Promise<TokenAnswer> {
    try {
      return await this.grants[requireTokenGrant(client, request.grant_type)].answer(client, request);
    } catch (error) {
      const event = error instanceof OAuthError ? tokenRefusalEvent(error) : undefined;
      if (event) this.events.record(event, { clientId: client.clientId, application: client.application });
      throw error;
    }
  }
}
