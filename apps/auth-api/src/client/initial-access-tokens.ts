import { Injectable } from '@nestjs/common';
import { ACCESS_TOKEN_TYPE, hashOf, insufficientScope, readIdentifierToken } from '@passant/protocol';
import { createLocalJWKSet, errors, jwtVerify } from 'jose';
import { AccessTokens } from '../client-auth/access-tokens.js';
import { invalidToken } from '../client-auth/bearer-token.js';
import { Clock } from '../platform/clock.js';
import { Issuer } from '../platform/issuer.js';
import { Secrets } from '../platform/secrets.js';
import { SigningKeys } from '../platform/signing-keys.js';

/** Tells initial access tokens of this server from everything else, before the database is asked. */
@Injectable()
export class InitialAccessTokens {
  constructor(
    private readonly secrets: Secrets,
    private readonly keys: SigningKeys,
    private readonly accessTokens: AccessTokens,
    private readonly issuer: Issuer,
    private readonly clock: Clock,
  ) {}

  /**
   * The hash a presented token is stored under, if this server made it. Whether it may still be used is for the
   * statement that spends it to say.
   * Throws `invalid_token`, and `insufficient_scope` for an access token that is good for something else.
   */
  async require(text: string): Promise<Buffer> {
    const hash = readIdentifierToken(text, this.secrets.initialAccessTokenKey);
    if (hash) return hash;
    if (text.split('.').length === 3) return this.requireSigned(text);
    // Knows its own by an HMAC as well: what is forged is told here without the database.
    await this.accessTokens.require(text);
    throw insufficientScope('The token is not one for client registration.', 'client-reg');
  }

  private async requireSigned(text: string): Promise<Buffer> {
    try {
      await jwtVerify(text, createLocalJWKSet(this.keys.jwks()), {
        issuer: this.issuer.identifier,
        audience: this.issuer.registrationAudience,
        typ: ACCESS_TOKEN_TYPE,
        algorithms: this.keys.algorithms,
        currentDate: new Date(this.clock.milliseconds()),
      });
    } catch (error) {
      if (error instanceof errors.JOSEError) throw invalidToken(error.message);
      throw error;
    }
    return hashOf(text);
  }
}
