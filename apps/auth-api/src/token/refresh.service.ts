import { Injectable } from '@nestjs/common';
import type { TokenAnswer, TokenRequest } from '@passant/contracts';
import { Store } from '@passant/persistence';
import {
  type Client,
  type OpaqueToken,
  type PersonTokenPlan,
  REFRESH_TOKEN_VALIDITY,
  type RefreshableToken,
  TokenRefusal,
  idTokenClaims,
  planRefresh,
  readOpaqueToken,
  refreshRefused,
} from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { Configuration } from '../platform/configuration.js';
import { EventLog } from '../platform/event-log.js';
import { Issuer } from '../platform/issuer.js';
import { Secrets } from '../platform/secrets.js';
import { SigningKeys } from '../platform/signing-keys.js';
import { type DrawnToken, TokenForge } from './token-forge.js';
import { TokenHooks } from './token-hooks.js';

/** Exchanges a refresh token for a new access token and its own successor (RFC 6749 §6, RFC 9700 §4.14.2). */
@Injectable()
export class RefreshService {
  constructor(
    private readonly configuration: Configuration,
    private readonly store: Store,
    private readonly secrets: Secrets,
    private readonly hooks: TokenHooks,
    private readonly forge: TokenForge,
    private readonly signingKeys: SigningKeys,
    private readonly issuer: Issuer,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  async answer(client: Client, request: TokenRequest): Promise<TokenAnswer> {
    const presented = this.read(request.refresh_token);
    const found = await this.store.refreshTokens.find(presented.hash);
    if (!found) await this.endFamilyOfSpent(presented, client);
    const application = this.configuration.application(client.application);
    const planned = planRefresh(client, application, found, request.scope, this.clock.now());
    const plan = await this.hooks.customize(planned);
    const next = this.forge.refreshToken(plan.issuedAt + REFRESH_TOKEN_VALIDITY);
    const { access, record } = this.forge.accessToken(plan);
    const idToken = plan.scopes.includes('openid') ? await this.signIdToken(plan, found!, access) : undefined;
    const rotated = await this.store.refreshTokens.rotate({
      clientId: client.clientId,
      spentHash: presented.hash,
      nextHash: next.hash,
      nextExpiresAt: plan.issuedAt + REFRESH_TOKEN_VALIDITY,
      accessToken: record,
    });
    if (!rotated) {
      // Another request was first: that one token was presented twice is a sign of theft, whoever was first.
      await this.endFamilyOfSpent(presented, client);
      throw refreshRefused('used or revoked by another request meanwhile');
    }
    this.note(plan, idToken !== undefined);
    return {
      token_type: 'bearer',
      access_token: access.text,
      refresh_token: next.text,
      ...(idToken === undefined ? {} : { id_token: idToken }),
      expires_in: plan.expiresAt - plan.issuedAt,
      scope: plan.scopes.join(' '),
      profile_id: plan.person.profileId,
    };
  }

  private read(text: string | undefined): OpaqueToken {
    if (text === undefined) {
      throw new TokenRefusal('invalid_request', 'refresh_token is required.', 'TOKEN_REQUEST_INVALID');
    }
    const token = readOpaqueToken('refresh', text, this.clock.now(), this.secrets.tokenKey);
    if (!token) throw refreshRefused('not of this server, or long expired');
    return token;
  }

  private async endFamilyOfSpent(presented: OpaqueToken, client: Client): Promise<void> {
    if (await this.store.refreshTokens.endFamilyOfSpent(presented.hash, client.clientId)) {
      throw refreshRefused('used before: everything of its family is revoked', 'TOKEN_REQUEST_REFRESH_TOKEN_REUSED');
    }
  }

  private async signIdToken(plan: PersonTokenPlan, refreshed: RefreshableToken, access: DrawnToken): Promise<string> {
    const { userId: id, userDetails: details, amr } = plan.person;
    return this.signingKeys.sign(
      idTokenClaims({
        issuer: this.issuer.identifier,
        clientId: plan.client.clientId,
        user: { id, details, amr },
        accessToken: access.text,
        now: plan.issuedAt,
        expiresAt: plan.expiresAt,
        authenticatedAt: refreshed.authenticatedAt,
      }),
    );
  }

  private note(plan: PersonTokenPlan, withIdToken: boolean): void {
    const facts = {
      clientId: plan.client.clientId,
      application: plan.application?.identifier ?? null,
      identityProvider: plan.person.identityProvider,
      userId: plan.person.userId,
    };
    this.events.record('TOKEN_REQUEST_ACCESS_TOKEN_REFRESHED', {
      ...facts,
      details: { scope: plan.scopes.join(' ') },
    });
    if (withIdToken) this.events.record('ID_TOKEN_CREATED', facts);
  }
}
