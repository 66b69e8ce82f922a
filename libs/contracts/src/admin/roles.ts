import type { AdminEndpointName } from './endpoints.js';
import { ADMIN_ROLES, type AdminRole } from './session.dto.js';

/** Who may call an endpoint: these roles, or whoever is not signed in. */
export type Callers = readonly AdminRole[] | 'anybody';

const ANYBODY = 'anybody';
/** One's own sessions, password and second factor. */
const OF_ONESELF = ['Admin', 'Operator', 'Auditor', 'Helpdesk'] as const;
/** People who have a profile, whom the helpdesk helps. */
const OF_PEOPLE = ['Admin', 'Operator', 'Auditor', 'Helpdesk'] as const;
/** The configuration, the clients, and what happened on the server. */
const LOOK = ['Admin', 'Operator', 'Auditor'] as const;
/** Who may do all of this is a question of audits. */
const WHO_ADMINISTERS = ['Admin', 'Auditor'] as const;
const CHANGE = ['Admin'] as const;

/**
 * Who may call each endpoint of the admin API: the one place where roles are said. A new endpoint does not compile before
 * it has its line. The server refuses by this table, and the console shows by it what a role may see and do.
 */
export const CALLERS: Readonly<Record<AdminEndpointName, Callers>> = {
  signIn: ANYBODY,
  readSession: OF_ONESELF,
  signOut: OF_ONESELF,
  endSessions: CHANGE,
  listApplications: LOOK,
  createApplication: CHANGE,
  readApplication: LOOK,
  updateApplication: CHANGE,
  deleteApplication: CHANGE,
  endApplicationTokens: CHANGE,
  listIdentityProviders: LOOK,
  createIdentityProvider: CHANGE,
  readIdentityProvider: LOOK,
  updateIdentityProvider: CHANGE,
  deleteIdentityProvider: CHANGE,
  endIdentityProviderTokens: CHANGE,
  testRun: CHANGE,
  listScopes: LOOK,
  createScope: CHANGE,
  readScope: LOOK,
  updateScope: CHANGE,
  deleteScope: CHANGE,
  readUser: OF_PEOPLE,
  disconnectProfile: CHANGE,
  listKeys: LOOK,
  rotateKeys: CHANGE,
  withdrawKeys: CHANGE,
  listAdministrators: WHO_ADMINISTERS,
  inviteAdministrator: CHANGE,
  updateAdministrator: CHANGE,
  deleteAdministrator: CHANGE,
  endAdministratorSessions: CHANGE,
  acceptInvitation: ANYBODY,
  listOwnSessions: OF_ONESELF,
  endOwnSession: OF_ONESELF,
  changeOwnPassword: OF_ONESELF,
  completeSignIn: ANYBODY,
  readSignInWays: ANYBODY,
  startCompanySignIn: ANYBODY,
  completeCompanySignIn: ANYBODY,
  readOwnSecondFactor: OF_ONESELF,
  startOwnSecondFactor: OF_ONESELF,
  confirmOwnSecondFactor: OF_ONESELF,
  renewOwnRecoveryCodes: OF_ONESELF,
  removeOwnSecondFactor: OF_ONESELF,
  removeSecondFactor: CHANGE,
  startPasskeySignIn: ANYBODY,
  signInWithPasskey: ANYBODY,
  startPasskeySecondFactor: ANYBODY,
  completeSignInWithPasskey: ANYBODY,
  listOwnPasskeys: OF_ONESELF,
  startOwnPasskey: OF_ONESELF,
  addOwnPasskey: OF_ONESELF,
  startOwnPasskeyProof: OF_ONESELF,
  removeOwnPasskey: OF_ONESELF,
  readSecondApproval: WHO_ADMINISTERS,
  updateSecondApproval: CHANGE,
  listApprovals: WHO_ADMINISTERS,
  approveRequest: CHANGE,
  refuseRequest: CHANGE,
  withdrawRequest: CHANGE,
  startTrial: CHANGE,
  endTrial: CHANGE,
  introspectInTrial: CHANGE,
  listClientGrants: LOOK,
  endClientGrants: CHANGE,
  previewClientDocument: CHANGE,
  importClientDocument: CHANGE,
  readClientDocumentPolicy: LOOK,
  updateClientDocumentPolicy: CHANGE,
  listApiClients: LOOK,
  createApiClient: CHANGE,
  readApiClient: LOOK,
  updateApiClient: CHANGE,
  previewApiClientSight: LOOK,
  rotateApiClientSecret: CHANGE,
  deleteApiClient: CHANGE,
  listAudienceExceptions: LOOK,
  listClientsInNeed: LOOK,
  listWebClients: LOOK,
  createWebClient: CHANGE,
  readWebClient: LOOK,
  updateWebClient: CHANGE,
  rotateWebClientSecret: CHANGE,
  deleteWebClient: CHANGE,
  listAppInstallations: LOOK,
  readAppInstallation: LOOK,
  updateAppInstallation: CHANGE,
  deleteAppInstallation: CHANGE,
  listRegisteredClients: LOOK,
  readRegisteredClient: LOOK,
  updateRegisteredClient: CHANGE,
  deleteRegisteredClient: CHANGE,
  countRegisteredClients: LOOK,
  deleteRegisteredClients: CHANGE,
  listSoftwareStatements: LOOK,
  createSoftwareStatement: CHANGE,
  revokeSoftwareStatement: CHANGE,
  listInitialAccessTokens: LOOK,
  createInitialAccessToken: CHANGE,
  revokeInitialAccessToken: CHANGE,
  readConformance: LOOK,
  listEvents: LOOK,
  readRefusal: LOOK,
  listAuditRecords: WHO_ADMINISTERS,
  readScriptKit: LOOK,
  listScriptVersions: LOOK,
  createScriptVersion: CHANGE,
  readScriptVersion: LOOK,
  activateScriptVersion: CHANGE,
  readShadowRun: LOOK,
  startShadowRun: CHANGE,
  stopShadowRun: CHANGE,
  listScriptFixtures: LOOK,
  storeScriptFixture: CHANGE,
  deleteScriptFixture: CHANGE,
  readScriptActivity: LOOK,
  search: LOOK,
  listWebHooks: LOOK,
  createWebHook: CHANGE,
  readWebHook: LOOK,
  updateWebHook: CHANGE,
  deleteWebHook: CHANGE,
  testWebHook: CHANGE,
  listWebHookDeliveries: LOOK,
  previewApplicationImpact: LOOK,
  previewIdentityProviderImpact: LOOK,
  readOverview: LOOK,
  readLimits: LOOK,
  exportConfiguration: LOOK,
  compareConfiguration: LOOK,
  planConfiguration: CHANGE,
  applyConfiguration: CHANGE,
};

/**
 * Of several roles, the one that may call most endpoints; of those that may call as many, the one that is first in
 * {@link ADMIN_ROLES}. `undefined` if there is none.
 */
export function highestRole(roles: readonly AdminRole[]): AdminRole | undefined {
  const names = Object.keys(CALLERS) as AdminEndpointName[];
  const rights = (role: AdminRole) => names.filter((name) => mayCall(role, name)).length;
  return ADMIN_ROLES.filter((role) => roles.includes(role)).sort((one, other) => rights(other) - rights(one))[0];
}

/** Whether an administrator of that role may call an endpoint. */
export function mayCall(role: AdminRole, name: AdminEndpointName): boolean {
  const callers = CALLERS[name];
  return callers === 'anybody' || callers.includes(role);
}
