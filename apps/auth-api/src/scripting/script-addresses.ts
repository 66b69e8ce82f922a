import { invalidMember } from '@passant/protocol';
import { type AddressPolicy, allowsHost } from '../platform/outbound/address-policy.js';

/**
 * Where scripts may send requests. Administrators write the scripts, and must not be able to reach the operator's
 * network unless the operator allows it.
 */
export class ScriptAddresses {
  constructor(private readonly allowPrivate: boolean) {}

  get policy(): AddressPolicy {
    return this.allowPrivate ? 'any' : 'public';
  }

  /** Throws `invalid_request` for the first of a provider's hosts that no script could reach. */
  requireUsable(allowedHosts: readonly string[]): void {
    const index = allowedHosts.findIndex((host) => !allowsHost(this.policy, host));
    if (index < 0) return;
    const problem = this.allowPrivate
      ? 'is where a machine asks about itself; no script reaches it'
      : 'is in a private network; PASSANT_ALLOW_PRIVATE_SCRIPT_HOSTS can allow that, but for link-local addresses';
    throw invalidMember(`allowed_hosts.${index}`, problem);
  }
}
