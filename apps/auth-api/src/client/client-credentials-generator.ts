import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Client, type ClientDraft, creationUnder, hasSecret, hashOf } from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { Configuration } from '../platform/configuration.js';
import { Secrets } from '../credentials/secrets.js';

/** A client that was just created or changed, with the credentials that are shown only this once. */
export interface ShownClient {
  client: Client;
  secret?: string;
  registrationAccessToken?: string;
}

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
const DYNAMIC_ID_LENGTH = 13;

/** How a client was registered, as it is stored. */
export type Origin = Pick<
  Client,
  'initialAccessToken' | 'softwareStatement' | 'registeredOpenly' | 'expiresAt' | 'trial'
>;

/** Generates a client's identifier, secret and registration access token. */
@Injectable()
export class ClientCredentialsGenerator {
  constructor(
    private readonly configuration: Configuration,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  /** A new client. @param preferred the credentials that a caller with the right to choose them chose */
  generate(draft: ClientDraft, origin: Origin, preferred: { clientId?: string; secret?: string } = {}): ShownClient {
    const secret = hasSecret(draft.authMethod) ? (preferred.secret ?? this.secrets.generateSecret()) : undefined;
    const registrationAccessToken = this.secrets.generateSecret();
    return {
      client: {
        ...draft,
        ...origin,
        clientId: preferred.clientId ?? this.generateIdentifier(draft.kind),
        secretHash: secret === undefined ? null : hashOf(secret),
        previousSecretHash: null,
        previousSecretUntil: null,
        registrationTokenHash: hashOf(registrationAccessToken),
        documentFetchedAt: null,
        documentFreshUntil: null,
        revision: 1,
        edition: 1,
        incarnation: randomUUID(),
        createdAt: creationUnder(this.configuration.application(draft.application), this.clock.now()),
      },
      registrationAccessToken,
      ...(secret === undefined ? {} : { secret }),
    };
  }

  /** 64 hexadecimal characters for an app instance, as in the customer's documents; otherwise 65 bits in base 32. */
  private generateIdentifier(kind: Client['kind']): string {
    if (kind === 'instance') return this.secrets.randomBytes(32).toString('hex').toUpperCase();
    return [...this.secrets.randomBytes(DYNAMIC_ID_LENGTH)].map((byte) => BASE32[byte % BASE32.length]).join('');
  }
}
