import { z } from 'zod';
import { AudiencePolicy, JsonWebKeySet } from '@passant/contracts';

/** How a form holds the public keys of a client: typed in, or at an address, and what its assertions may name. */
export const ClientKeysForm = z.object({
  key_source: z.enum(['jwks', 'jwks_uri']),
  jwks: z.string(),
  jwks_uri: z.string(),
  audience_policy: AudiencePolicy,
});
export type ClientKeysForm = z.infer<typeof ClientKeysForm>;

export const EMPTY_CLIENT_KEYS: ClientKeysForm = {
  key_source: 'jwks',
  jwks: '',
  jwks_uri: '',
  audience_policy: 'STRICT',
};

/** What a request gives a client for keys: one member or none. */
export interface ClientKeys {
  jwks?: JsonWebKeySet;
  jwks_uri?: string;
}

/** The keys of a stored client, as the form holds them. */
export function keysFormOf(client: ClientKeys & { audience_policy: AudiencePolicy }): ClientKeysForm {
  return {
    key_source: client.jwks_uri === undefined ? 'jwks' : 'jwks_uri',
    jwks: client.jwks ? JSON.stringify(client.jwks, null, 2) : '',
    jwks_uri: client.jwks_uri ?? '',
    audience_policy: client.audience_policy,
  };
}

/** What the form says about keys. `error` names the field and what is wrong; an empty field gives neither. */
export function readKeys(form: Pick<ClientKeysForm, 'key_source' | 'jwks' | 'jwks_uri'>): {
  keys: ClientKeys;
  error?: { field: 'jwks' | 'jwks_uri'; message: string };
} {
  if (form.key_source === 'jwks_uri') {
    const uri = form.jwks_uri.trim();
    return { keys: uri === '' ? {} : { jwks_uri: uri } };
  }
  if (form.jwks.trim() === '') return { keys: {} };
  const fault = (message: string) => ({ keys: {}, error: { field: 'jwks' as const, message } });
  let json: unknown;
  try {
    json = JSON.parse(form.jwks);
  } catch {
    return fault('is not JSON');
  }
  // A single key is taken for a set of one.
  const set = JsonWebKeySet.safeParse(
    typeof json === 'object' && json !== null && 'kty' in json ? { keys: [json] } : json,
  );
  if (!set.success) return fault('must be a JWK set: {"keys": […]}');
  if (set.data.keys.some((key) => 'd' in key)) return fault('holds a private key; give the public part only');
  return { keys: { jwks: set.data } };
}

/** Says at its field what is wrong with the keys of a client that signs; they must be there. */
export function requireKeys(form: ClientKeysForm, context: z.RefinementCtx): void {
  const { keys, error } = readKeys(form);
  if (error) context.addIssue({ code: 'custom', path: [error.field], message: error.message });
  else if (Object.keys(keys).length === 0) {
    context.addIssue({ code: 'custom', path: [form.key_source], message: 'is required for private_key_jwt' });
  }
}

/**
 * The members of a PATCH for what changed in the fields about keys.
 * @param changes changed members of the form
 * @param form the form as it is now
 */
export function changedKeys(
  changes: Partial<ClientKeysForm>,
  form: ClientKeysForm,
): ClientKeys & { audience_policy?: AudiencePolicy } {
  const moved = changes.key_source !== undefined || changes[form.key_source] !== undefined;
  return {
    ...(moved ? readKeys(form).keys : {}),
    ...(changes.audience_policy === undefined ? {} : { audience_policy: changes.audience_policy }),
  };
}
