import { z } from 'zod';
import { AudiencePolicy, JsonWebKeySet, LenientUntil } from '@passant/contracts';

/** The form fields for a client's public keys, given inline or by URL, and for the audience of its assertions. */
export const ClientKeysForm = z.object({
  key_source: z.enum(['jwks', 'jwks_uri']),
  jwks: z.string(),
  jwks_uri: z.string(),
  audience_policy: AudiencePolicy,
  lenient_until: LenientUntil,
});
export type ClientKeysForm = z.infer<typeof ClientKeysForm>;

export const EMPTY_CLIENT_KEYS: ClientKeysForm = {
  key_source: 'jwks',
  jwks: '',
  jwks_uri: '',
  audience_policy: 'STRICT',
  lenient_until: null,
};

/** The key members of a client in a request: one member or none. */
export interface ClientKeys {
  jwks?: JsonWebKeySet;
  jwks_uri?: string;
}

/** The audiences that a client's assertions may name, and until when others than the issuer are accepted. */
export type AudienceRule = Pick<ClientKeysForm, 'audience_policy' | 'lenient_until'>;

/** Converts the keys of a stored client to form values. */
export function keysFormOf(client: ClientKeys & AudienceRule): ClientKeysForm {
  return {
    key_source: client.jwks_uri === undefined ? 'jwks' : 'jwks_uri',
    jwks: client.jwks ? JSON.stringify(client.jwks, null, 2) : '',
    jwks_uri: client.jwks_uri ?? '',
    audience_policy: client.audience_policy,
    lenient_until: client.lenient_until,
  };
}

/**
 * Reads the keys from the form. `error` names the field and its fault. An empty field yields neither keys nor an error.
 */
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
  // Accept a single key as a set of one.
  const set = JsonWebKeySet.safeParse(
    typeof json === 'object' && json !== null && 'kty' in json ? { keys: [json] } : json,
  );
  if (!set.success || set.data.keys.length === 0) return fault('must be a JWK set: {"keys": […]}');
  if (set.data.keys.some((key) => 'd' in key)) return fault('holds a private key; give the public part only');
  return { keys: { jwks: set.data } };
}

/** Reports key errors at their field. A client that authenticates with private_key_jwt must have keys. */
export function requireKeys(form: ClientKeysForm, context: z.RefinementCtx): void {
  const { keys, error } = readKeys(form);
  if (error) context.addIssue({ code: 'custom', path: [error.field], message: error.message });
  else if (Object.keys(keys).length === 0) {
    context.addIssue({ code: 'custom', path: [form.key_source], message: 'is required for private_key_jwt' });
  }
}

/**
 * The PATCH members for the changed key and audience fields.
 * @param changes changed members of the form
 * @param form current state of the form
 */
export function changedKeys(
  changes: Partial<ClientKeysForm>,
  form: ClientKeysForm,
): ClientKeys & Partial<AudienceRule> {
  const moved = changes.key_source !== undefined || changes[form.key_source] !== undefined;
  return {
    ...(moved ? readKeys(form).keys : {}),
    ...(changes.audience_policy === undefined ? {} : { audience_policy: changes.audience_policy }),
    ...(changes.lenient_until === undefined ? {} : { lenient_until: changes.lenient_until }),
  };
}
