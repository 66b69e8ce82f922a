import { Injectable } from '@nestjs/common';
import type { TokenAnswer, TokenRequest } from '@passant/contracts';
import { Store } from '@passant/persistence';
import {
  type Client,
  TokenRefusal,
  planImplicitAuthentication,
  renderTokenAnswer,
  requireProfileId,
} from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { Configuration } from '../platform/configuration.js';
import { Audiences } from '../credentials/audiences.js';
import { TokenIssuer } from '../credentials/token-issuer.js';
import { TokenEvents } from './token-events.js';
import { TokenHooks } from './token-hooks.js';

/** Issues a token without asking the person, on the basis of a live registration. */
@Injectable()
export class ImplicitAuthenticationService {
  constructor(
    private readonly configuration: Configuration,
    private readonly store: Store,
    private readonly hooks: TokenHooks,
    private readonly audiences: Audiences,
    private readonly tokenIssuer: TokenIssuer,
    private readonly events: TokenEvents,
    private readonly clock: Clock,
  ) {}

  async answer(client: Client, request: TokenRequest): Promise<TokenAnswer> {
    const now = this.clock.now();
    const profileId = requireProfileId(request.profile_id);
    const registration = await this.store.profiles.findRegistration(client.clientId, profileId, now);
    const present = this.configuration.present(client.application);
    const planned = planImplicitAuthentication(client, present, registration, request.scope, now);
    const audience = this.audiences.require(client, request.resource);
    const plan = { ...(await this.hooks.customize(planned)), audience };
    const { access, record } = this.tokenIssuer.accessToken(plan);
    if (!(await this.store.accessTokens.insert(record))) {
      throw new TokenRefusal(
        'invalid_grant',
        'There is no registration that this request could stand on.',
        'TOKEN_REQUEST_IMPLICIT_DEFAULT_ACCESS_TOKEN_NOT_FOUND',
        { cause: 'the registration was deleted meanwhile' },
      );
    }
    const answer = renderTokenAnswer(plan, { access: access.text });
    this.events.given('TOKEN_REQUEST_IMPLICIT_AUTHENTICATION_ACCESS_TOKEN_CREATED', plan, answer);
    return answer;
  }
}
