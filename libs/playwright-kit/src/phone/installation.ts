import { randomUUID } from 'node:crypto';
import type {
  CompleteRegistrationRequest,
  CompleteRegistrationResponse,
  InitRegistrationResponse,
} from '@passant/contracts';
import type { DeviceKey, Exchange, MobileApp } from '@passant/mobile-client';

/** An app on a phone as the server sees it: a client that authenticates with a key or with a secret. */
export interface Installation {
  readonly clientId: string;
  init(provider: string, request: { data?: string }): Promise<Exchange<InitRegistrationResponse>>;
  complete(provider: string, request: CompleteRegistrationRequest): Promise<Exchange<CompleteRegistrationResponse>>;
  /** Sends a form to an OAuth endpoint. */
  post<Body>(path: string, form: Record<string, string>): Promise<Exchange<Body>>;
}

/**
 * Authenticates with a key, by an assertion in every message (v2). Tests can tamper with the key and the assertions.
 */
export class KeyInstallation implements Installation {
  private signer: DeviceKey | undefined;
  private jti: string | undefined;

  constructor(
    private readonly app: MobileApp,
    private readonly issuer: string,
    private readonly now: () => number,
  ) {}

  get clientId(): string {
    return this.app.clientId;
  }

  get key(): DeviceKey {
    return this.app.key;
  }

  /** From now on, signs with another key, but under the key ID of its own. */
  signWith(key: DeviceKey): void {
    this.signer = key;
  }

  /** From now on, uses the same `jti` for all assertions. */
  repeatItself(): void {
    this.jti = randomUUID();
  }

  async init(provider: string, request: { data?: string }): Promise<Exchange<InitRegistrationResponse>> {
    return this.app.init(provider, request, await this.proof());
  }

  async complete(
    provider: string,
    request: CompleteRegistrationRequest,
  ): Promise<Exchange<CompleteRegistrationResponse>> {
    return this.app.complete(provider, request, await this.proof());
  }

  async post<Body>(path: string, form: Record<string, string>): Promise<Exchange<Body>> {
    return this.app.post(path, form, await this.proof());
  }

  private async proof() {
    const usual = await this.app.authentication(this.jti === undefined ? {} : { claims: { jti: this.jti } });
    if (!this.signer) return usual;
    const header = { kid: this.app.key.kid };
    const assertion = await this.signer.assertion(this.clientId, this.issuer, this.now(), { header });
    return { ...usual, client_assertion: assertion };
  }
}
