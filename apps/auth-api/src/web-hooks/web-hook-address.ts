import { Injectable } from '@nestjs/common';
import { invalidMember } from '@passant/protocol';
import { isLoopback } from '../platform/config.js';
import { type AddressPolicy, allowsHost } from '../platform/outbound/address-policy.js';

/** Whether the operator allows hooks in private networks. */
export class PrivateWebHooks {
  /** @param onThisMachine whether nobody else reaches the server, so that hooks beside it may be called */
  constructor(
    readonly allowed: boolean,
    readonly onThisMachine: boolean,
  ) {}
}

/**
 * Where web hooks, and the recipients of mobile authentication results, may be. The data sent to them identifies a
 * person, so it leaves this machine only encrypted. Administrators of the console must not be able to reach the
 * operator's network unless the operator allows it.
 */
@Injectable()
export class WebHookAddress {
  constructor(private readonly privateHooks: PrivateWebHooks) {}

  /**
   * What is wrong with an address, as the end of a sentence: plain http to another machine, or a host that is never
   * called. The addresses that a name resolves to are checked when it is called.
   */
  problemOf(uri: string): string | undefined {
    const { protocol, host } = new URL(uri);
    if (protocol !== 'https:' && !isLoopback(uri)) return 'must be https, unless it is on this machine';
    if (allowsHost(this.policyFor(uri), host)) return undefined;
    return this.privateHooks.allowed
      ? 'is where a machine asks about itself; it is never called'
      : 'is in a private network; PASSANT_ALLOW_PRIVATE_WEB_HOOKS can allow that, but for link-local addresses';
  }

  /** Throws `invalid_request` about `base_uri`. */
  requireUsable(baseUri: string): void {
    const problem = this.problemOf(baseUri);
    if (problem === undefined) return;
    throw invalidMember('base_uri', problem);
  }

  /** A server that is itself reachable only from this machine, as in a local trial, may call hooks there. */
  policyFor(baseUri: string): AddressPolicy {
    if (this.privateHooks.allowed) return 'any';
    return isLoopback(baseUri) && this.privateHooks.onThisMachine ? 'loopback' : 'public';
  }
}
