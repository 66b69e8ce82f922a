/** Names of members whose values grant access. */
const SECRET =
  /^(authorization|cookie|set-cookie|x-csrf-token|csrf_token|password|access_token|refresh_token|id_token|tokens?|code|client_secret|client_assertion|initial_access_token|registration_access_token|software_statement|code_verifier)$/i;

/** Number of characters of a secret that are shown: enough to tell two secrets apart. */
const SHOWN = 8;

const shorten = (secret: string) => (secret.length <= SHOWN ? '…' : `${secret.slice(0, SHOWN)}…`);

/** Shortens the secrets in a message for display: JSON, form or headers. */
export function withoutSecrets(value: unknown, name = ''): unknown {
  if (typeof value === 'string') return SECRET.test(name) ? shortenCredentials(value) : value;
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([member, inner]) => [member, withoutSecrets(inner, member)]));
}

/** Keeps the authentication scheme or the cookie name, which are not secret. */
function shortenCredentials(value: string): string {
  const [, lead = '', secret = ''] = /^((?:Bearer|Basic) +|[\w-]+=(?=.))?(.*)$/s.exec(value) ?? [];
  return lead + shorten(secret);
}

/** Shortens the secrets in the text of a body. */
export function bodyWithoutSecrets(text: string, type: string): string {
  if (type.includes('json')) {
    try {
      return JSON.stringify(withoutSecrets(JSON.parse(text)), null, 2);
    } catch {
      return text;
    }
  }
  if (!type.includes('form-urlencoded')) return text;
  const shown = [...new URLSearchParams(text)].map(([name, value]) => [name, String(withoutSecrets(value, name))]);
  return shown.map(([name, value]) => `${name}=${value}`).join('&');
}
