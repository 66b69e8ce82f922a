import { Injectable } from '@nestjs/common';
import type { IntrospectionResponse } from '@passant/contracts';
import { Store } from '@passant/persistence';
import {
  type AccessTokenRecord,
  type Client,
  type EpochSeconds,
  INACTIVE,
  type OpaqueToken,
  type TokenSubject,
  introspectionClaims,
  isAlive,
  maySee,
  readOpaqueToken,
  renderActive,
  stillServes,
  unseal,
} from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { Configuration } from '../platform/configuration.js';
import { EventLog } from '../platform/event-log.js';
import { Issuer } from '../platform/issuer.js';
import { Secrets } from '../platform/secrets.js';
import { SigningKeys } from '../platform/signing-keys.js';

@Injectable()
export class IntrospectionService {
  constructor(
    private readonly configuration: Configuration,
    private readonly store: Store,
    private readonly secrets: Secrets,
    private readonly issuer: Issuer,
    private readonly clock: Clock,
    private readonly signingKeys: SigningKeys,
    private readonly events: EventLog,
  ) {}

  /**
   * What a resource server may know about a token. Unknown, forged, expired, revoked and invisible tokens look alike.
   * @param version form of `exp`: epoch seconds in v2, remaining seconds in v1
   */
  async introspect(caller: Client, text: string, version: 'v1' | 'v2'): Promise<IntrospectionResponse> {
    const token = this.read(text);
    const record = token && (await this.store.accessTokens.find(token));
    return this.answer(caller, token, record, version);
  }

  /** The same for many tokens, looked up in one round trip. The answers are in the order of the tokens. */
  async introspectAll(caller: Client, texts: string[]): Promise<IntrospectionResponse[]> {
    const tokens = texts.map((text) => this.read(text));
    const ours = tokens.filter((token) => token !== undefined);
    const found = await this.store.accessTokens.findAll(ours);
    const records = new Map(ours.map((token, index) => [token, found[index]]));
    return tokens.map((token) => this.answer(caller, token, token && records.get(token), 'v2'));
  }

  /** An answer as a signed JWT (RFC 9701 §5), for a caller that has to show it to others. */
  async sign(caller: Client, answer: IntrospectionResponse): Promise<string> {
    const claims = introspectionClaims(answer, this.issuer.identifier, caller.clientId, this.clock.now());
    const algorithm = caller.introspectionSignedResponseAlg ?? undefined;
    return this.signingKeys.sign(claims, 'token-introspection+jwt', algorithm);
  }

  private read(text: string): OpaqueToken | undefined {
    return readOpaqueToken('access', text, this.clock.now(), this.secrets.tokenKey);
  }

  private answer(
    caller: Client,
    token: OpaqueToken | undefined,
    record: AccessTokenRecord | undefined,
    version: 'v1' | 'v2',
  ): IntrospectionResponse {
    const now = this.clock.now();
    if (!token || !record || !this.isActive(caller, record, now)) {
      this.events.record('TOKEN_INTROSPECTION_FAILED');
      return INACTIVE;
    }
    const subject = unseal(token, record.sealed) as TokenSubject;
    this.events.record('TOKEN_INTROSPECTION_SUCCESS', {
      application: record.application,
      // A person without a profile is not named, here as anywhere.
      userId: record.profile === null ? null : subject.sub,
      details: { token_type: record.type },
    });
    return renderActive(record, subject, this.issuer.identifier, { now, version });
  }

  private isActive(caller: Client, record: AccessTokenRecord, now: EpochSeconds): boolean {
    if (!isAlive(record, now) || !maySee(caller, record)) return false;
    return stillServes(this.configuration.application(record.application), record);
  }
}
