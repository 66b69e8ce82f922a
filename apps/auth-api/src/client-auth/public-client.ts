import { Injectable } from '@nestjs/common';
import {
  Checklist,
  type Client,
  causeOf,
  checkAuthenticationMethod,
  clientAuthenticationFailed,
  methodsOf,
  shown,
} from '@passant/protocol';
import { Clients } from './clients.js';

/** Clients that cannot keep a secret: they state who they are, and prove it with something that was issued to them. */
@Injectable()
export class PublicClients {
  constructor(private readonly clients: Clients) {}

  /**
   * The client with that identifier, if it is registered with the authentication method `none`. Throws
   * `invalid_client`.
   */
  async require(clientId: string): Promise<Client> {
    const client = await this.clients.find(clientId);
    if (client?.authMethod !== 'none') await this.clients.equaliseResponseTime(client);
    const checklist = new Checklist();
    const require = (check: string, expected: string, answer: { actual: string; passed: boolean }, cause: string) =>
      checklist.require({ check, expected, ...answer }, () => clientAuthenticationFailed(cause));
    const known = { actual: shown(clientId.slice(0, 64)), passed: client !== undefined };
    require('client', 'one of this server', known, 'unknown client');
    const { authMethod, enabled } = client!;
    const method = checkAuthenticationMethod(methodsOf(authMethod), 'none');
    checklist.require(method, () => clientAuthenticationFailed(causeOf(method)));
    const state = { actual: enabled ? 'enabled' : 'disabled', passed: enabled };
    require('client enabled', 'enabled', state, 'the client is disabled');
    return client!;
  }
}
