import { requestFacts } from './http/request-facts.js';
import type { OutboundRequest } from './outbound/outbound-client.js';

/** The operator's decision whether what clients name may be fetched from this machine and its network. */
export class JwksUriPolicy {
  constructor(readonly allowPrivate: boolean) {}

  /**
   * The request for what is at an address that a client named, on the account of the network from which the request that
   * is being processed came.
   * @param client who named it; by default the address stands for the client
   */
  requestFor(
    uri: string,
    limits: Pick<OutboundRequest, 'timeout' | 'maxBytes' | 'headers'>,
    client = uri,
  ): OutboundRequest {
    const policy = this.allowPrivate ? 'any' : 'public';
    return {
      method: 'GET',
      url: new URL(uri),
      policy,
      namedBy: { client, source: requestFacts()?.network?.() },
      ...limits,
    };
  }
}
