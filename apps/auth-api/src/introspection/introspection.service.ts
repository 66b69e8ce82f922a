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
  maySeeToken,
  renderActive,
  stillServes,
  unseal,
} from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { Configuration } from '../platform/configuration.js';
import { EventLog } from '../observation/event-log.js';
import { Issuer } from '../platform/issuer.js';
import { Secrets } from '../credentials/secrets.js';
import { SigningKeys } from '../credentials/signing-keys.js';

/** What an API client's registration says about its introspection. */
export type IntrospectionCaller = Pick<
  Client,
  'visibleApplications' | 'resources' | 'introspectionSight' | 'flatUserDetails'
>;

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
   * What a resource server may know about a token. Unknown, forged, expired, revoked and invisible tokens look the
   * same.
   * @param version format of `exp`: epoch seconds in v2, remaining seconds in v1
   */
  async introspect(caller: Client, text: string, version: 'v1' | 'v2'): Promise<IntrospectionResponse> {
    const token = this.read(text);
    const record = token && (await this.find(token));
    return this.answer(caller, token, record, version);
  }

  /**
   * The same for a token that is active. `undefined` for every other, of which nothing is recorded.
   */
  async introspectActive(
    caller: Client,
    text: string,
    version: 'v1' | 'v2',
  ): Promise<IntrospectionResponse | undefined> {
    const token = this.read(text);
    const record = token && (await this.find(token));
    return token && record && this.active(caller, token, record, version);
  }

  /** The same for many tokens, looked up in one round trip. The results are in the order of the tokens. */
  async introspectAll(caller: Client, texts: string[]): Promise<IntrospectionResponse[]> {
    const tokens = texts.map((text) => this.read(text));
    const ours = tokens.filter((token) => token !== undefined);
    const found = await this.store.accessTokens.findAll(ours);
    for (const record of found) if (record) await this.configuration.hearOf(record);
    const records = new Map(ours.map((token, index) => [token, found[index]]));
    return tokens.map((token) => this.answer(caller, token, token && records.get(token), 'v2'));
  }

  /** A response as a signed JWT (RFC 9701 §5), for a caller that has to present it to others. */
  async sign(caller: Client, answer: IntrospectionResponse): Promise<string> {
    const claims = introspectionClaims(answer, this.issuer.identifier, caller.clientId, this.clock.now());
    const algorithm = caller.introspectionSignedResponseAlg ?? undefined;
    return this.signingKeys.sign(claims, 'token-introspection+jwt', algorithm);
  }

  /**
   * What an API client of an application would be told about a token, if the token was issued in a trial; every other
   * token is inactive here, so that nobody looks at the people of others. Not an event: no resource server asked.
   * @param trial identifier of the trial
   */
  async introspectInTrial(application: string, trial: string, text: string): Promise<IntrospectionResponse> {
    const token = this.read(text);
    const record = token && (await this.find(token));
    const client = record && (await this.store.clients.find(record.clientId));
    if (!token || !record || client?.trial == null || client.initialAccessToken !== trial) return INACTIVE;
    const caller: IntrospectionCaller = {
      visibleApplications: [application],
      resources: [],
      introspectionSight: 'APPLICATIONS',
      flatUserDetails: false,
    };
    if (!this.isActive(caller, record, this.clock.now())) return INACTIVE;
    return this.render(caller, record, unseal(token, record.sealed) as TokenSubject, 'v2');
  }

  private read(text: string): OpaqueToken | undefined {
    return this.secrets.readToken('access', text, this.clock.now());
  }

  private async find(token: OpaqueToken): Promise<AccessTokenRecord | undefined> {
    const record = await this.store.accessTokens.find(token);
    if (record) await this.configuration.hearOf(record);
    return record;
  }

  private answer(
    caller: Client,
    token: OpaqueToken | undefined,
    record: AccessTokenRecord | undefined,
    version: 'v1' | 'v2',
  ): IntrospectionResponse {
    const active = token && record && this.active(caller, token, record, version);
    if (active) return active;
    this.events.record('TOKEN_INTROSPECTION_FAILED');
    return INACTIVE;
  }

  private active(
    caller: Client,
    token: OpaqueToken,
    record: AccessTokenRecord,
    version: 'v1' | 'v2',
  ): IntrospectionResponse | undefined {
    if (!this.isActive(caller, record, this.clock.now())) return undefined;
    const subject = unseal(token, record.sealed) as TokenSubject;
    this.events.record('TOKEN_INTROSPECTION_SUCCESS', {
      clientId: caller.clientId,
      application: record.application,
      // A person without a profile is not named, here as everywhere.
      userId: record.profile === null ? null : subject.sub,
      details: { token_type: record.type },
    });
    return this.render(caller, record, subject, version);
  }

  private render(
    { flatUserDetails }: IntrospectionCaller,
    record: AccessTokenRecord,
    subject: TokenSubject,
    version: 'v1' | 'v2',
  ): IntrospectionResponse {
    return renderActive(record, subject, this.issuer.identifier, { now: this.clock.now(), version, flatUserDetails });
  }

  private isActive(caller: IntrospectionCaller, record: AccessTokenRecord, now: EpochSeconds): boolean {
    if (!isAlive(record, now) || !maySeeToken(caller, record)) return false;
    return stillServes(this.configuration.behind(record), record);
  }
}
