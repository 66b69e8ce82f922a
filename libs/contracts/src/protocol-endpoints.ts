import { z } from 'zod';
import { CLIENT_REGISTRATION_ENDPOINTS } from './client-registration.endpoints.js';
import {
  BackchannelRegistrationRequest,
  BackchannelRegistrationResponse,
  ClientAssertion,
  CompleteRegistrationRequest,
  CompleteRegistrationResponse,
  InitRegistrationRequest,
  InitRegistrationResponse,
} from './custom-registration.dto.js';
import { EventsApiQuery, EventsApiResponse } from './events-api.dto.js';
import { MOBILE_AUTHENTICATION_ENDPOINTS } from './mobile-authentication.endpoints.js';
import { IntrospectionRequest, IntrospectionResponse } from './introspection.dto.js';
import { AUTHORIZATION_ENDPOINTS } from './authorization.endpoints.js';
import { DISCOVERY_ENDPOINTS } from './discovery.endpoints.js';
import { TOKEN_ENDPOINTS } from './token.endpoints.js';

/** How the caller of an endpoint proves who it is. */
export const AUTHENTICATIONS = {
  none: 'nobody has to',
  basic: 'HTTP Basic, the client’s identifier and secret',
  client_assertion: 'a client assertion (RFC 7523) as members of the body',
  client: 'Basic, client_secret_post or private_key_jwt, exactly one; of a public client its client_id alone',
  bearer: 'a bearer token (RFC 6750)',
} as const;
export type Authentication = keyof typeof AUTHENTICATIONS;

/** One endpoint of the protocol: what it takes and what it answers. OpenAPI is made from this. */
export interface ProtocolEndpoint {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Relative to the public URL; `{name}` stands for a path parameter. */
  path: string;
  summary: string;
  authentication: Authentication;
  body?: {
    type: 'application/json' | 'application/x-www-form-urlencoded';
    schema: z.ZodType;
    /** Whether the request may come without a body. */
    optional?: boolean;
  };
  query?: z.ZodType;
  response?: z.ZodType;
  /** Media type of a success; JSON where it is not said. */
  responseType?: string;
  status: number;
}

const json = (schema: z.ZodType) => ({ type: 'application/json' as const, schema });
const form = (schema: z.ZodType) => ({ type: 'application/x-www-form-urlencoded' as const, schema });
const JsonWebKeys = z.object({ keys: z.array(z.record(z.string(), z.json())) });
const registration = (version: '' | 'v2/', step: 'init' | 'complete') =>
  `/oauth/${version}custom-registration/{provider}/${step}`;

/** Every endpoint of the protocol that the server answers on. */
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
