import { z } from 'zod';
import { CLIENT_REGISTRATION_ENDPOINTS } from './client-registration/client-registration.endpoints.js';
import {
  BackchannelRegistrationRequest,
  BackchannelRegistrationResponse,
  ClientAssertion,
  CompleteRegistrationRequest,
  CompleteRegistrationResponse,
  InitRegistrationRequest,
  InitRegistrationResponse,
} from './custom-registration/custom-registration.dto.js';
import { EventsApiQuery, EventsApiResponse } from './events/events-api.dto.js';
import { MOBILE_AUTHENTICATION_ENDPOINTS } from './mobile/mobile-authentication.endpoints.js';
import { IntrospectionRequest, IntrospectionResponse } from './introspection/introspection.dto.js';
import { AUTHORIZATION_ENDPOINTS } from './authorization/authorization.endpoints.js';
import { DISCOVERY_ENDPOINTS } from './discovery/discovery.endpoints.js';
import { form, json, type ProtocolEndpoint } from './protocol-endpoint.js';
import { TOKEN_ENDPOINTS } from './tokens/token.endpoints.js';

const JsonWebKeys = z.object({ keys: z.array(z.record(z.string(), z.json())) });
const registration = (version: '' | 'v2/', step: 'init' | 'complete') =>
  `/oauth/${version}custom-registration/{provider}/${step}`;

/** All protocol endpoints of the server. */
export const PROTOCOL_ENDPOINTS: readonly ProtocolEndpoint[] = [
  {
    method: 'POST',
    path: registration('', 'init'),
    summary: 'Begin a TWO_STEP custom registration (v1)',
    authentication: 'basic',
    body: json(InitRegistrationRequest),
    response: InitRegistrationResponse,
    status: 200,
  },
  {
    method: 'POST',
    path: registration('', 'complete'),
    summary: 'Complete a custom registration (v1)',
    authentication: 'basic',
    body: json(CompleteRegistrationRequest),
    response: CompleteRegistrationResponse,
    status: 200,
  },
  {
    method: 'POST',
    path: registration('v2/', 'init'),
    summary: 'Begin a TWO_STEP custom registration (v2)',
    authentication: 'client_assertion',
    body: json(InitRegistrationRequest.extend(ClientAssertion.required().shape)),
    response: InitRegistrationResponse,
    status: 200,
  },
  {
    method: 'POST',
    path: registration('v2/', 'complete'),
    summary: 'Complete a custom registration (v2)',
    authentication: 'client_assertion',
    body: json(CompleteRegistrationRequest.extend(ClientAssertion.required().shape)),
    response: CompleteRegistrationResponse,
    status: 200,
  },
  {
    method: 'POST',
    path: '/oauth/api/v3/custom-registration/{provider}/backchannel',
    summary: 'Speak to the script of a provider beside the app',
    authentication: 'basic',
    body: json(BackchannelRegistrationRequest),
    response: BackchannelRegistrationResponse,
    status: 200,
  },
  {
    method: 'POST',
    path: '/oauth/api/v2/token/introspect',
    summary: 'Ask what a token is good for (RFC 7662)',
    authentication: 'client',
    body: form(IntrospectionRequest),
    response: IntrospectionResponse,
    status: 200,
  },
  {
    method: 'POST',
    path: '/oauth/api/v1/token/introspect',
    summary: 'Ask what a token is good for; exp is the number of seconds that remain',
    authentication: 'client',
    body: form(IntrospectionRequest),
    response: IntrospectionResponse,
    status: 200,
  },
  {
    method: 'GET',
    path: '/oauth/api/v1/events',
    summary: 'List what happened, page by page',
    authentication: 'client',
    query: EventsApiQuery,
    response: EventsApiResponse,
    status: 200,
  },
  {
    method: 'GET',
    path: '/oauth/v1/keys',
    summary: 'The keys the server signs with (RFC 7517)',
    authentication: 'none',
    response: JsonWebKeys,
    status: 200,
  },
  ...CLIENT_REGISTRATION_ENDPOINTS,
  ...DISCOVERY_ENDPOINTS,
  ...AUTHORIZATION_ENDPOINTS,
  ...TOKEN_ENDPOINTS,
  ...MOBILE_AUTHENTICATION_ENDPOINTS,
];
