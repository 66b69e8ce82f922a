import { Injectable } from '@nestjs/common';
import type { ApiScope } from '@passant/contracts';
import { OAuthError, isNarrowed } from '@passant/protocol';
import { AccessTokens } from '../client-auth/access-tokens.js';
import { invalidToken, readBearer } from '../client-auth/bearer-token.js';
import { Configuration } from '../platform/configuration.js';
import { noteFacts } from '../platform/http/request-facts.js';
import type { AdminCaller } from './session.service.js';

/** Either of these scopes lets an API client administer the server. */
const ADMINISTERING: readonly ApiScope[] = ['onegini_api_config', 'onegini_api_admin'];

/** API clients, such as scripts and pipelines, that administer the server with an access token instead of a session. */
@Injectable()
export class TokenCaller {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly configuration: Configuration,
  ) {}

  /**
   * Identifies the caller by `Authorization: Bearer`. The client identifier takes the place of an administrator's
   * address. The two cannot be confused, because client identifiers contain no `@`.
   * Throws `invalid_token`, `insufficient_scope` for a token that is not for administration, and `forbidden` for a
   * client that is limited to applications.
   */
  async require(header: string): Promise<AdminCaller> {
    const token = await this.tokens.require(readBearer(header));
    if (token.type !== 'CLIENT_CREDENTIALS') throw scopeMissing();
    await this.configuration.hearOf({ apiClient: token.clientId });
    const client = this.configuration.apiClient(token.clientId);
    if (!client?.enabled) throw invalidToken('no token of an enabled API client');
    // Scopes that the client has lost since the token was issued no longer count.
    const scopes = ADMINISTERING.filter((scope) => token.scopes.includes(scope) && client.apiScopes.includes(scope));
    if (scopes.length === 0) throw scopeMissing();
    if (isNarrowed(client)) {
      throw new OAuthError(
        'forbidden',
        'The API client is limited to applications; administration is about all of them.',
      );
    }
    noteFacts({ admin: client.clientId });
    return { email: client.clientId, role: 'Admin' };
  }
}

function scopeMissing(): OAuthError {
  return new OAuthError('insufficient_scope', 'The token lacks the scope this endpoint asks for.', {
    challenge: `Bearer error="insufficient_scope", scope="${ADMINISTERING[0]}"`,
  });
}
