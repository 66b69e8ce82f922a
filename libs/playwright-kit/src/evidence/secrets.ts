/** Names of members whose values grant access, or say who somebody is and are signed. */
const SECRET =
  /^(proxy-)?authorization$|(^|[_-])(password|secret|tokens?|codes?|assertion|statement|verifier)$|^id_token_hint$|cookie$/i;

/** Names of members of whose values nothing is shown: people choose them, so that a beginning says too much. */
const HIDDEN = /password$/i;

/** Number of characters of a secret that are shown: enough to tell two secrets apart. */
const SHOWN = 8;

/** The part of a secret that is shown at most. What is short could be guessed from more. */
const LARGEST_PART = 1 / 3;

function shorten(secret: string): string {
  if (secret.length <= SHOWN) return '…';
  return `${secret.slice(0, Math.min(SHOWN, Math.floor(secret.length * LARGEST_PART)))}…`;
}

/** Shortens the secrets in a message for display: JSON, form or headers. */
export function withoutSecrets(value: unknown, name = ''): unknown {
  if (typeof value === 'string') return SECRET.test(name) ? shortenCredentials(value, name) : withinText(value);
  if (Array.isArray(value)) return value.map((item) => withoutSecrets(item, name));
  if (typeof value !== 'object' || value === null) return value;
  // A property of an identity provider says itself whether its value is one.
  const isSensitive = 'sensitive' in value && value.sensitive === true;
  return Object.fromEntries(
    Object.entries(value).map(([member, inner]) => [
      member,
      isSensitive && member === 'value' ? '…' : withoutSecrets(inner, member),
    ]),
  );
}

/** What is not a secret itself may have some in it: JSON, which apps and scripts hand to each other, or an address. */
function withinText(text: string): string {
  if (/^\s*[{[]/.test(text)) {
    try {
      return JSON.stringify(withoutSecrets(JSON.parse(text)));
    } catch {
      // It only looked like JSON.
    }
  }
  return text.replace(/([?&#])([\w-]+)=([^&#\s]+)/g, (all, lead: string, name: string, value: string) =>
    SECRET.test(name) ? `${lead}${name}=${shorten(value)}` : all,
  );
}

/** Keeps the authentication scheme or the names of cookies, which are not secret. */
function shortenCredentials(value: string, name: string): string {
  if (HIDDEN.test(name)) return '…';
  // What follows is a name and a secret in one, of which the beginning may be all of the name.
  if (/^Basic /i.test(value)) return 'Basic …';
  if (/^cookie$/i.test(name)) return value.split(/; */).map(shortenOne).join('; ');
  return shortenOne(value);
}

function shortenOne(value: string): string {
  const [, lead = '', secret = ''] = /^(Bearer +|[\w-]+=(?=.))?([^;]*)/is.exec(value) ?? [];
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
