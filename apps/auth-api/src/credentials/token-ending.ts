import { Injectable } from '@nestjs/common';
import type { EndedTokenCounts } from '@passant/contracts';
import { Store, type TokenOwner } from '@passant/persistence';
import { EventLog } from '../observation/event-log.js';
import { Configuration } from '../platform/configuration.js';

/** Ends all tokens of an application or an identity provider, for example because some may be in the wrong hands. */
@Injectable()
export class TokenEnding {
  constructor(
    private readonly store: Store,
    private readonly configuration: Configuration,
    private readonly events: EventLog,
  ) {}

  /**
   * Takes effect immediately in every process, because tokens are looked up in the database. What began before gives no
   * token afterwards. Tokens of requests that begin afterwards are valid.
   * @param reason recorded with the event
   */
  async endAll(owner: TokenOwner, reason: string): Promise<EndedTokenCounts> {
    await this.store.tokenEnding.renewIssuance(owner);
    await this.configuration.refresh();
    return this.store.longTransaction(async (store) => {
      const { accessTokens, refreshTokens, codes, transactions } = await store.tokenEnding.endAll(owner);
      const ended = { access_tokens: accessTokens, refresh_tokens: refreshTokens, codes, transactions };
      const event = this.events.event('ADMIN_TOKENS_ENDED', { ...owner, details: { reason, ...ended } });
      await store.events.insert([event]);
      return ended;
    });
  }
}
