import { ISSUER_PATH, PATHS } from '@passant/contracts';

/**
 * The server's own addresses. They are certain only once the server listens: without a configured public URL, the
 * system may have chosen the port.
 */
export class Issuer {
  private base: string | undefined;

  constructor(publicUrl: string | undefined) {
    this.base = publicUrl;
  }

  /** Uses the address the server listens on, unless a public URL is configured. */
  listensOn(address: string): void {
    this.base ??= address;
  }

  /** `https://login.example.com` */
  get publicUrl(): string {
    if (this.base === undefined) throw new Error('The public URL is asked for before the server listens.');
    return this.base;
  }

  /** `https://login.example.com/oauth`: the `iss` of every token and the audience of client assertions. */
  get identifier(): string {
    return this.publicUrl + ISSUER_PATH;
  }

  /**
   * The audiences accepted in an initial access token: the issuer and the registration endpoint, each under both names.
   */
  get registrationAudience(): string[] {
    const { legacyIssuer, clients, legacyClients } = PATHS;
    return [this.identifier, ...[clients, legacyIssuer, legacyClients].map((path) => this.url(path))];
  }

  /** The absolute URL of a path on this server. */
  url(path: string): string {
    return this.publicUrl + path;
  }

  get isSecure(): boolean {
    return this.publicUrl.startsWith('https:');
  }
}
