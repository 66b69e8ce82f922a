/** Names of members, form fields and query parameters whose value grants access. */
const SECRET_NAMES = new Set([
  'access_token',
  'client_assertion',
  'client_secret',
  'csrf_token',
  'id_token',
  'initial_access_token',
  'password',
  'refresh_token',
  'registration_access_token',
  'token',
  'transaction_id',
]);

/** Headers whose value grants access. */
const SECRET_HEADERS = new Set(['authorization', 'cookie', 'set-cookie', 'x-csrf-token']);

const KEPT = 8;

/** The first characters of a secret: enough to recognise it, too few to use it. */
export function shortened(secret: string): string {
  // Every JWS starts alike. What tells them apart is the end of the signature.
  const end = isJws(secret) ? secret.slice(-4) : '';
  return `${secret.slice(0, Math.min(KEPT, Math.floor(secret.length / 3)))}…${end}`;
}

const JWS = String.raw`eyJ[\w-]*\.[\w-]+\.[\w-]*`;

function isJws(text: string): boolean {
  return new RegExp(`^${JWS}$`).test(text);
}

/** JSON with every secret shortened, including JWSs inside strings. */
export function withoutSecrets(value: unknown, name = ''): unknown {
  if (typeof value === 'string') return SECRET_NAMES.has(name) ? shortened(value) : shortenInText(value);
  if (Array.isArray(value)) return value.map((entry) => withoutSecrets(entry, name));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([member, entry]) => [member, withoutSecrets(entry, member)]));
}

/** Shortens every compact JWS in a text: a JWS is a secret wherever it occurs. */
function shortenInText(text: string): string {
  return text.replace(new RegExp(JWS, 'g'), shortened);
}

/** The fields of a form body, with the secrets shortened. */
export function formWithoutSecrets(body: string): string {
  const fields = [...new URLSearchParams(body)];
  return fields.map(([name, value]) => `${name}=${SECRET_NAMES.has(name) ? shortened(value) : value}`).join('&');
}

/** A header that is safe to show: keeps the authentication scheme or the cookie's name, and shortens the secret. */
export function headerWithoutSecrets(name: string, value: string): string {
  if (!SECRET_HEADERS.has(name)) return value;
  if (name === 'cookie' || name === 'set-cookie')
    return value.replace(/^([^=]+=)([^;]+)/, (_, pair: string, token: string) => pair + shortened(token));
  const [, scheme = '', secret = value] = /^(\w+ )(.*)$/.exec(value) ?? [];
  return scheme + shortened(secret);
}
