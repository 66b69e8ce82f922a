import type { SetProviderProperty } from '@passant/contracts';
import { OAuthError } from './errors.js';
import type { EpochSeconds, ProviderProperty } from './records.js';

/** Encrypts the value of a sensitive property under a server key. @returns base64 */
export type SealProperty = (identifier: string, value: string) => string;

/**
 * The properties of a provider after they were set: a sensitive one without a value keeps the value it has.
 * Throws `invalid_request`, naming the field, where there is none to keep.
 */
export function setProperties(
  current: readonly ProviderProperty[],
  wanted: readonly SetProviderProperty[],
  seal: SealProperty,
  now: EpochSeconds,
): ProviderProperty[] {
  return wanted.map(({ identifier, sensitive, value }, index) => {
    const kept = current.find((property) => property.identifier === identifier);
    if (kept && kept.sensitive === sensitive && (value === undefined || value === kept.value)) return kept;
    const content = value ?? kept?.value ?? undefined;
    if (content === undefined) {
      const field = `properties.${index}.value`;
      throw new OAuthError('invalid_request', `${field}: is required`, { fields: { [field]: 'is required' } });
    }
    return sensitive
      ? { identifier, sensitive, value: null, sealedValue: seal(identifier, content), updatedAt: now }
      : { identifier, sensitive, value: content, sealedValue: null, updatedAt: now };
  });
}

/** What stands where a sensitive value stood. */
export const MASK = '•••';

/**
 * Takes secrets out of a text: as they are, as they stand in JSON, and as they stand in a URL. It guards against
 * accidents; whoever writes a script can always spell a secret in a way of their own.
 */
export function masking(secrets: readonly string[]): (text: string) => string {
  const forms = secrets
    .filter((secret) => secret !== '')
    .flatMap((secret) => [
      secret,
      JSON.stringify(secret).slice(1, -1),
      JSON.stringify(JSON.stringify(secret).slice(1, -1)).slice(1, -1),
      encodeURIComponent(secret.toWellFormed()),
    ])
    // Longest first: a secret that begins like another must not leave its end behind.
    .sort((one, other) => other.length - one.length);
  const unique = [...new Set(forms)];
  return (text) => unique.reduce((masked, form) => masked.replaceAll(form, MASK), text);
}
