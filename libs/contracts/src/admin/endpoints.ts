import { ACTIVITY_ENDPOINTS } from '../events/activity-endpoints.js';
import { Application, ApplicationPage, CreateApplication, UpdateApplication } from '../applications/application.dto.js';
import { AUDIT_ENDPOINTS } from '../audit/audit-endpoints.js';
import { CLIENT_DOCUMENT_ENDPOINTS } from '../clients/client-document-endpoints.js';
import { CLIENT_ENDPOINTS } from '../clients/client-endpoints.js';
import { CONFIGURATION_DOCUMENT_ENDPOINTS } from '../configuration-document/configuration-document-endpoints.js';
import { CONFORMANCE_ENDPOINTS } from '../conformance/conformance-endpoints.js';
import { ADMINISTRATOR_ENDPOINTS } from './administrator-endpoints.js';
import { PASSKEY_ENDPOINTS } from './passkey-endpoints.js';
import { COMPANY_SIGN_IN_ENDPOINTS } from './company-sign-in-endpoints.js';
import { SECOND_APPROVAL_ENDPOINTS } from './second-approval-endpoints.js';
import { SECOND_FACTOR_ENDPOINTS } from './second-factor-endpoints.js';
import { PageQuery } from './fields.js';
import { endpoint } from './endpoint.js';
import {
  CreateIdentityProvider,
  IdentityProvider,
  IdentityProviderPage,
  TestRunRequest,
  TestRunResult,
  UpdateIdentityProvider,
} from '../identity-providers/identity-provider.dto.js';
import { CreateScope, Scope, ScopePage, UpdateScope } from '../scopes/scope.dto.js';
import { LIMIT_ENDPOINTS } from '../limits/limit-endpoints.js';
import { OVERVIEW_ENDPOINTS } from '../overview/overview-endpoints.js';
import { IMPACT_ENDPOINTS } from '../impact/impact-endpoints.js';
import { SCRIPT_ENDPOINTS } from '../scripts/script-endpoints.js';
import { TRIAL_ENDPOINTS } from '../applications/trial-endpoints.js';
import { SEARCH_ENDPOINTS } from '../search/search-endpoints.js';
import { AdminSession, EndSessions, EndedSessions, SignInAnswer, SignInRequest } from './session.dto.js';
import { EndTokens, EndedTokenCounts } from '../tokens/ended-token-counts.dto.js';
import { RotateKeys, SigningKeys, WithdrawKeys } from '../tokens/signing-key.dto.js';
import { User } from './user.dto.js';
import { WEB_HOOK_ENDPOINTS } from '../web-hooks/web-hook-endpoints.js';

/** All endpoints of the admin API. */
export const ADMIN_ENDPOINTS = {
  signIn: endpoint({
    method: 'POST',
    path: '/session',
    summary: 'Sign in; whoever has a second factor is asked for it next',
    request: SignInRequest,
    response: SignInAnswer,
    status: 200,
  }),
  readSession: endpoint({
    method: 'GET',
    path: '/session',
    summary: 'Who is signed in',
    request: undefined,
    response: AdminSession,
    status: 200,
  }),
  signOut: endpoint({
    method: 'DELETE',
    path: '/session',
    summary: 'Sign out',
    request: undefined,
    response: undefined,
    status: 204,
  }),
  endSessions: endpoint({
    method: 'POST',
    path: '/sessions/end',
    summary: 'End the sessions of all administrators, the own one included',
    request: EndSessions,
    response: EndedSessions,
    status: 200,
  }),

  listApplications: endpoint({
    method: 'GET',
    path: '/applications',
    summary: 'List applications',
    query: PageQuery,
    request: undefined,
    response: ApplicationPage,
    status: 200,
  }),
  createApplication: endpoint({
    method: 'POST',
    path: '/applications',
    summary: 'Create an application, and the scopes it names that do not exist yet',
    request: CreateApplication,
    response: Application,
    status: 201,
  }),
  readApplication: endpoint({
    method: 'GET',
    path: '/applications/{identifier}',
    summary: 'Read an application',
    request: undefined,
    response: Application,
    status: 200,
  }),
  updateApplication: endpoint({
    method: 'PATCH',
    path: '/applications/{identifier}',
    summary: 'Change an application, and create the scopes it names that do not exist yet',
    request: UpdateApplication,
    response: Application,
    status: 200,
    conditional: true,
  }),
  deleteApplication: endpoint({
    method: 'DELETE',
    path: '/applications/{identifier}',
    summary: 'Delete an application without clients',
    request: undefined,
    response: undefined,
    status: 204,
    conditional: 'optional',
  }),
  endApplicationTokens: endpoint({
    method: 'POST',
    path: '/applications/{identifier}/end-tokens',
    summary: 'End all tokens of the clients of an application, its codes and what is under way',
    request: EndTokens,
    response: EndedTokenCounts,
    status: 200,
  }),

  listIdentityProviders: endpoint({
    method: 'GET',
    path: '/identity-providers',
    summary: 'List identity providers',
    query: PageQuery,
    request: undefined,
    response: IdentityProviderPage,
    status: 200,
  }),
  createIdentityProvider: endpoint({
    method: 'POST',
    path: '/identity-providers',
    summary: 'Create an identity provider',
    request: CreateIdentityProvider,
    response: IdentityProvider,
    status: 201,
  }),
  readIdentityProvider: endpoint({
    method: 'GET',
    path: '/identity-providers/{identifier}',
    summary: 'Read an identity provider',
    request: undefined,
    response: IdentityProvider,
    status: 200,
  }),
  updateIdentityProvider: endpoint({
    method: 'PATCH',
    path: '/identity-providers/{identifier}',
    summary: 'Change an identity provider',
    request: UpdateIdentityProvider,
    response: IdentityProvider,
    status: 200,
    conditional: true,
  }),
  deleteIdentityProvider: endpoint({
    method: 'DELETE',
    path: '/identity-providers/{identifier}',
    summary: 'Delete an identity provider that no application uses',
    request: undefined,
    response: undefined,
    status: 204,
    conditional: 'optional',
  }),
  endIdentityProviderTokens: endpoint({
    method: 'POST',
    path: '/identity-providers/{identifier}/end-tokens',
    summary: 'End all tokens of people an identity provider vouched for, their codes and what is under way',
    request: EndTokens,
    response: EndedTokenCounts,
    status: 200,
  }),
  testRun: endpoint({
    method: 'POST',
    path: '/identity-providers/{identifier}/test-run',
    summary: 'Run script text without saving it',
    request: TestRunRequest,
    response: TestRunResult,
    status: 200,
  }),

  listScopes: endpoint({
    method: 'GET',
    path: '/scopes',
    summary: 'List scopes',
    query: PageQuery,
    request: undefined,
    response: ScopePage,
    status: 200,
  }),
  createScope: endpoint({
    method: 'POST',
    path: '/scopes',
    summary: 'Create a scope',
    request: CreateScope,
    response: Scope,
    status: 201,
  }),
  readScope: endpoint({
    method: 'GET',
    path: '/scopes/{identifier}',
    summary: 'Read a scope',
    request: undefined,
    response: Scope,
    status: 200,
  }),
  updateScope: endpoint({
    method: 'PATCH',
    path: '/scopes/{identifier}',
    summary: 'Change the description of a scope',
    request: UpdateScope,
    response: Scope,
    status: 200,
    conditional: true,
  }),
  deleteScope: endpoint({
    method: 'DELETE',
    path: '/scopes/{identifier}',
    summary: 'Delete a scope that no application names',
    request: undefined,
    response: undefined,
    status: 204,
    conditional: 'optional',
  }),

  readUser: endpoint({
    method: 'GET',
    path: '/users/{id}',
    summary: 'Find a person who has a profile, by exact identifier',
    request: undefined,
    response: User,
    status: 200,
  }),
  disconnectProfile: endpoint({
    method: 'DELETE',
    path: '/users/{id}/profiles/{profile}',
    summary: 'Disconnect a person from a client: the profile, its tokens and codes not yet exchanged are deleted',
    request: undefined,
    response: undefined,
    status: 204,
  }),

  listKeys: endpoint({
    method: 'GET',
    path: '/keys',
    summary: 'List the keys the server signs with',
    request: undefined,
    response: SigningKeys,
    status: 200,
  }),
  rotateKeys: endpoint({
    method: 'POST',
    path: '/keys/rotate',
    summary: 'Let the next key sign and announce a new one',
    request: RotateKeys,
    response: SigningKeys,
    status: 200,
  }),
  withdrawKeys: endpoint({
    method: 'POST',
    path: '/keys/withdraw',
    summary: 'Withdraw keys that leaked: they are published no longer, and what they signed is refused',
    request: WithdrawKeys,
    response: SigningKeys,
    status: 200,
  }),

  ...ADMINISTRATOR_ENDPOINTS,
  ...SECOND_FACTOR_ENDPOINTS,
  ...PASSKEY_ENDPOINTS,
  ...COMPANY_SIGN_IN_ENDPOINTS,
  ...SECOND_APPROVAL_ENDPOINTS,
  ...TRIAL_ENDPOINTS,
  ...IMPACT_ENDPOINTS,
  ...SCRIPT_ENDPOINTS,
  ...CLIENT_ENDPOINTS,
  ...CLIENT_DOCUMENT_ENDPOINTS,
  ...WEB_HOOK_ENDPOINTS,
  ...ACTIVITY_ENDPOINTS,
  ...AUDIT_ENDPOINTS,
  ...CONFIGURATION_DOCUMENT_ENDPOINTS,
  ...CONFORMANCE_ENDPOINTS,
  ...SEARCH_ENDPOINTS,
  ...OVERVIEW_ENDPOINTS,
  ...LIMIT_ENDPOINTS,
} as const;
export type AdminEndpointName = keyof typeof ADMIN_ENDPOINTS;
