import type { BackchannelRegistrationRequest, BackchannelRegistrationResponse } from '@passant/contracts';
import { OAuthError } from './errors.js';
import type { IdentityProvider, ScriptInput } from './records.js';
import type { ScriptOutcome } from './script-outcome.js';

/**
 * What a back end's call to a provider needs before the script may run. The caller belongs to no application, so the
 * provider only has to be there, enabled, and have a backchannel script.
 * Throws `invalid_idp_identifier`, `idp_disabled`, `invalid_request`.
 */
export function planBackchannel(
  provider: IdentityProvider | undefined,
  request: BackchannelRegistrationRequest,
): { provider: IdentityProvider; script: string; input: ScriptInput } {
  if (!provider) {
    throw new OAuthError('invalid_idp_identifier', 'The specified identity provider does not exist.');
  }
  if (!provider.enabled) throw new OAuthError('idp_disabled', 'The specified identity provider is disabled.');
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
