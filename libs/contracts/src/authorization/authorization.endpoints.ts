import type { z } from 'zod';
import { AnswerForm, AuthorizationRequest, ChooseProviderForm, ConsentForm } from './authorization.dto.js';
import type { ProtocolEndpoint } from '../protocol-endpoint.js';

const page = {
  authentication: 'none',
  responseType: 'text/html',
  isForPeople: true,
  status: 200,
} as const satisfies Partial<ProtocolEndpoint>;

const form = (path: string, summary: string, schema: z.ZodType): ProtocolEndpoint => ({
  ...page,
  method: 'POST',
  path,
  summary,
  body: { type: 'application/x-www-form-urlencoded', schema },
});

/** The authorization endpoint, and the forms on the pages that it serves. */
export const AUTHORIZATION_ENDPOINTS: readonly ProtocolEndpoint[] = [
  {
    ...page,
    method: 'GET',
    path: '/oauth/v1/authorize',
    isLimited: true,
    summary: 'Ask a person for an authorization code, in their browser (RFC 6749 §4.1, PKCE with S256)',
    query: AuthorizationRequest,
  },
  {
    ...form('/oauth/v1/authorize', 'Ask a person for an authorization code, by POST', AuthorizationRequest),
    isLimited: true,
  },
  form('/oauth/v1/authorize/provider', 'Form of a login page: choose the provider, begin with it', ChooseProviderForm),
  form('/oauth/v1/authorize/answer', 'Form of a login page: answer the provider', AnswerForm),
  form('/oauth/v1/authorize/consent', 'Form of a login page: allow the client or not', ConsentForm),
];
