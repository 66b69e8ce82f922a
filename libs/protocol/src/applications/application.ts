import type { Application as ApplicationView } from '@passant/contracts';
import { serves } from '../identity-providers/identity-provider.js';
import type { Application } from './application-records.js';
import type { IdentityProvider } from '../identity-providers/provider-records.js';

/** Why stateless registrations of this application cannot succeed now, leaving aside the switch itself. */
export function statelessBlockers(
  application: Application,
  providers: readonly IdentityProvider[],
): ApplicationView['stateless_blockers'] {
  const linked = providers.filter((provider) => serves(provider, application));
  const blockers: ApplicationView['stateless_blockers'] = [];
  if (application.clientType !== 'mobile') blockers.push('not_mobile');
  if (!application.enabled) blockers.push('application_disabled');
  if (linked.length === 0) blockers.push('no_identity_provider');
  else if (!linked.some((provider) => provider.enabled)) blockers.push('no_enabled_identity_provider');
  return blockers;
}
