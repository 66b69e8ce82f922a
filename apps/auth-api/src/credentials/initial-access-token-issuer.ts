import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  ACCESS_TOKEN_TYPE,
  formIdentifierToken,
  hashOf,
  type InitialAccessToken,
  initialAccessTokenClaims,
} from '@passant/protocol';
import { Issuer } from '../platform/issuer.js';
import { Secrets } from './secrets.js';
import { SigningKeys } from './signing-keys.js';

/** A planned token whose value has not been generated yet. */
export type PlannedInitialAccessToken = Omit<InitialAccessToken, 'id' | 'tokenHash'>;

/** Generates initial access tokens. Only their hashes are stored. */
@Injectable()
export class InitialAccessTokenIssuer {
  constructor(
    private readonly secrets: Secrets,
    private readonly keys: SigningKeys,
    private readonly issuer: Issuer,
  ) {}

  /** @returns the record to store, and the token to hand out */
  async generate(planned: PlannedInitialAccessToken): Promise<{ token: InitialAccessToken; text: string }> {
    const id = randomUUID();
    if (planned.encoding === 'IDENTIFIER') {
      const { text, hash } = formIdentifierToken(this.secrets.randomBytes(16), this.secrets.initialAccessTokenKey);
      return { token: { ...planned, id, tokenHash: hash }, text };
    }
    const claims = initialAccessTokenClaims({ ...planned, id }, this.issuer.identifier);
    const text = await this.keys.sign(claims, ACCESS_TOKEN_TYPE);
    return { token: { ...planned, id, tokenHash: hashOf(text) }, text };
  }
}
