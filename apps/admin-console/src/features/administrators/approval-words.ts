import type { Approval } from '@passant/contracts';

/** What somebody asks for, by the endpoint they ask. */
const ACTIONS: Record<string, () => string> = {
  endSessions: () => 'End the sessions of all administrators',
  updateApplication: () => 'Change the application, which ends sessions of people',
  deleteApplication: () => 'Delete the application',
  endApplicationTokens: () => 'End all tokens of the application',
  deleteIdentityProvider: () => 'Delete the identity provider',
  endIdentityProviderTokens: () => 'End all tokens of the identity provider',
  deleteScope: () => 'Delete the scope',
  disconnectProfile: () => 'Disconnect a profile of the person',
  withdrawKeys: () => 'Withdraw signing keys',
  updateAdministrator: () => 'Change the administrator',
  deleteAdministrator: () => 'Remove the administrator',
  removeSecondFactor: () => 'Remove the second factor of the administrator',
  updateSecondApproval: () => 'No longer require a second approval',
  importClientDocument: () => 'Import the document of the client, which ends what people granted it',
  endClientGrants: () => 'End what people granted the client',
  deleteApiClient: () => 'Delete the API client',
  updateWebClient: () => 'Change the web client, which ends its refresh tokens',
  deleteWebClient: () => 'Delete the web client',
  deleteAppInstallation: () => 'Delete the app installation',
  deleteRegisteredClient: () => 'Delete the client',
  deleteRegisteredClients: () => 'Delete clients',
  revokeInitialAccessToken: () => 'Revoke the initial access token with its clients',
  deleteWebHook: () => 'Delete the web hook',
};

/** Endpoints that have words. */
export const WORDED: readonly string[] = Object.keys(ACTIONS);

/** What a request is for. An endpoint that has no words here is called by its name. */
export const actionInWords = (endpoint: string): string => ACTIONS[endpoint]?.() ?? endpoint;

/** What a request is about; nothing of one that was decided. */
export function subjectOf({ parameters = {}, body }: Approval): string | undefined {
  const { email, identifier, client_id: client, id } = parameters;
  const { kids, role, enabled, expected_count: count } = (body ?? {}) as Record<string, unknown>;
  const found: unknown[] = [email ?? identifier ?? client ?? id, role, count];
  if (typeof enabled === 'boolean') found.push(enabled ? 'enabled' : 'disabled');
  if (Array.isArray(kids)) found.push(...(kids as unknown[]));
  const said = found.filter((one) => typeof one === 'string' || typeof one === 'number');
  return said.length === 0 ? undefined : said.join(' · ');
}
