import { Injectable } from '@nestjs/common';
import { ACCESS_TOKEN_TYPE, hashOf, insufficientScope } from '@passant/protocol';
import { createLocalJWKSet, errors, jwtVerify } from 'jose';
import { AccessTokens } from '../client-auth/access-tokens.js';
import { invalidToken } from '../client-auth/bearer-token.js';
import { Clock } from '../platform/clock.js';
import { Issuer } from '../platform/issuer.js';
import { Secrets } from '../credentials/secrets.js';
import { SigningKeys } from '../credentials/signing-keys.js';

/** Recognises this server's initial access tokens before the database is queried. */
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
   * The hash under which a presented token is stored, if this server issued it. The statement that spends the token
   * decides whether it may still be used.
   * Throws `invalid_token`, and `insufficient_scope` for an access token with another purpose.
   */
  async require(text: string): Promise<Buffer> {
    const hash = this.secrets.readInitialAccessToken(text);
    if (hash) return hash;
    if (text.split('.').length === 3) return this.requireSigned(text);
    // Access tokens carry an HMAC too, so forged ones are rejected here without querying the database.
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
      if (error instanceof errors.JOSEError) throw invalidToken(error);
      throw error;
    }
    return hashOf(text);
  }
}
