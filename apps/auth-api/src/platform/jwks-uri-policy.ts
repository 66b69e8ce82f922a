import type { OutboundRequest } from './outbound/outbound-client.js';

/** The operator's decision whether what clients name may be fetched from this machine and its network. */
export class JwksUriPolicy {
  constructor(readonly allowPrivate: boolean) {}

  /** The request for what is at an address that a client named. */
  requestFor(uri: string, more: Pick<OutboundRequest, 'timeout' | 'maxBytes' | 'headers'>): OutboundRequest {
    return { method: 'GET', url: new URL(uri), policy: this.allowPrivate ? 'any' : 'public', namedBy: uri, ...more };
  }
}
