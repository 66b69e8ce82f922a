import type { UpdateClientDocumentPolicy } from '@passant/contracts';
import type { Exchange } from '@passant/mobile-client';
import { AuthServer } from './auth-server.js';
import { Browser, type Page } from './browser.js';
import { DocumentPublisher } from './document-publisher.js';
import { OBEDIENT_SCRIPT } from './login-pages.js';
import { MASTER_TOKEN } from './registrar.js';
import { RelyingParty } from './relying-party.js';
import { tokenOf } from './token-client.js';
import { signIn } from './web-world.js';

/** Where the client of a published document wants to be answered. */
export const REDIRECT = 'https://weather.example.com/callback';

/** How many documents that are unknown may be asked for. */
export const LIMIT = 200;

/** A server that takes clients from documents on this machine, and the host that publishes them. */
export class DocumentWorld {
  private constructor(
    readonly server: AuthServer,
    readonly documents: DocumentPublisher,
  ) {}

  static async start(): Promise<DocumentWorld> {
    const server = await AuthServer.start({
      // On: the specs publish on this machine, without https. What is refused without it has a spec of its own.
      PASSANT_ALLOW_PRIVATE_JWKS_URI: 'on',
      PASSANT_MASTER_TOKEN: MASTER_TOKEN,
      // One address, from which all requests come here, may make a quarter of them.
      PASSANT_OPEN_REGISTRATIONS_PER_HOUR: String(4 * LIMIT),
    });
    const world = new DocumentWorld(server, await DocumentPublisher.start());
    await server.given.provider({ default: true, scripts: { complete: OBEDIENT_SCRIPT } });
    await world.allow({ enabled: true, domains: ['127.0.0.1'] });
    return world;
  }

  async close(): Promise<void> {
    await this.server.close();
    await this.documents.close();
  }

  async allow(body: UpdateClientDocumentPolicy): Promise<void> {
    const { etag } = await this.server.admin.call('readClientDocumentPolicy', {});
    await this.server.admin.call('updateClientDocumentPolicy', { body, ifMatch: etag });
  }

  /** The client at an address, as its developer's software behaves. */
  clientAt(address: string, redirectUri = REDIRECT): RelyingParty {
    return new RelyingParty(this.server.url, address, redirectUri, { form: { client_id: address } });
  }

  open(address: string, redirectUri?: string): Promise<Page> {
    return new Browser(this.server.url).open(this.clientAt(address, redirectUri).request());
  }

  refresh(client: RelyingParty, token: string): Promise<Exchange> {
    return tokenOf(this.server.url, client.proof, { grant_type: 'refresh_token', refresh_token: token });
  }

  /** The tokens of somebody who signed in with the client. @param ahead seconds from now */
  async tokensOf(client: RelyingParty, person = 'anna', ahead = 0) {
    const { server } = this;
    const reply = await server.clock.later(ahead, async () => client.exchange(await signIn(server, client, person)));
    expect(reply.status).toBe(200);
    return { access: reply.body.access_token, refresh: reply.body.refresh_token! };
  }
}

/** What the page of a refused authorization request says; it names no reason, which would help nobody but a prober. */
export function expectUnknown(page: Page): void {
  expect([page.status, page.location]).toEqual([400, undefined]);
  expect(page.html).toContain('No client of this name may ask for people here.');
}
