import { Injectable } from '@nestjs/common';
import { Store } from '@passant/persistence';
import {
  type AccessTokenRecord,
  type OpaqueToken,
  type TokenSubject,
  isAlive,
  isFor,
  stillServes,
  unseal,
} from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { Configuration } from '../platform/configuration.js';
import { NO_ORIGIN, noteFacts } from '../platform/http/request-facts.js';
import { Issuer } from '../platform/issuer.js';
import { Secrets } from '../credentials/secrets.js';
import { invalidToken } from './bearer-token.js';

/** Access tokens as credentials for this server itself (RFC 6750). */
@Injectable()
export class AccessTokens {
  constructor(
    private readonly store: Store,
    private readonly configuration: Configuration,
    private readonly secrets: Secrets,
    private readonly issuer: Issuer,
    private readonly clock: Clock,
  ) {}

  /** The record of a live token. Throws `invalid_token` with the same message for every cause. */
  async require(text: string): Promise<AccessTokenRecord> {
    return (await this.read(text)).record;
  }

  /**
   * Like {@link require}, but also returns whom the token is about, which can only be decrypted with the token itself.
   */
  async open(text: string): Promise<{ record: AccessTokenRecord; subject: TokenSubject }> {
    const { token, record } = await this.read(text);
    return { record, subject: unseal(token, record.sealed) as TokenSubject };
  }

  private async read(text: string): Promise<{ token: OpaqueToken; record: AccessTokenRecord }> {
    const now = this.clock.now();
    const token = this.secrets.readToken('access', text, now);
    if (!token) throw invalidToken('not an access token of this server, or long expired');
    const record = await this.store.accessTokens.find(token);
    if (!record) throw invalidToken('unknown or revoked');
    // People who authenticated statelessly leave no address in the events either.
    const origin = record.type === 'STATELESS_AUTHENTICATION' ? NO_ORIGIN : {};
    noteFacts({ clientId: record.clientId, isProven: true, application: record.application, ...origin });
    if (!isAlive(record, now)) throw invalidToken('expired');
    await this.configuration.hearOf(record);
    if (!stillServes(this.configuration.behind(record), record)) {
      throw invalidToken('its application, version or identity provider no longer stands behind it');
    }
    if (!isFor(record, this.issuer.identifier)) throw invalidToken('it is for another resource');
    return { token, record };
  }
}
