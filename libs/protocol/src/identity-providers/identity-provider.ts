import { Checklist } from '../refusals/checklist.js';
import { OAuthError } from '../refusals/errors.js';
import type { Application } from '../applications/application-records.js';
import type { IdentityProvider } from './provider-records.js';

/**
 * Whether a provider serves an application: it is linked to it, or it is a default one and the application links none.
 */
export function serves(provider: IdentityProvider, application: Application): boolean {
  return application.identityProviders.length > 0
    ? application.identityProviders.includes(provider.identifier)
    : provider.isDefault;
}

/**
 * Whether a provider vouches for people at this moment: it is enabled and serves their client's application or, if that
 * has none, is a default one.
 */
export function vouches(provider: IdentityProvider, application: Application | null): boolean {
  return provider.enabled && (application ? serves(provider, application) : provider.isDefault);
}

/**
 * Returns the provider, if the application may currently use it.
 * Throws `invalid_idp_identifier` if it does not exist, `idp_disabled` if it is disabled or not linked.
 */
export function requireUsable(
  provider: IdentityProvider | undefined,
  application: Application,
  checklist = new Checklist(),
): IdentityProvider {
  const exists = { check: 'identity provider', expected: 'one of this server' };
  checklist.require(
    { ...exists, actual: provider ? provider.identifier : 'none of that name', passed: provider !== undefined },
    () => new OAuthError('invalid_idp_identifier', 'The specified identity provider does not exist.'),
  );
  const { enabled } = provider!;
  const refusal = (cause: string) => () =>
    new OAuthError('idp_disabled', 'The specified identity provider is disabled for this application.', { cause });
  checklist.require(
    {
      check: 'identity provider enabled',
      expected: 'enabled',
      actual: enabled ? 'enabled' : 'disabled',
      passed: enabled,
    },
    refusal('the identity provider is disabled'),
  );
  const linked = application.identityProviders;
  checklist.require(
    {
      check: 'identity provider linked',
      expected: `linked to ${application.identifier}`,
      actual: linked.length > 0 ? `linked are ${linked.join(', ')}` : 'none is linked, only the default one serves',
      passed: serves(provider!, application),
    },
    refusal('the identity provider is not linked to the application'),
  );
  return provider!;
}
