import { useQueries } from '@tanstack/react-query';
import {
  allApiClients,
  allApplications,
  allIdentityProviders,
  allScopes,
  allWebClients,
  allWebHooks,
  latestInitialAccessTokens,
} from '../../lib/queries/lists.js';
import type { Inventory } from './palette-entries.js';

/** Everything that can be gone to by a word of its own. What cannot be loaded is left out: the rest is still useful. */
export function useInventory(): Inventory {
  const [applications, providers, webClients, apiClients, webHooks, scopes, tokens] = useQueries({
    queries: [
      allApplications,
      allIdentityProviders,
      allWebClients,
      allApiClients,
      allWebHooks,
      allScopes,
      latestInitialAccessTokens,
    ],
  });
  return {
    applications: applications.data,
    providers: providers.data,
    webClients: webClients.data,
    apiClients: apiClients.data,
    webHooks: webHooks.data,
    scopes: scopes.data,
    tokens: tokens.data,
  };
}
