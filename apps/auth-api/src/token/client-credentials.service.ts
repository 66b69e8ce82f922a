import { Injectable } from '@nestjs/common';
import type { TokenAnswer, TokenRequest } from '@passant/contracts';
import { Store } from '@passant/persistence';
import { type Client, OutdatedBasis, basisOf, planClientCredentials, renderTokenAnswer } from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { Configuration } from '../platform/configuration.js';
import { Audiences } from '../credentials/audiences.js';
import { TokenIssuer } from '../credentials/token-issuer.js';
import { TokenEvents } from './token-events.js';

/** Issues a token to the client itself (RFC 6749 §4.4). */
@Injectable()
export class ClientCredentialsService {
  constructor(
    private readonly configuration: Configuration,
    private readonly store: Store,
    private readonly audiences: Audiences,
    private readonly tokenIssuer: TokenIssuer,
    private readonly events: TokenEvents,
    private readonly clock: Clock,
  ) {}

  async answer(client: Client, request: TokenRequest): Promise<TokenAnswer> {
    const present = this.configuration.present(client.application);
    const planned = planClientCredentials(client, present.application, request.scope, this.clock.now());
    const plan = { ...planned, audience: this.audiences.require(client, present, request.resource) };
    const { access, record } = this.tokenIssuer.accessToken(plan);
    const basis = basisOf(client, present, null, plan.audience);
    if ((await this.store.accessTokens.insert(record, basis)) === 'outdated') throw new OutdatedBasis(basis);
    const answer = renderTokenAnswer(plan, { access: access.text });
    this.events.given('TOKEN_REQUEST_ACCESS_TOKEN_CREATED', plan, answer);
    return answer;
  }
}
