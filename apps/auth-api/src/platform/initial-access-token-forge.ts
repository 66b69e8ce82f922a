import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import {
  ACCESS_TOKEN_TYPE,
  formIdentifierToken,
  hashOf,
  type InitialAccessToken,
  initialAccessTokenClaims,
} from '@passant/protocol';
import { Issuer } from './issuer.js';
import { Secrets } from './secrets.js';
import { SigningKeys } from './signing-keys.js';

/** A token as it was planned, before its value is drawn. */
export type PlannedInitialAccessToken = Omit<InitialAccessToken, 'id' | 'tokenHash'>;

/** Draws initial access tokens. Only their hash is kept. */
@Injectable()
export class InitialAccessTokenForge {
  constructor(
    private readonly secrets: Secrets,
    private readonly keys: SigningKeys,
    private readonly issuer: Issuer,
  ) {}

  /** @returns the record to keep, and the token to hand out */
  async draw(planned: PlannedInitialAccessToken): Promise<{ token: InitialAccessToken; text: string }> {
    const id = randomUUID();
    if (planned.encoding === 'IDENTIFIER') {
      const { text, hash } = formIdentifierToken(this.secrets.draw(16), this.secrets.initialAccessTokenKey);
      return { token: { ...planned, id, tokenHash: hash }, text };
    }
    const claims = initialAccessTokenClaims({ ...planned, id }, this.issuer.identifier);
    const text = await this.keys.sign(claims, ACCESS_TOKEN_TYPE);
    return { token: { ...planned, id, tokenHash: hashOf(text) }, text };
  }
}
