import { endpoint } from './endpoint.js';
import {
  OwnSecondFactor,
  OwnerProof,
  RecoveryCodes,
  SecondFactorCode,
  StartedSecondFactor,
} from './second-factor.dto.js';
import { AdminSession } from './session.dto.js';

/** The second factor of administrators. */
export const SECOND_FACTOR_ENDPOINTS = {
  completeSignIn: endpoint({
    method: 'POST',
    path: '/session/second-factor',
    summary: 'End a sign-in with a code, after the password',
    request: SecondFactorCode,
    response: AdminSession,
    status: 200,
  }),
  readOwnSecondFactor: endpoint({
    method: 'GET',
    path: '/own-second-factor',
    summary: 'Whether the own account has a second factor',
    request: undefined,
    response: OwnSecondFactor,
    status: 200,
  }),
  startOwnSecondFactor: endpoint({
    method: 'POST',
    path: '/own-second-factor',
    summary: 'Get a secret for an authenticator app; it counts once a code of it is confirmed',
    request: OwnerProof,
    response: StartedSecondFactor,
    status: 201,
  }),
  confirmOwnSecondFactor: endpoint({
    method: 'POST',
    path: '/own-second-factor/confirm',
    summary:
      'Confirm the secret with a code in the session that asked for it, and end all other own sessions; the answer has the recovery codes',
    request: SecondFactorCode,
    response: RecoveryCodes,
    status: 200,
  }),
  renewOwnRecoveryCodes: endpoint({
    method: 'POST',
    path: '/own-second-factor/recovery-codes',
    summary: 'Get new recovery codes in place of all earlier ones',
    request: OwnerProof,
    response: RecoveryCodes,
    status: 200,
  }),
  removeOwnSecondFactor: endpoint({
    method: 'POST',
    path: '/own-second-factor/remove',
    summary: 'Remove the own authenticator app',
    request: OwnerProof,
    response: undefined,
    status: 204,
  }),
  removeSecondFactor: endpoint({
    method: 'DELETE',
    path: '/administrators/{email}/second-factor',
    summary: 'Remove authenticator app and passkeys of another administrator, and end their sessions',
    request: undefined,
    response: undefined,
    status: 204,
  }),
};
