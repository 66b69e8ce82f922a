import { jwksUriProblem } from '@passant/protocol';
import { requestFacts } from './http/request-facts.js';
import { type AddressPolicy, allowsHost } from './outbound/address-policy.js';
import type { OutboundRequest } from './outbound/outbound-client.js';

/** The operator's decision whether what clients name may be fetched from this machine and its network. */
export class JwksUriPolicy {
  constructor(readonly allowPrivate: boolean) {}

  private get policy(): AddressPolicy {
    return this.allowPrivate ? 'any' : 'public';
  }

  /**
   * What is wrong with an address, as the end of a sentence; `undefined` if nothing is. Whoever saves one asks this, and
   * whoever fetches from it asks again: it must not be refused only then. The addresses that a name resolves to are
   * checked when it is fetched.
   */
  problemOf(uri: string): string | undefined {
    const problem = jwksUriProblem(uri, this.allowPrivate);
    return problem ?? this.hostProblem(new URL(uri).host);
  }

  /** The same for a host alone. */
  hostProblem(host: string): string | undefined {
    if (allowsHost(this.policy, host)) return undefined;
    return this.allowPrivate
      ? 'is where a machine asks about itself; it is never called'
      : 'must be an address on the open Internet';
  }

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
    return {
      method: 'GET',
      url: new URL(uri),
      policy: this.policy,
      namedBy: { as: 'client', client, source: requestFacts()?.network?.() },
      ...limits,
    };
  }
}
