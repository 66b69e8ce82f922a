import type { ApiClient, Application, IdentityProvider, RegisteredClient } from '@passant/contracts';

/** The server's records that determine the progress of the first steps. */
export interface Inventory {
  providers: Pick<IdentityProvider, 'enabled'>[];
  applications: Pick<Application, 'identifier' | 'name' | 'user_authentication' | 'stateless_blockers'>[];
  installations: Pick<RegisteredClient, 'client_id'>[];
  apiClients: Pick<ApiClient, 'scopes'>[];
}

export interface Step {
  id: 'provider' | 'application' | 'stateless' | 'installation' | 'api-client';
  title: string;
  why: string;
  done: boolean;
}

/** The applications with which people can be registered statelessly now. */
export const readyApplications = ({ applications }: Pick<Inventory, 'applications'>): Inventory['applications'] =>
  applications.filter((one) => one.user_authentication.stateless_authentication && one.stateless_blockers.length === 0);

/**
 * The steps from an empty server to the first stateless token. Whether a step is done depends on what exists, not on
 * clicks.
 */
export function firstSteps({ providers, applications, installations, apiClients }: Inventory): Step[] {
  return [
    {
      id: 'provider',
      title: 'An enabled identity provider',
      why: 'Its scripts talk to the external scheme that knows the person.',
      done: providers.some(({ enabled }) => enabled),
    },
    {
      id: 'application',
      title: 'An application',
      why: 'What your mobile app is to this server: versions, scopes, how long a token lives.',
      done: applications.length > 0,
    },
    {
      id: 'stateless',
      title: 'Stateless authentication, switched on and ready',
      why: 'People are registered just in time; no profile is stored.',
      done: readyApplications({ applications }).length > 0,
    },
    {
      id: 'installation',
      title: 'A first app installation',
      why: 'With an initial access token, an instance of your app registers its own key.',
      done: installations.length > 0,
    },
    {
      id: 'api-client',
      title: 'An API client that may introspect tokens',
      why: 'Your resource server asks with it who a token is about.',
      done: apiClients.some(({ scopes }) => scopes.includes('onegini_api_token_introspection')),
    },
  ];
}
