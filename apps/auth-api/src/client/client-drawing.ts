import { Injectable } from '@nestjs/common';
import { type Client, type ClientDraft, hasSecret, hashOf } from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { Secrets } from '../platform/secrets.js';

/** A client just made or changed, with what is shown this once. */
export interface ShownClient {
  client: Client;
  secret?: string;
  registrationAccessToken?: string;
}

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
const DYNAMIC_ID_LENGTH = 13;

/** Where a client came from, as it is remembered. */
export type Origin = Pick<Client, 'initialAccessToken' | 'softwareStatement' | 'expiresAt'>;

/** Draws what a client is given: its identifier, its secret, its registration access token. */
@Injectable()
export class ClientDrawing {
  constructor(
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  /** A new client. @param preferred what whoever may choose it chose */
  draw(draft: ClientDraft, origin: Origin, preferred: { clientId?: string; secret?: string } = {}): ShownClient {
    const secret = hasSecret(draft.authMethod) ? (preferred.secret ?? this.secrets.drawSecret()) : undefined;
    const registrationAccessToken = this.secrets.drawSecret();
    return {
      client: {
        ...draft,
        ...origin,
        clientId: preferred.clientId ?? this.drawIdentifier(draft.kind),
        secretHash: secret === undefined ? null : hashOf(secret),
        previousSecretHash: null,
        previousSecretUntil: null,
        registrationTokenHash: hashOf(registrationAccessToken),
        revision: 1,
        createdAt: this.clock.now(),
      },
      registrationAccessToken,
      ...(secret === undefined ? {} : { secret }),
    };
  }

  /** Of an app instance 64 hexadecimal characters, as the customer's documents print them; else 65 bits in base 32. */
  private drawIdentifier(kind: Client['kind']): string {
    if (kind === 'instance') return this.secrets.draw(32).toString('hex').toUpperCase();
    return [...this.secrets.draw(DYNAMIC_ID_LENGTH)].map((byte) => BASE32[byte % BASE32.length]).join('');
  }
}
