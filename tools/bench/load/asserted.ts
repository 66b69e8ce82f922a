import { JWT_BEARER_ASSERTION_TYPE } from '@passant/contracts';
import type { DeviceKey } from '@passant/mobile-client';
import { inParallel } from '../../world/in-parallel.js';
import type { Request } from './load.js';

/** A client that authenticates with a key. */
export interface KeyHolder {
  clientId: string;
  key: DeviceKey;
}

/** Members of a form that authenticate a client (RFC 7523 §2.2). */
export interface Proof {
  client_id: string;
  client_assertion_type: string;
  client_assertion: string;
}

/** Makes requests, each with its own assertion; the clients take turns. @param audience of the assertions */
export function assertedRequests(
  clients: readonly KeyHolder[],
  audience: string,
  count: number,
  render: (proof: Proof, index: number) => string,
): Promise<Request[]> {
  const now = Math.floor(Date.now() / 1000);
  return inParallel(count, async (index) => {
    const { clientId, key } = clients[index % clients.length]!;
    const assertion = await key.assertion(clientId, audience, now);
    const proof = { client_assertion_type: JWT_BEARER_ASSERTION_TYPE, client_assertion: assertion };
    return { body: render({ client_id: clientId, ...proof }, index) };
  });
}

/** Form of a proof and other members. */
export const formOf = (proof: Proof, members: Record<string, string> = {}): string =>
  new URLSearchParams({ ...members, ...proof }).toString();
