import { Injectable } from '@nestjs/common';
import {
  Checklist,
  type Client,
  type Credentials,
  type PresentedCredentials,
  causeOf,
  checkAuthenticationMethod,
  clientAuthenticationFailed,
  hasSecret,
  hashOf,
  matchesSecret,
  methodsOf,
  shown,
} from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { Configuration } from '../platform/configuration.js';
import { ClientUse } from './client-use.js';
import { Clients } from './clients.js';

/** Used instead of a client that does not exist, so that both cases take the same path. */
const NO_CLIENT = {
  secretHash: hashOf('no client has this secret'),
  previousSecretHash: null,
  previousSecretUntil: null,
};

@Injectable()
export class ClientSecretVerifier {
  constructor(
    private readonly configuration: Configuration,
    private readonly clients: Clients,
    private readonly use: ClientUse,
    private readonly clock: Clock,
  ) {}

  /**
   * The API client that these credentials belong to, from memory and at once. `undefined` for everything that
   * {@link verify} has to look at.
   */
  recognise({ clientId, secret }: Credentials): Client | undefined {
    const client = this.configuration.apiClient(clientId);
    if (!client || !isAdmitted(client, matchesSecret(client, hashOf(secret), this.clock.now()))) return undefined;
    this.use.note(client.clientId);
    return client;
  }

  /**
   * The client that these credentials belong to. Throws `invalid_client`.
   * @param method how they were presented, for the record: a client with a secret may present it in either way
   */
  async verify({ clientId, secret }: Credentials, method: PresentedCredentials['method']): Promise<Client> {
    const client = await this.clients.find(clientId);
    const matches = matchesSecret(client ?? NO_CLIENT, hashOf(secret), this.clock.now());
    // Resource servers call with every request that they serve, so a success skips the detailed list of checks.
    if (!isAdmitted(client, matches)) {
      await this.clients.equaliseResponseTime(client);
      throw refusalOf(clientId, client, method, matches);
    }
    this.use.note(client.clientId);
    return client;
  }
}

const isAdmitted = (client: Client | undefined, matches: boolean): client is Client =>
  client !== undefined && hasSecret(client.authMethod) && matches && client.enabled;

/** Repeats the combined check step by step, up to the first failure. */
function refusalOf(
  clientId: string,
  client: Client | undefined,
  presented: PresentedCredentials['method'],
  matches: boolean,
): unknown {
  const checklist = new Checklist();
  const require = (check: string, expected: string, answer: { actual: string; passed: boolean }, cause: string) =>
    checklist.require({ check, expected, ...answer }, () => clientAuthenticationFailed(cause));
  try {
    const known = { actual: shown(clientId.slice(0, 64)), passed: client !== undefined };
    require('client', 'one of this server', known, 'unknown client');
    const { authMethod, enabled } = client!;
    const method = checkAuthenticationMethod(methodsOf(authMethod), presented);
    checklist.require(method, () => clientAuthenticationFailed(causeOf(method)));
    const secretIs = { actual: matches ? 'the registered one' : 'another', passed: matches };
    require('secret', 'the registered one', secretIs, 'wrong secret');
    const state = { actual: enabled ? 'enabled' : 'disabled', passed: enabled };
    require('client enabled', 'enabled', state, 'the client is disabled');
    return clientAuthenticationFailed('refused');
  } catch (refusal) {
    return refusal;
  }
}
