import { Injectable } from '@nestjs/common';
import { type ClientInformation, ClientMetadata, PATHS } from '@passant/contracts';
import { Store } from '@passant/persistence';
import { type Client, type ClientDraft, OAuthError, hashOf, planRegistration, renderClient } from '@passant/protocol';
import { invalidToken } from '../client-auth/bearer-token.js';
import { Clock } from '../platform/clock.js';
import { Configuration } from '../platform/configuration.js';
import { EventLog } from '../platform/event-log.js';
import { refusalOf } from '../platform/http/contract.pipe.js';
import { noteFacts } from '../platform/http/request-facts.js';
import { Issuer } from '../platform/issuer.js';
import { JwksUriPolicy } from '../platform/jwks-uri-policy.js';
import { Secrets } from '../platform/secrets.js';

/** A client just made, with what is shown this once. */
interface Registered {
  client: Client;
  secret?: string;
  registrationAccessToken: string;
}

/** Registers clients with one-time initial access tokens. */
@Injectable()
export class ClientRegistrationService {
  constructor(
    private readonly store: Store,
    private readonly configuration: Configuration,
    private readonly secrets: Secrets,
    private readonly issuer: Issuer,
    private readonly jwksUris: JwksUriPolicy,
    private readonly clock: Clock,
    private readonly events: EventLog,
  ) {}

  /**
   * Spends the token and registers the client, both or neither. A refused parameter spends the token too (the
   * customer's document); a fault of the server does not, because the whole transaction is undone.
   */
  async register(token: string, body: unknown): Promise<ClientInformation> {
    // Nothing was asked for yet: that costs nothing.
    if (body === undefined) throw new OAuthError('invalid_request', 'The body must be application/json.');
    const result = await this.store.transaction(async (store): Promise<Registered | OAuthError> => {
      const spent = await store.initialAccessTokens.spend(hashOf(token), this.clock.now());
      if (!spent) throw invalidToken('unknown, expired, revoked or used up');
      noteFacts({ application: spent.application });
      const draft = this.judge(body, spent.application, spent.scope);
      if (draft instanceof OAuthError) return draft;
      const registered = this.draw(draft);
      if (!(await store.clients.insert(registered.client))) throw new Error('A drawn client identifier is taken.');
      return registered;
    });
    if (result instanceof OAuthError) throw result;
    const { clientId, application } = result.client;
    this.events.record('DYNAMIC_REG_SUCCESS', { clientId, application });
    return renderClient(result.client, {
      uri: this.issuer.url(PATHS.client(result.client.clientId)),
      accessToken: result.registrationAccessToken,
      ...(result.secret === undefined ? {} : { secret: result.secret }),
    });
  }

  /** A refusal is returned, not thrown: the transaction that spends the token must commit. */
  private judge(body: unknown, application: string | null, lock: string[]): ClientDraft | OAuthError {
    const parsed = ClientMetadata.safeParse(body);
    if (!parsed.success) return new OAuthError('invalid_client_metadata', refusalOf(parsed.error.issues).message);
    try {
      return planRegistration(parsed.data, this.configuration.application(application), lock, {
        privateJwksUri: this.jwksUris.allowPrivate,
      });
    } catch (error) {
      if (error instanceof OAuthError) return error;
      throw error;
    }
  }

  private draw(draft: ClientDraft): Registered {
    const secret = draft.authMethod === 'private_key_jwt' ? undefined : this.secrets.drawSecret();
    const registrationAccessToken = this.secrets.drawSecret();
    return {
      client: {
        ...draft,
        clientId: this.secrets.draw(32).toString('hex').toUpperCase(),
        secretHash: secret === undefined ? null : hashOf(secret),
        registrationTokenHash: hashOf(registrationAccessToken),
        revision: 1,
        createdAt: this.clock.now(),
      },
      registrationAccessToken,
      ...(secret === undefined ? {} : { secret }),
    };
  }
}
