import { ADMIN_ENDPOINTS, type AdminEndpointName } from './endpoints.js';

/** What a request says beside where it goes. */
export interface AskedFor {
  query: unknown;
  body: unknown;
}

/**
 * In the danger zone: always; only if the request says so; only where it would end what people have, which nobody knows
 * before it is carried out; or not, with the reason.
 */
export type Danger = 'always' | 'if_it_ends' | ((asked: AskedFor) => boolean) | { excused: string };

const ALWAYS = 'always';
const IF_IT_ENDS = 'if_it_ends';
const excused = (why: string): Danger => ({ excused: why });
const OWN = excused('it is about the own account, and asks its owner for a proof where that matters');
const MAKES = excused('it makes something new, and takes nothing away');
const CHANGES = excused('it changes what can be changed back');
const LOOKS = excused('it changes nothing');
const SECRET = excused('whoever asks is shown the new secret, once, and nobody else may see it');
const hasMember = (value: unknown, name: string, wanted: unknown): boolean =>
  typeof value === 'object' && value !== null && (value as Record<string, unknown>)[name] === wanted;

/**
 * The danger zone: what waits for a second administrator where that is required. Everything that is not asked with `GET`
 * has its line, and what is not excused is in it: a new endpoint as well, until somebody says why not.
 */
export const DANGER: Readonly<Partial<Record<AdminEndpointName, Danger>>> = {
  signIn: OWN,
  signOut: OWN,
  endSessions: ALWAYS,
  createApplication: MAKES,
  // Sessions that a switch or a shorter duration ends do not come back with the old value.
  updateApplication: IF_IT_ENDS,
  deleteApplication: ALWAYS,
  endApplicationTokens: ALWAYS,
  createIdentityProvider: MAKES,
  updateIdentityProvider: CHANGES,
  deleteIdentityProvider: ALWAYS,
  endIdentityProviderTokens: ALWAYS,
  testRun: LOOKS,
  createScope: MAKES,
  updateScope: CHANGES,
  deleteScope: ALWAYS,
  disconnectProfile: ALWAYS,
  rotateKeys: excused('what the old key signed stays good, and the next one was announced'),
  withdrawKeys: ALWAYS,
  inviteAdministrator: excused('whoever accepts approves nothing for the first week'),
  // Who is made an Admin, or let in again, is one of those who approve.
  updateAdministrator: ALWAYS,
  deleteAdministrator: ALWAYS,
  endAdministratorSessions: excused('they sign in again, and a session in the wrong hands has to end at once'),
  acceptInvitation: OWN,
  endOwnSession: OWN,
  changeOwnPassword: OWN,
  completeSignIn: OWN,
  startCompanySignIn: OWN,
  completeCompanySignIn: OWN,
  startOwnSecondFactor: OWN,
  confirmOwnSecondFactor: OWN,
  renewOwnRecoveryCodes: OWN,
  removeOwnSecondFactor: OWN,
  removeSecondFactor: ALWAYS,
  startPasskeySignIn: OWN,
  signInWithPasskey: OWN,
  startPasskeySecondFactor: OWN,
  completeSignInWithPasskey: OWN,
  startOwnPasskey: OWN,
  addOwnPasskey: OWN,
  startOwnPasskeyProof: OWN,
  removeOwnPasskey: OWN,
  // The only change that is asked about after it was required, and not before.
  updateSecondApproval: ({ body }) => !hasMember(body, 'required', true),
  approveRequest: excused('it is the second approval'),
  refuseRequest: excused('nothing is carried out by it'),
  withdrawRequest: excused('nothing is carried out by it'),
  startTrial: MAKES,
  endTrial: excused('a trial ends by itself within the hour'),
  introspectInTrial: LOOKS,
  endClientGrants: ALWAYS,
  previewClientDocument: LOOKS,
  // Nor do grants, where an imported document allows less than the one before.
  importClientDocument: IF_IT_ENDS,
  updateClientDocumentPolicy: CHANGES,
  createApiClient: MAKES,
  updateApiClient: CHANGES,
  rotateApiClientSecret: SECRET,
  deleteApiClient: ALWAYS,
  createWebClient: MAKES,
  // Nor do refresh tokens with a grant type.
  updateWebClient: IF_IT_ENDS,
  rotateWebClientSecret: SECRET,
  deleteWebClient: ALWAYS,
  updateAppInstallation: CHANGES,
  deleteAppInstallation: ALWAYS,
  updateRegisteredClient: CHANGES,
  deleteRegisteredClient: ALWAYS,
  deleteRegisteredClients: ALWAYS,
  createSoftwareStatement: MAKES,
  revokeSoftwareStatement: excused('a new one takes its place, and one that leaked has to end at once'),
  createInitialAccessToken: MAKES,
  // Without its clients, a new one takes its place, and one that leaked has to end at once.
  revokeInitialAccessToken: ({ query }) => hasMember(query, 'with_clients', 'true'),
  createScriptVersion: MAKES,
  activateScriptVersion: excused('the version before can be activated again'),
  startShadowRun: MAKES,
  stopShadowRun: excused('another one can be started'),
  storeScriptFixture: CHANGES,
  deleteScriptFixture: excused('an input for tests is written again in a minute'),
  search: LOOKS,
  createWebHook: MAKES,
  updateWebHook: CHANGES,
  deleteWebHook: ALWAYS,
  testWebHook: LOOKS,
  previewApplicationImpact: LOOKS,
  previewIdentityProviderImpact: LOOKS,
  planConfiguration: LOOKS,
  // Refused as a whole, whoever applies it, if it would do anything of the above: see the service.
  applyConfiguration: excused(
    'a document that deletes or ends something is refused while a second approval is required',
  ),
};

/** Whether a request is in the danger zone, as far as it can be told from the request. */
export function isDanger(name: AdminEndpointName, asked: AskedFor): boolean {
  const danger = DANGER[name] ?? (ADMIN_ENDPOINTS[name].method === 'GET' ? LOOKS : ALWAYS);
  return danger === 'always' || (typeof danger === 'function' && danger(asked));
}
