import { z } from 'zod';
import { CreateWebClient, UpdateWebClient, type WebClient } from '@passant/contracts';
import {
  ClientKeysForm,
  EMPTY_CLIENT_KEYS,
  changedKeys,
  keysFormOf,
  readKeys,
  requireKeys,
} from '../../lib/client-keys.js';

/** The form of a new web client. An identifier left empty is drawn by the server. */
export const WebClientForm = z
  .object({
    name: z.string(),
    client_id: z.string(),
    application: z.string().nullable(),
    redirect_uris: z.array(z.string()),
    token_endpoint_auth_method: z.enum(['client_secret_basic', 'private_key_jwt']),
    ...ClientKeysForm.shape,
  })
  .superRefine((form, context) => {
    if (form.token_endpoint_auth_method === 'private_key_jwt') requireKeys(form, context);
    if (!form.application) context.addIssue({ code: 'custom', path: ['application'], message: 'is required' });
    for (const issue of CreateWebClient.safeParse(requestOf(form)).error?.issues ?? []) {
      if (['jwks', 'jwks_uri', 'application'].includes(String(issue.path[0]))) continue;
      context.addIssue({ code: 'custom', path: issue.path, message: issue.message });
    }
  });
export type WebClientForm = z.infer<typeof WebClientForm>;

export const EMPTY_WEB_CLIENT: WebClientForm = {
  name: '',
  client_id: '',
  application: null,
  redirect_uris: [],
  token_endpoint_auth_method: 'client_secret_basic',
  ...EMPTY_CLIENT_KEYS,
};

/** The form as the request that the contract takes. */
export function requestOf(form: WebClientForm): CreateWebClient {
  const { name, client_id: clientId, application, redirect_uris: redirectUris } = form;
  const { token_endpoint_auth_method: method } = form;
  return {
    name,
    application: application ?? '',
    token_endpoint_auth_method: method,
    ...(redirectUris.length > 0 ? { redirect_uris: redirectUris } : {}),
    ...(clientId.trim() ? { client_id: clientId.trim() } : {}),
    ...(method === 'private_key_jwt' ? { ...readKeys(form).keys, audience_policy: form.audience_policy } : {}),
  };
}

/** The form of a stored web client. Application and method do not change; its keys may. */
export const StoredWebClientForm = z
  .object({
    name: z.string(),
    enabled: z.boolean(),
    redirect_uris: z.array(z.string()),
    signs: z.boolean(),
    ...ClientKeysForm.shape,
  })
  .superRefine((form, context) => {
    if (form.signs) requireKeys(form, context);
    for (const issue of UpdateWebClient.safeParse({ name: form.name, redirect_uris: form.redirect_uris }).error
      ?.issues ?? []) {
      context.addIssue({ code: 'custom', path: issue.path, message: issue.message });
    }
  });
export type StoredWebClientForm = z.infer<typeof StoredWebClientForm>;

export function formOf(client: WebClient): StoredWebClientForm {
  const { name, enabled, redirect_uris, token_endpoint_auth_method: method } = client;
  return { name, enabled, redirect_uris, signs: method === 'private_key_jwt', ...keysFormOf(client) };
}

/**
 * What a save sends.
 * @param changes changed members of the form
 * @param form the form as it is now
 */
export function patchOf(changes: Partial<StoredWebClientForm>, form: StoredWebClientForm): UpdateWebClient {
  const { name, enabled, redirect_uris } = changes;
  return {
    ...(name === undefined ? {} : { name }),
    ...(enabled === undefined ? {} : { enabled }),
    ...(redirect_uris === undefined ? {} : { redirect_uris }),
    ...(form.signs ? changedKeys(changes, form) : {}),
  };
}

const LABELS: Record<keyof StoredWebClientForm, string> = {
  name: 'Name',
  enabled: 'Enabled',
  redirect_uris: 'Redirect URIs',
  signs: 'Authentication',
  key_source: 'Where its keys are',
  jwks: 'Public keys',
  jwks_uri: 'Address of its keys',
  audience_policy: 'Audience of its assertions',
};

/** The names of changed members, as the form calls them. */
export function namesOf(changes: Partial<StoredWebClientForm>): string[] {
  return (Object.keys(changes) as (keyof StoredWebClientForm)[]).map((member) => LABELS[member]);
}
