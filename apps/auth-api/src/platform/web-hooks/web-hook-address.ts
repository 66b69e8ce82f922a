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
 * Where web hooks may stand. What is sent to them says who somebody is, so it leaves this machine only encrypted; and
 * an administrator of the console must not be able to reach into the operator's network unless the operator says so.
 */
@Injectable()
export class WebHookAddress {
  constructor(
    private readonly privateHooks: PrivateWebHooks,
    private readonly issuer: Issuer,
  ) {}

  /** Throws `invalid_request` about `base_uri` for plain http that leaves this machine. */
  requireUsable(baseUri: string): void {
    if (new URL(baseUri).protocol === 'https:' || isLoopback(baseUri)) return;
    const problem = 'must be https, unless it is on this machine';
    throw new OAuthError('invalid_request', `base_uri: ${problem}`, { fields: { base_uri: problem } });
  }

  /** A server that is itself only on this machine, to try things out, may call hooks there. */
  policyFor(baseUri: string): AddressPolicy {
    if (this.privateHooks.allowed) return 'any';
    return isLoopback(baseUri) && isLoopback(this.issuer.publicUrl) ? 'loopback' : 'public';
  }
}
