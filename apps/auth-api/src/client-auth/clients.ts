import { Injectable } from '@nestjs/common';
import { Store } from '@passant/persistence';
import { type Client, isDocumentIdentifier, isTrialOver } from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { Configuration } from '../platform/configuration.js';
import { noteFacts } from '../platform/http/request-facts.js';
import { ClientDocuments } from './client-documents.js';

/**
 * Finds the client that claims to be calling: API clients in the configuration, all others in the database, and those
 * that a document describes at the address that is their identifier.
 */
@Injectable()
export class Clients {
  constructor(
    private readonly configuration: Configuration,
    private readonly store: Store,
    private readonly documents: ClientDocuments,
    private readonly clock: Clock,
  ) {}

  /**
   * `undefined` for a client that is unknown, or that no longer is one. Throws `temporarily_unavailable` for a document
   * that cannot be fetched at the moment.
   */
  async find(clientId: string): Promise<Client | undefined> {
    if (clientId === '' || clientId.length > 255 || clientId.includes('\0')) return undefined;
    const client = this.configuration.apiClient(clientId) ?? (await this.findStored(clientId));
    if (!client) return undefined;
    noteFacts({ clientId: client.clientId, application: client.application });
    if (isTrialOver(client, this.clock.now())) return undefined;
    await this.configuration.hearOf({ application: client.application });
    return client;
  }

  private async findStored(clientId: string): Promise<Client | undefined> {
    const stored = await this.store.clients.find(clientId);
    return isDocumentIdentifier(clientId) ? this.documents.current(clientId, stored) : stored;
  }

  /**
   * Called before a client is refused: a client that was found in memory is also looked up in the database, as an
   * unknown one was. This equalises only the time of the look-up; the credentials are a separate matter.
   */
  async equaliseResponseTime(client: Client | undefined): Promise<void> {
    if (client && this.configuration.apiClient(client.clientId)) await this.store.clients.find(client.clientId);
  }
}
