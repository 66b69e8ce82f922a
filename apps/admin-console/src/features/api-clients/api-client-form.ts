import { z } from 'zod';
import { ApiScope, CreateApiClient, SigningAlgorithm, UpdateApiClient, type ApiClient } from '@passant/contracts';
import {
  ClientKeysForm,
  EMPTY_CLIENT_KEYS,
  changedKeys,
  keysFormOf,
  readKeys,
  requireKeys,
} from '../../lib/client-keys.js';

const common = { name: z.string(), scopes: z.array(ApiScope), applications: z.array(z.string()) };

/** How introspection answers the client: as JSON, or signed without its asking. */
const IntrospectionAnswer = z.enum(['JSON', ...SigningAlgorithm.options]);

/** The form of a new API client. An identifier left empty is drawn by the server. */
export const ApiClientForm = z
  .object({
    ...common,
    ...ClientKeysForm.shape,
    client_id: z.string(),
    token_endpoint_auth_method: z.enum(['client_secret_basic', 'private_key_jwt']),
  })
  .superRefine((form, context) => {
    const signs = form.token_endpoint_auth_method === 'private_key_jwt';
    if (signs) requireKeys(form, context);
    for (const issue of CreateApiClient.safeParse(requestOf(form)).error?.issues ?? []) {
      if (issue.path[0] === 'jwks' || issue.path[0] === 'jwks_uri') continue;
      context.addIssue({ code: 'custom', path: issue.path, message: issue.message });
    }
  });
export type ApiClientForm = z.infer<typeof ApiClientForm>;

export const EMPTY_API_CLIENT: ApiClientForm = {
  name: '',
  client_id: '',
  scopes: ['onegini_api_token_introspection'],
  applications: [],
  token_endpoint_auth_method: 'client_secret_basic',
  ...EMPTY_CLIENT_KEYS,
};

/** The form as the request that the contract takes. */
export function requestOf(form: ApiClientForm): CreateApiClient {
  const { name, client_id: clientId, scopes, applications, token_endpoint_auth_method: method } = form;
  return {
    name,
    scopes,
    applications,
    token_endpoint_auth_method: method,
    ...(clientId.trim() ? { client_id: clientId.trim() } : {}),
    ...(method === 'private_key_jwt' ? { ...readKeys(form).keys, audience_policy: form.audience_policy } : {}),
  };
}

/** The form of a stored API client. How it authenticates does not change; its keys may. */
export const StoredApiClientForm = z
  .object({
    ...common,
    ...ClientKeysForm.shape,
    enabled: z.boolean(),
    signs: z.boolean(),
    introspection_answer: IntrospectionAnswer,
  })
  .superRefine((form, context) => {
    if (form.signs) requireKeys(form, context);
    const { name, scopes, applications, enabled } = form;
    for (const issue of UpdateApiClient.safeParse({ name, scopes, applications, enabled }).error?.issues ?? []) {
      context.addIssue({ code: 'custom', path: issue.path, message: issue.message });
    }
  });
export type StoredApiClientForm = z.infer<typeof StoredApiClientForm>;

export function formOf(client: ApiClient): StoredApiClientForm {
  const { name, scopes, applications, enabled, token_endpoint_auth_method: method } = client;
  return {
    name,
    scopes,
    applications,
    enabled,
    signs: method === 'private_key_jwt',
    introspection_answer: client.introspection_signed_response_alg ?? 'JSON',
    ...keysFormOf(client),
  };
}

/**
 * What a save sends.
 * @param changes changed members of the form
 * @param form the form as it is now
 */
export function patchOf(changes: Partial<StoredApiClientForm>, form: StoredApiClientForm): UpdateApiClient {
  const { name, scopes, applications, enabled, introspection_answer: answer } = changes;
  return {
    ...(name === undefined ? {} : { name }),
    ...(scopes === undefined ? {} : { scopes }),
    ...(applications === undefined ? {} : { applications }),
    ...(enabled === undefined ? {} : { enabled }),
    ...(answer === undefined ? {} : { introspection_signed_response_alg: answer === 'JSON' ? null : answer }),
    ...(form.signs ? changedKeys(changes, form) : {}),
  };
}

const LABELS: Record<keyof StoredApiClientForm, string> = {
  name: 'Name',
  scopes: 'May use',
  applications: 'Applications it may see',
  enabled: 'Enabled',
  signs: 'Authentication',
  introspection_answer: 'Introspection answers',
  key_source: 'Where its keys are',
  jwks: 'Public keys',
  jwks_uri: 'Address of its keys',
  audience_policy: 'Audience of its assertions',
};

/** The names of changed members, as the form calls them. */
export function namesOf(changes: Partial<StoredApiClientForm>): string[] {
  return (Object.keys(changes) as (keyof StoredApiClientForm)[]).map((member) => LABELS[member]);
}
