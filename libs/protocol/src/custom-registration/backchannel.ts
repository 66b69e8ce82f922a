import type { BackchannelRegistrationRequest, BackchannelRegistrationResponse } from '@passant/contracts';
import type { Application } from '../applications/application-records.js';
import type { Client } from '../clients/client-records.js';
import { mayReach } from '../clients/visibility.js';
import { OAuthError } from '../refusals/errors.js';
import type { IdentityProvider } from '../identity-providers/provider-records.js';
import type { ScriptInput } from '../scripts/script-input.js';
import type { ScriptOutcome } from '../scripts/script-outcome.js';

/**
 * Checks a back end's call to a provider before the script runs: the provider must exist, be enabled, serve an
 * application that the caller may see, and have a backchannel script.
 * Throws `invalid_idp_identifier`, `idp_disabled`, `invalid_request`.
 * @param applications all applications
 */
export function planBackchannel(
  caller: Client,
  provider: IdentityProvider | undefined,
  applications: readonly Application[],
  request: BackchannelRegistrationRequest,
): { provider: IdentityProvider; script: string; input: ScriptInput } {
  if (!provider) {
    throw new OAuthError('invalid_idp_identifier', 'The specified identity provider does not exist.');
  }
  if (!provider.enabled) throw new OAuthError('idp_disabled', 'The specified identity provider is disabled.');
  if (!mayReach(caller, provider, applications)) {
    throw new OAuthError('idp_disabled', 'The specified identity provider is disabled.', {
      cause: 'it serves none of the applications that the API client is limited to',
    });
  }
  const script = provider.scripts.backchannel;
  if (!script?.trim()) {
    throw new OAuthError('invalid_request', 'The identity provider has no backchannel script.');
  }
  return {
    provider,
    script,
    input: {
      requestPayload: request.data ?? null,
      userIdentifier: null,
      registrationData: null,
      hookContextCustomParams: null,
    },
  };
}

export function renderBackchannel(outcome: ScriptOutcome): BackchannelRegistrationResponse {
  return { status: outcome.status, ...(outcome.data === undefined ? {} : { data: outcome.data }) };
}
