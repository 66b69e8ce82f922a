import type { Application } from '../applications/application-records.js';
import { serves } from '../identity-providers/identity-provider.js';
import type { IdentityProvider } from '../identity-providers/provider-records.js';
import type { Client } from './client-records.js';

/** Whether an API client is limited to certain applications. One that names none may see all. */
export function isNarrowed(caller: Pick<Client, 'visibleApplications'>): boolean {
  return caller.visibleApplications.length > 0;
}

/**
 * Whether an API client may see something that belongs to an application, or to none: a token, an
 * event, a registration.
 */
export function maySee(
  caller: Pick<Client, 'visibleApplications'>,
  { application }: { application: string | null },
): boolean {
  if (!isNarrowed(caller)) return true;
  return application !== null && caller.visibleApplications.includes(application);
}

/**
 * Whether an API client may call a provider: the provider must serve one of the applications the client is limited to.
 */
export function mayReach(
  caller: Pick<Client, 'visibleApplications'>,
  provider: IdentityProvider,
  applications: readonly Application[],
): boolean {
  if (!isNarrowed(caller)) return true;
  return applications.some(
    (application) => maySee(caller, { application: application.identifier }) && serves(provider, application),
  );
}
