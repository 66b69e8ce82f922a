import { type CompleteRegistrationResponse, JWT_BEARER_ASSERTION_TYPE, PATHS } from '@passant/contracts';
import { DeviceKey, type Exchange, send } from '@passant/mobile-client';

/** How the back end of a web application authenticates. */
type Proof = { secret: string } | { key: DeviceKey };

/** The back end of a web application: a client that an administrator created for it. */
export class WebBackEnd {
  constructor(
    private readonly url: string,
    readonly clientId: string,
    private readonly proof: Proof,
    private readonly now: () => number,
  ) {}

  /** Completes a custom registration: v1 with a secret, v2 with a key. */
  async complete(provider: string, request: object = {}): Promise<Exchange<CompleteRegistrationResponse>> {
    if ('secret' in this.proof) {
      const credentials = Buffer.from(`${this.clientId}:${this.proof.secret}`).toString('base64');
      return send('POST', this.url + PATHS.customRegistrationV1(provider, 'complete'), {
        headers: { authorization: `Basic ${credentials}` },
        json: request,
      });
    }
    const assertion = await this.proof.key.assertion(this.clientId, `${this.url}/oauth`, this.now());
    return send('POST', this.url + PATHS.customRegistrationV2(provider, 'complete'), {
      json: { client_assertion_type: JWT_BEARER_ASSERTION_TYPE, client_assertion: assertion, ...request },
    });
  }
}
