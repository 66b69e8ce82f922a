import { Injectable } from '@nestjs/common';
import {
  type AccessTokenRecord,
  type EpochSeconds,
  type OpaqueToken,
  type TokenPlan,
  formOpaqueToken,
  seal,
} from '@passant/protocol';
import { Secrets } from '../platform/secrets.js';

/** An opaque token just drawn: what the holder is given, and what is kept. */
export type DrawnToken = OpaqueToken & { text: string };

/** Draws tokens and seals what they say. */
@Injectable()
export class TokenForge {
  constructor(private readonly secrets: Secrets) {}

  /** The access token of a plan, with its record. A family is given by who knows one. */
  accessToken(plan: TokenPlan): { access: DrawnToken; record: AccessTokenRecord } {
    const { client, application, person } = plan;
    const access = formOpaqueToken('access', this.secrets.draw(16), plan.expiresAt, this.secrets.tokenKey);
    const record: AccessTokenRecord = {
      tokenHash: access.hash,
      type: plan.tokenType,
      clientId: client.clientId,
      application: application?.identifier ?? null,
      appPlatform: client.appPlatform,
      appVersion: client.appVersion,
      scopes: plan.scopes,
      issuedAt: plan.issuedAt,
      expiresAt: plan.expiresAt,
      profile: person?.profile ?? null,
      family: null,
      sealed: seal(access, plan.subject, this.secrets.draw(12)),
    };
    return { access, record };
  }

  refreshToken(expiresAt: EpochSeconds): DrawnToken {
    return formOpaqueToken('refresh', this.secrets.draw(16), expiresAt, this.secrets.tokenKey);
  }
}
