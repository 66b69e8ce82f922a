import type {
  CompleteRegistrationRequest,
  CompleteRegistrationResponse,
  InitRegistrationResponse,
} from '@passant/contracts';
import type { ClientAuthentication, DeviceKey, Exchange, MobileApp } from '@passant/mobile-client';

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
  private repeats = false;
  private said: ClientAuthentication | undefined;

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

  /** From now on, sends one assertion again and again. */
  repeatItself(): void {
    this.repeats = true;
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

  /** A `jti` counts as used together with its `exp`, so a replay is the very same assertion. */
  private async proof(): Promise<ClientAuthentication> {
    if (this.repeats && this.said) return this.said;
    const proof = await this.sign();
    if (this.repeats) this.said = proof;
    return proof;
  }

  private async sign(): Promise<ClientAuthentication> {
    const usual = await this.app.authentication();
    if (!this.signer) return usual;
    const header = { kid: this.app.key.kid };
    const assertion = await this.signer.assertion(this.clientId, this.issuer, this.now(), { header });
    return { ...usual, client_assertion: assertion };
  }
}
