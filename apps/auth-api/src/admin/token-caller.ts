import { Injectable } from '@nestjs/common';
import type { ApiScope } from '@passant/contracts';
import { OAuthError } from '@passant/protocol';
import { AccessTokens } from '../client-auth/access-tokens.js';
import { invalidToken, readBearer } from '../client-auth/bearer-token.js';
import { Configuration } from '../platform/configuration.js';
import { noteFacts } from '../platform/http/request-facts.js';
import type { AdminCaller } from './session.service.js';

/** Either of these lets an API client administer. */
const ADMINISTERING: readonly ApiScope[] = ['onegini_api_config', 'onegini_api_admin'];

/** API clients that administer with an access token of their own instead of a session: scripts, pipelines. */
@Injectable()
export class TokenCaller {
  constructor(
    private readonly tokens: AccessTokens,
    private readonly configuration: Configuration,
  ) {}

  /**
   * Who makes the request, by `Authorization: Bearer`. The client stands where an administrator's address would; it can
   * never be taken for one, because client identifiers hold no `@`.
   * Throws `invalid_token`, and `insufficient_scope` for a token that is not for administration.
   */
  async require(header: string): Promise<AdminCaller> {
    const token = await this.tokens.require(readBearer(header));
    if (token.type !== 'CLIENT_CREDENTIALS') throw scopeMissing();
    const client = this.configuration.apiClient(token.clientId);
    if (!client?.enabled) throw invalidToken('no token of an enabled API client');
    // What the client lost since the token was issued, the token lost with it.
    const scopes = ADMINISTERING.filter((scope) => token.scopes.includes(scope) && client.apiScopes.includes(scope));
    if (scopes.length === 0) throw scopeMissing();
    noteFacts({ admin: client.clientId });
    return { email: client.clientId, role: 'Admin' };
  }
}

function scopeMissing(): OAuthError {
  return new OAuthError('insufficient_scope', 'The token lacks the scope this endpoint asks for.', {
    challenge: `Bearer error="insufficient_scope", scope="${ADMINISTERING[0]}"`,
  });
}
