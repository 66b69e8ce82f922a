import {
  BatchIntrospectionRequest,
  BatchIntrospectionResponse,
  EndedTokens,
  EndedTokensQuery,
} from '../introspection/introspection.dto.js';
import { form, type ProtocolEndpoint } from '../protocol-endpoint.js';
import {
  RevocationAnswer,
  RevocationRequest,
  TokenAnswer,
  TokenRequest,
  UserInfo,
  UserInfoRequest,
} from './token.dto.js';

const token = (path: string, summary: string): ProtocolEndpoint => ({
  method: 'POST',
  path,
  summary,
  authentication: 'client',
  body: form(TokenRequest),
  response: TokenAnswer,
  status: 200,
});

const revoke = (path: string, summary: string): ProtocolEndpoint => ({
  method: 'POST',
  path,
  summary,
  authentication: 'client',
  body: form(RevocationRequest),
  response: RevocationAnswer,
  status: 200,
});

const userInfo = (method: 'GET' | 'POST', summary: string): ProtocolEndpoint => ({
  method,
  path: '/oauth/v1/userinfo',
  summary,
  authentication: 'bearer',
  response: UserInfo,
  status: 200,
});

/** Endpoints that issue, revoke and introspect tokens, and userinfo. */
export const TOKEN_ENDPOINTS: readonly ProtocolEndpoint[] = [
  token(
    '/oauth/v1/token',
    'Get a token: authorization code, refresh, client credentials or implicit authentication (RFC 6749)',
  ),
  token('/oauth/token', 'Get a token; the same under a shorter address'),
  revoke('/oauth/v1/revoke', 'End a token; a refresh token takes its access tokens along (RFC 7009)'),
  revoke('/oauth/revoke', 'End a token; the same under a shorter address'),
  {
    method: 'POST',
    path: '/oauth/api/v2/token/introspect/batch',
    summary: 'Ask about up to 100 tokens at once',
    authentication: 'client',
    body: { type: 'application/json', schema: BatchIntrospectionRequest },
    response: BatchIntrospectionResponse,
    status: 200,
  },
  {
    method: 'GET',
    path: '/oauth/api/v2/token/ended',
    summary: 'Hear which tokens ended before their time: one answer, or a stream for who accepts text/event-stream',
    authentication: 'client',
    query: EndedTokensQuery,
    response: EndedTokens,
    alternativeType: 'text/event-stream',
    status: 200,
  },
  userInfo('GET', 'Ask who a token with openid is about (OpenID Connect Core §5.3)'),
  {
    ...userInfo('POST', 'Ask who a token with openid is about; the token may be a member of the form instead'),
    body: { ...form(UserInfoRequest), optional: true },
  },
];
