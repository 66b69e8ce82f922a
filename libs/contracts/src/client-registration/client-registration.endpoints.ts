import {
  ClientInformation,
  ClientList,
  ClientListQuery,
  ClientMetadata,
  ClientRehearsal,
  ClientUpdate,
  DirectAuthorizationRequest,
  DirectAuthorizationResponse,
  ManagementQuery,
  RegistrationQuery,
} from './client-registration.dto.js';
import { json, type ProtocolEndpoint } from '../protocol-endpoint.js';

/** The same endpoints exist twice: under the server's own paths and under those in the customer's documents. */
function endpointsUnder(prefix: '/oauth' | '/c2id'): ProtocolEndpoint[] {
  const clients = `${prefix}/clients`;
  const client = `${clients}/{client_id}`;
  return [
    {
      method: 'POST',
      path: clients,
      summary: 'Register a client with an initial access token or the master token (RFC 7591)',
      authentication: 'bearer',
      isLimited: true,
      query: RegistrationQuery,
      body: json(ClientMetadata),
      response: ClientInformation,
      rehearsal: { status: 200, response: ClientRehearsal },
      status: prefix === '/oauth' ? 201 : 200,
    },
    {
      method: 'GET',
      path: clients,
      summary: 'List registered clients with the master token, page by page',
      authentication: 'bearer',
      query: ClientListQuery,
      response: ClientList,
      status: 200,
    },
    {
      method: 'GET',
      path: client,
      summary: 'Read a registration with its registration access token (RFC 7592)',
      authentication: 'bearer',
      response: ClientInformation,
      status: 200,
    },
    {
      method: 'PUT',
      path: client,
      summary: 'Replace a registration (RFC 7592)',
      authentication: 'bearer',
      isLimited: true,
      query: ManagementQuery,
      body: json(ClientUpdate),
      response: ClientInformation,
      status: 200,
    },
    {
      method: 'DELETE',
      path: client,
      summary: 'Delete a client with all its tokens (RFC 7592)',
      authentication: 'bearer',
      query: ManagementQuery,
      status: 204,
    },
    {
      method: 'POST',
      path: `${prefix}/direct-authz/rest/v2`,
      summary: 'Make an initial access token with the master token',
      authentication: 'bearer',
      body: json(DirectAuthorizationRequest),
      response: DirectAuthorizationResponse,
      status: 200,
    },
  ];
}

export const CLIENT_REGISTRATION_ENDPOINTS = [...endpointsUnder('/oauth'), ...endpointsUnder('/c2id')];
