import { ISSUER_PATH, JWT_BEARER_ASSERTION_TYPE } from '@passant/contracts/wire';
import { type AssertionChanges, DeviceKey } from './device-key.js';

/** Members that v2 adds to the body of a step. */
export interface ClientAuthentication {
  client_assertion_type: string;
  client_assertion: string;
}

/** What an installation authenticates with: its key (v2), or a secret (v1). */
export type Credential = { key: DeviceKey } | { secret: string };

/**
 * Creates a fresh client assertion.
 * @param serverUrl public URL of the server, without a trailing slash
 * @param now epoch seconds
 */
export async function authenticationWith(
  key: DeviceKey,
  clientId: string,
  serverUrl: string,
  now: number,
  changes?: AssertionChanges,
): Promise<ClientAuthentication> {
  return {
    client_assertion_type: JWT_BEARER_ASSERTION_TYPE,
    client_assertion: await key.assertion(clientId, serverUrl + ISSUER_PATH, now, changes),
  };
}

/**
 * The `Authorization` header of an installation with a secret (RFC 7617). The server's identifiers and secrets are
 * plain ASCII, so RFC 6749 §2.3.1 leaves them as they are.
 */
export function basic(clientId: string, secret: string): string {
  return `Basic ${btoa(`${clientId}:${secret}`)}`;
}
