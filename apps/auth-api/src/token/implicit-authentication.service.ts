import { Injectable } from '@nestjs/common';
import type { TokenAnswer, TokenRequest } from '@passant/contracts';
import { Store } from '@passant/persistence';
import {
  type Client,
  OutdatedBasis,
  type Configured,
  type RegistrationState,
  TokenRefusal,
  basisOf,
  planImplicitAuthentication,
  renderTokenAnswer,
  requireProfileId,
} from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { type Allowed, RequestShapes } from '../observation/request-shapes.js';
import { Configuration } from '../platform/configuration.js';
import { Audiences } from '../credentials/audiences.js';
import { TokenIssuer } from '../credentials/token-issuer.js';
import { countedImplicitAuthentication } from './counted-requests.js';
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
    private readonly shapes: RequestShapes,
    private readonly clock: Clock,
  ) {}

  async answer(client: Client, request: TokenRequest): Promise<TokenAnswer> {
    const now = this.clock.now();
    const profileId = requireProfileId(request.profile_id);
    const { present, found: registration } = await this.configuration.judging(
      client.application,
      () => this.store.profiles.findRegistration(client.clientId, profileId, now),
      (state) => state?.person.identityProvider,
    );
    const counted = countedImplicitAuthentication(present, registration, request.scope);
    return this.shapes.counting(client, counted, (allowed) =>
      this.issue(client, present, registration, request, allowed),
    );
  }

  private async issue(
    client: Client,
    present: Configured,
    registration: RegistrationState | undefined,
    request: TokenRequest,
    allowed: Allowed,
  ): Promise<TokenAnswer> {
    const planned = planImplicitAuthentication(client, present, registration, request.scope, this.clock.now());
    allowed();
    const audience = this.audiences.require(client, present, request.resource, registration!.resources);
    const plan = { ...(await this.hooks.customize(planned)), audience };
    const { access, record } = this.tokenIssuer.accessToken(plan);
    const basis = basisOf(client, present, plan.person.identityProvider, plan.audience);
    const result = await this.store.accessTokens.insertOnRegistration(record, basis);
    if (result === 'outdated') throw new OutdatedBasis(basis);
    if (result === 'registration_over') {
      throw new TokenRefusal(
        'invalid_grant',
        'There is no registration that this request could stand on.',
        'TOKEN_REQUEST_IMPLICIT_DEFAULT_ACCESS_TOKEN_NOT_FOUND',
        { cause: 'the registration ended meanwhile' },
      );
    }
    const answer = renderTokenAnswer(plan, { access: access.text });
    this.events.given('TOKEN_REQUEST_IMPLICIT_AUTHENTICATION_ACCESS_TOKEN_CREATED', plan, answer);
    return answer;
  }
}
