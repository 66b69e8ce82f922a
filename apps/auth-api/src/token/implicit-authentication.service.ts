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
import { TokenForge } from '../platform/token-forge.js';
import { TokenEvents } from './token-events.js';
import { TokenHooks } from './token-hooks.js';

/** A token without asking the person, standing on a registration that lives. */
@Injectable()
export class ImplicitAuthenticationService {
  constructor(
    private readonly configuration: Configuration,
    private readonly store: Store,
    private readonly hooks: TokenHooks,
    private readonly forge: TokenForge,
    private readonly events: TokenEvents,
    private readonly clock: Clock,
  ) {}

  async answer(client: Client, request: TokenRequest): Promise<TokenAnswer> {
    const now = this.clock.now();
    const profileId = requireProfileId(request.profile_id);
    const application = this.configuration.application(client.application);
    const registration = await this.store.profiles.findRegistration(client.clientId, profileId, now);
    const planned = planImplicitAuthentication(client, application, registration, request.scope, now);
    const plan = await this.hooks.customize(planned);
    const { access, record } = this.forge.accessToken(plan);
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
