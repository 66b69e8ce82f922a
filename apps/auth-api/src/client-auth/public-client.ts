import { Injectable } from '@nestjs/common';
import { Checklist, type Client, clientAuthenticationFailed, shown } from '@passant/protocol';
import { Clients } from './clients.js';

/** Clients that can keep no secret: they say who they are, and prove it with what somebody else gave them. */
@Injectable()
export class PublicClients {
  constructor(private readonly clients: Clients) {}

  /** The client of that name, if it is registered to authenticate by nothing. Throws `invalid_client`. */
  async require(clientId: string): Promise<Client> {
    const client = await this.clients.find(clientId);
    if (client?.authMethod !== 'none') await this.clients.evenOut(client);
    const checklist = new Checklist();
    const require = (check: string, expected: string, answer: { actual: string; passed: boolean }, cause: string) =>
      checklist.require({ check, expected, ...answer }, () => clientAuthenticationFailed(cause));
    const known = { actual: shown(clientId.slice(0, 64)), passed: client !== undefined };
    require('client', 'one of this server', known, 'unknown client');
    const { authMethod, enabled } = client!;
    const method = { actual: authMethod, passed: authMethod === 'none' };
    require('authentication method', 'none', method, `the client authenticates with ${authMethod}`);
    const state = { actual: enabled ? 'enabled' : 'disabled', passed: enabled };
    require('client enabled', 'enabled', state, 'the client is disabled');
    return client!;
  }
}
