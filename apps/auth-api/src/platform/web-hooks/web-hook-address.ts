import { Injectable } from '@nestjs/common';
import { OAuthError } from '@passant/protocol';
import { isLoopback } from '../config.js';
import { Issuer } from '../issuer.js';
import type { AddressPolicy } from '../outbound/address-policy.js';

/** Whether the operator lets hooks stand in private networks. */
export class PrivateWebHooks {
  constructor(readonly allowed: boolean) {}
}

/**
 * Where web hooks, and whoever waits for a result of mobile authentication, may stand. What is sent to them says who somebody is, so it leaves this machine only encrypted; and
 * an administrator of the console must not be able to reach into the operator's network unless the operator says so.
 */
@Injectable()
export class WebHookAddress {
  constructor(
    private readonly privateHooks: PrivateWebHooks,
    private readonly issuer: Issuer,
  ) {}

  /** What is wrong with an address, as the end of a sentence: plain http that leaves this machine. */
  problemOf(uri: string): string | undefined {
    if (new URL(uri).protocol === 'https:' || isLoopback(uri)) return undefined;
    return 'must be https, unless it is on this machine';
  }

  /** Throws `invalid_request` about `base_uri`. */
  requireUsable(baseUri: string): void {
    const problem = this.problemOf(baseUri);
    if (problem === undefined) return;
    throw new OAuthError('invalid_request', `base_uri: ${problem}`, { fields: { base_uri: problem } });
  }

  /** A server that is itself only on this machine, to try things out, may call hooks there. */
  policyFor(baseUri: string): AddressPolicy {
    if (this.privateHooks.allowed) return 'any';
    return isLoopback(baseUri) && isLoopback(this.issuer.publicUrl) ? 'loopback' : 'public';
  }
}
