import {
  AnswerTransactionRequest,
  AnsweredTransaction,
  AuthenticationResult,
  EnabledAuthentication,
  EnabledTypes,
  EnrollDeviceRequest,
  EnrollPushRequest,
  EnrolledDevice,
  PendingTransactions,
  StartAuthenticationRequest,
  StartedAuthentication,
} from './mobile-authentication.dto.js';
import { json, type ProtocolEndpoint } from '../protocol-endpoint.js';

const DEVICE = '/oauth/v1/mobile-authentication';
const PORTAL = '/oauth/api/v4/authenticate';

/** Endpoints of mobile authentication: those for devices, then those for portals. */
export const MOBILE_AUTHENTICATION_ENDPOINTS: readonly ProtocolEndpoint[] = [
  {
    method: 'POST',
    path: `${DEVICE}/enrollment`,
    summary: 'Enrol a device key for a registered person; not with a stateless token',
    authentication: 'bearer',
    body: json(EnrollDeviceRequest),
    response: EnrolledDevice,
    status: 201,
  },
  {
    method: 'PUT',
    path: `${DEVICE}/push`,
    summary: 'Say where the device is woken; not with a stateless token',
    authentication: 'bearer',
    body: json(EnrollPushRequest),
    response: EnrolledDevice,
    status: 200,
  },
  {
    method: 'GET',
    path: `${DEVICE}/transactions`,
    summary: 'What the person is asked on this device',
    authentication: 'bearer',
    response: PendingTransactions,
    status: 200,
  },
  {
    method: 'POST',
    path: `${DEVICE}/transactions/{id}`,
    summary: 'Answer with a signature of the device key',
    authentication: 'bearer',
    body: json(AnswerTransactionRequest),
    response: AnsweredTransaction,
    status: 200,
  },
  {
    method: 'POST',
    path: `${PORTAL}/user`,
    summary: 'Ask a person on their device',
    authentication: 'client',
    body: { type: 'application/x-www-form-urlencoded', schema: StartAuthenticationRequest },
    response: StartedAuthentication,
    status: 200,
  },
  {
    method: 'GET',
    path: `${PORTAL}/transaction/{id}`,
    summary: 'What came of a question',
    authentication: 'client',
    response: AuthenticationResult,
    status: 200,
  },
  {
    method: 'GET',
    path: `${PORTAL}/user/{user}/enabled`,
    summary: 'On which devices a person can be asked',
    authentication: 'client',
    response: EnabledAuthentication,
    status: 200,
  },
  {
    method: 'GET',
    path: `${PORTAL}/user/{user}/device/{device}/enabled`,
    summary: 'Whether a person can be asked on this device',
    authentication: 'client',
    response: EnabledTypes,
    status: 200,
  },
];
