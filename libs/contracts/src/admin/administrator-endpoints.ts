import {
  AcceptInvitation,
  AcceptedInvitation,
  AdministratorAccount,
  AdministratorAccounts,
  ChangePassword,
  Invitation,
  InviteAdministrator,
  OwnSessions,
  UpdateAdministrator,
} from './administrator.dto.js';
import { endpoint } from './endpoint.js';
import { EndedSessions } from './session.dto.js';

/** Who may sign in to the console, and what everybody may do with their own account. */
export const ADMINISTRATOR_ENDPOINTS = {
  listAdministrators: endpoint({
    method: 'GET',
    path: '/administrators',
    summary: 'List administrators and invitations',
    request: undefined,
    response: AdministratorAccounts,
    status: 200,
  }),
  inviteAdministrator: endpoint({
    method: 'POST',
    path: '/administrators',
    summary: 'Invite an administrator; the answer has the token to pass on',
    request: InviteAdministrator,
    response: Invitation,
    status: 201,
  }),
  updateAdministrator: endpoint({
    method: 'PATCH',
    path: '/administrators/{email}',
    summary: 'Change the role of an administrator, or keep them out, at once also in open sessions',
    request: UpdateAdministrator,
    response: AdministratorAccount,
    status: 200,
  }),
  deleteAdministrator: endpoint({
    method: 'DELETE',
    path: '/administrators/{email}',
    summary: 'Remove an administrator and their sessions, or an invitation',
    request: undefined,
    response: undefined,
    status: 204,
  }),
  endAdministratorSessions: endpoint({
    method: 'POST',
    path: '/administrators/{email}/end-sessions',
    summary: 'End the sessions of one administrator',
    request: undefined,
    response: EndedSessions,
    status: 200,
  }),
  acceptInvitation: endpoint({
    method: 'POST',
    path: '/invitations/accept',
    summary: 'Accept an invitation by choosing a password',
    request: AcceptInvitation,
    response: AcceptedInvitation,
    status: 200,
  }),
  listOwnSessions: endpoint({
    method: 'GET',
    path: '/own-sessions',
    summary: 'List the own sessions',
    request: undefined,
    response: OwnSessions,
    status: 200,
  }),
  endOwnSession: endpoint({
    method: 'DELETE',
    path: '/own-sessions/{id}',
    summary: 'End one of the own sessions',
    request: undefined,
    response: undefined,
    status: 204,
  }),
  changeOwnPassword: endpoint({
    method: 'PUT',
    path: '/own-password',
    summary: 'Change the own password, and end all other own sessions',
    request: ChangePassword,
    response: undefined,
    status: 204,
  }),
};
