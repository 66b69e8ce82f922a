import { z } from 'zod';
import { ApiClientAuthMethod } from '@passant/contracts';
import { changedKeys, ClientKeysForm, EMPTY_CLIENT_KEYS, keysFormOf, readKeys, requireKeys } from './client-keys.js';
import type { AudienceRule, ClientKeys } from './client-keys.js';

/** The members common to the forms of all new clients, whatever their kind. */
export const NewClient = z.object({
  name: z.string(),
  /** If empty, the server generates one. */
  client_id: z.string(),
  token_endpoint_auth_method: ApiClientAuthMethod,
  ...ClientKeysForm.shape,
});
export type NewClient = z.infer<typeof NewClient>;

export const EMPTY_CLIENT: NewClient = {
  name: '',
  client_id: '',
  token_endpoint_auth_method: 'client_secret_basic',
  ...EMPTY_CLIENT_KEYS,
};

/** Converts these members to the request. Keys are included only if the client authenticates with private_key_jwt. */
export function clientRequestOf(form: NewClient) {
  const { name, client_id: clientId, token_endpoint_auth_method: method } = form;
  return {
    name,
    token_endpoint_auth_method: method,
    ...(clientId.trim() ? { client_id: clientId.trim() } : {}),
    ...(method === 'private_key_jwt' ? readKeys(form).keys : {}),
  };
}

/** The members common to the forms of all stored clients. The authentication method cannot be changed; the keys can. */
export const StoredClient = z.object({
  name: z.string(),
  enabled: z.boolean(),
  signs: z.boolean(),
  ...ClientKeysForm.shape,
});
export type StoredClient = z.infer<typeof StoredClient>;

/** Converts these members of a stored client to form values. */
export function clientFormOf(
  client: ClientKeys & AudienceRule & { name: string; enabled: boolean; token_endpoint_auth_method: string },
): StoredClient {
  const { name, enabled, token_endpoint_auth_method: method } = client;
  return { name, enabled, signs: method === 'private_key_jwt', ...keysFormOf(client) };
}

/**
 * The changed ones of these members, as part of a PATCH.
 * @param changes changed members of the form
 * @param form current state of the form
 */
export function clientPatchOf(changes: Partial<StoredClient>, form: StoredClient) {
  const { name, enabled } = changes;
  return {
    ...(name === undefined ? {} : { name }),
    ...(enabled === undefined ? {} : { enabled }),
    ...(form.signs ? changedKeys(changes, form) : {}),
  };
}

/** Labels of these members. */
export const CLIENT_LABELS: Record<keyof StoredClient, string> = {
  name: 'Name',
  enabled: 'Enabled',
  signs: 'Authentication',
  key_source: 'Where its keys are',
  jwks: 'Public keys',
  jwks_uri: 'Address of its keys',
  audience_policy: 'Audience of its assertions',
  lenient_until: 'Last day of the exception',
};

/**
 * Reports errors at their fields: those of the keys from the form's input, all others from the contract.
 * @param judged the contract's validation result for the request made from the form
 * @param own fields that the form validates itself, in addition to the key fields
 */
export function judgeClient(
  form: ClientKeysForm & { signs: boolean },
  judged: z.ZodSafeParseResult<unknown>,
  context: z.RefinementCtx,
  own: readonly PropertyKey[] = [],
): void {
  if (form.signs) requireKeys(form, context);
  const already = new Set<PropertyKey | undefined>(['jwks', 'jwks_uri', ...own]);
  for (const { path, message } of judged.error?.issues ?? []) {
    if (!already.has(path[0])) context.addIssue({ code: 'custom', path, message });
  }
}
