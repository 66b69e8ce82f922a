import { ISSUER_PATH, PATHS } from '@passant/contracts';

/**
 * The server's own addresses. Known for certain only once it listens: without a configured public URL the port may
 * have been chosen by the system.
 */
export class Issuer {
  private base: string | undefined;

  constructor(publicUrl: string | undefined) {
    this.base = publicUrl;
  }

  /** Takes the address the server listens on, unless a public one was configured. */
  listensOn(address: string): void {
    this.base ??= address;
  }

  /** `https://login.example.com` */
  get publicUrl(): string {
    if (this.base === undefined) throw new Error('The public URL is asked for before the server listens.');
    return this.base;
  }

  /** `https://login.example.com/oauth`: `iss` of every token, and the audience of client assertions. */
  get identifier(): string {
    return this.publicUrl + ISSUER_PATH;
  }

  /** What an initial access token may name as its audience: issuer and registration endpoint, under both their names. */
  get registrationAudience(): string[] {
    const { legacyIssuer, clients, legacyClients } = PATHS;
    return [this.identifier, ...[clients, legacyIssuer, legacyClients].map((path) => this.url(path))];
  }

  /** Absolute address of a path of this server. */
  url(path: string): string {
    return this.publicUrl + path;
  }

  get isSecure(): boolean {
    return this.publicUrl.startsWith('https:');
  }
}
