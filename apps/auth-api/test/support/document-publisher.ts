import { KeyPublisher } from './key-publisher.js';

/** A public client as its developer describes it, at the address that is its identifier. */
export const aDocument = (client_id: string, changes: object = {}): Record<string, unknown> => ({
  client_id,
  client_name: 'Weather station',
  redirect_uris: ['https://weather.example.com/callback'],
  grant_types: ['authorization_code', 'refresh_token'],
  response_types: ['code'],
  token_endpoint_auth_method: 'none',
  ...changes,
});

/** A web server on which developers publish documents of clients. */
export class DocumentPublisher {
  private counter = 0;
  private constructor(readonly publisher: KeyPublisher) {}

  static async start(): Promise<DocumentPublisher> {
    return new DocumentPublisher(await KeyPublisher.start());
  }

  /** Number of requests since the last change of the answer. */
  get requests(): number {
    return this.publisher.requests;
  }

  /** An address that nobody has asked for before. */
  address(): string {
    this.counter += 1;
    return this.publisher.uri(`clients/${this.counter}.json`);
  }

  /** Publishes a document at an address. @returns the address, which is the client identifier */
  publish(changes: object = {}, headers: Record<string, string> = {}, address = this.address()): string {
    this.publisher.answers(200, JSON.stringify(aDocument(address, changes)), headers);
    return address;
  }

  async close(): Promise<void> {
    await this.publisher.close();
  }
}
