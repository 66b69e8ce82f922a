import { endpoint } from './endpoint.js';
import { Approval, Approvals, CarriedOut, SecondApproval, UpdateSecondApproval } from './second-approval.dto.js';

/** What cannot be undone, and waits for a second administrator where that is required. */
export const SECOND_APPROVAL_ENDPOINTS = {
  readSecondApproval: endpoint({
    method: 'GET',
    path: '/second-approval',
    summary: 'Whether what cannot be undone waits for a second administrator',
    request: undefined,
    response: SecondApproval,
    status: 200,
  }),
  updateSecondApproval: endpoint({
    method: 'PUT',
    path: '/second-approval',
    summary: 'Require a second administrator for what cannot be undone, or no longer',
    request: UpdateSecondApproval,
    response: SecondApproval,
    status: 200,
  }),
  listApprovals: endpoint({
    method: 'GET',
    path: '/approvals',
    summary: 'List requests that wait for a second administrator, and those decided lately',
    request: undefined,
    response: Approvals,
    status: 200,
  }),
  approveRequest: endpoint({
    method: 'POST',
    path: '/approvals/{id}/approve',
    summary: 'Approve what another administrator asked for; it is carried out at once',
    request: undefined,
    response: CarriedOut,
    status: 200,
  }),
  refuseRequest: endpoint({
    method: 'POST',
    path: '/approvals/{id}/refuse',
    summary: 'Refuse what another administrator asked for',
    request: undefined,
    response: Approval,
    status: 200,
  }),
  withdrawRequest: endpoint({
    method: 'POST',
    path: '/approvals/{id}/withdraw',
    summary: 'Withdraw what one asked for oneself',
    request: undefined,
    response: Approval,
    status: 200,
  }),
};
