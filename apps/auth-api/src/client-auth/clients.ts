import { Injectable } from '@nestjs/common';
import { Store } from '@passant/persistence';
import type { Client } from '@passant/protocol';
import { Configuration } from '../platform/configuration.js';
import { noteFacts } from '../platform/http/request-facts.js';

/** Finds whoever claims to be calling: API clients in the configuration, app instances in the database. */
@Injectable()
export class Clients {
  constructor(
    private readonly configuration: Configuration,
    private readonly store: Store,
  ) {}

  async find(clientId: string): Promise<Client | undefined> {
    if (clientId === '' || clientId.length > 255 || clientId.includes('\0')) return undefined;
    const client = this.configuration.apiClient(clientId) ?? (await this.store.clients.find(clientId));
    if (client) noteFacts({ clientId: client.clientId, application: client.application });
    return client;
  }

  /**
   * Before a client is refused: whoever was found in memory is looked for in the database as well, as whoever is not a
   * client at all was. By the clock nobody can tell the two apart.
   */
  async evenOut(client: Client | undefined): Promise<void> {
    if (client && this.configuration.apiClient(client.clientId)) await this.store.clients.find(client.clientId);
  }
}
