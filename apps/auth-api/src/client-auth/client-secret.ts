import { Injectable } from '@nestjs/common';
import {
  Checklist,
  type Client,
  type ClientAuthMethod,
  clientAuthenticationFailed,
  hashOf,
  matchesSecret,
  shown,
} from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { ClientUse } from '../platform/client-use.js';
import { Clients } from './clients.js';

/** Stands in for a client that does not exist, so that both cases take the same path. */
const NO_CLIENT = {
  secretHash: hashOf('no client has this secret'),
  previousSecretHash: null,
  previousSecretUntil: null,
};

export interface Credentials {
  clientId: string;
  secret: string;
}

function formDecode(text: string): string | undefined {
  if (!/[%+]/.test(text)) return text;
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}

/**
 * Reads `Basic` credentials. RFC 6749 §2.3.1: both halves are form-encoded before they are joined.
 * @returns `undefined` if the header is not of that form
 */
export function readBasic(header: string): Credentials | undefined {
  const match = /^Basic +([A-Za-z0-9+/_-]+=*)$/i.exec(header.trim());
  if (!match) return undefined;
  const text = Buffer.from(match[1]!, 'base64').toString('utf8');
  const colon = text.indexOf(':');
  if (colon < 0) return undefined;
  const clientId = formDecode(text.slice(0, colon));
  const secret = formDecode(text.slice(colon + 1));
  return clientId === undefined || secret === undefined ? undefined : { clientId, secret };
}

@Injectable()
export class ClientSecretVerifier {
  constructor(
    private readonly clients: Clients,
    private readonly use: ClientUse,
    private readonly clock: Clock,
  ) {}

  /**
   * The client these credentials belong to. Throws `invalid_client`.
   * @param method how they were presented; it must be the one the client is registered with
   */
  async verify(
    { clientId, secret }: Credentials,
    method: 'client_secret_basic' | 'client_secret_post',
  ): Promise<Client> {
    const client = await this.clients.find(clientId);
    const matches = matchesSecret(client ?? NO_CLIENT, hashOf(secret), this.clock.now());
    // Resource servers come with every request they serve: what is right takes no list of questions.
    const isRight = client !== undefined && client.authMethod === method && matches && client.enabled;
    if (!isRight) {
      await this.clients.evenOut(client);
      throw refusalOf(clientId, client, method, matches);
    }
    this.use.note(client.clientId);
    return client;
  }
}

/** Asks one after the other what was judged at a glance, up to the first "no". */
function refusalOf(clientId: string, client: Client | undefined, method: ClientAuthMethod, matches: boolean): unknown {
  const checklist = new Checklist();
  const require = (check: string, expected: string, answer: { actual: string; passed: boolean }, cause: string) =>
    checklist.require({ check, expected, ...answer }, () => clientAuthenticationFailed(cause));
  try {
    const known = { actual: shown(clientId.slice(0, 64)), passed: client !== undefined };
    require('client', 'one of this server', known, 'unknown client');
    const { authMethod, enabled } = client!;
    const wrongMethod = `the client authenticates with ${authMethod}`;
    require('authentication method', method, { actual: authMethod, passed: authMethod === method }, wrongMethod);
    const secretIs = { actual: matches ? 'the registered one' : 'another', passed: matches };
    require('secret', 'the registered one', secretIs, 'wrong secret');
    const state = { actual: enabled ? 'enabled' : 'disabled', passed: enabled };
    require('client enabled', 'enabled', state, 'the client is disabled');
    return clientAuthenticationFailed('refused');
  } catch (refusal) {
    return refusal;
  }
}
