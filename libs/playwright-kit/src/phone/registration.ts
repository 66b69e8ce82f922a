import type { CompleteRegistrationResponse } from '@passant/contracts';
import type { Exchange } from '@passant/mobile-client';

/** The result of an attempt to register. */
export class Registration {
  constructor(readonly exchange: Exchange<CompleteRegistrationResponse>) {}

  /** HTTP status. */
  get status(): number {
    return this.exchange.status;
  }

  get body(): CompleteRegistrationResponse {
    return this.exchange.body;
  }

  /** The error code of the refusal, or `undefined` if the server did not refuse. */
  get error(): string | undefined {
    return (this.exchange.body as { error?: string } | undefined)?.error;
  }

  /** The access token. @throws if there is none, with what the server sent instead */
  get token(): string {
    return this.tokens.access_token;
  }

  /** Everything that was issued. @throws if nothing was */
  get tokens(): NonNullable<CompleteRegistrationResponse['oauth_token']> {
    const { oauth_token: tokens } = this.body ?? {};
    if (tokens) return tokens;
    throw new Error(`Nobody was registered: ${this.status} ${JSON.stringify(this.exchange.body)}`);
  }
}
