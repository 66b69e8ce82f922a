/**
 * The public URL in the normal form that clients also produce: scheme and host in lower case, internationalised host
 * names in Punycode, no default port. RFC 8414 §3.3 compares issuers character by character.
 */
export function normalPublicUrl(text: string): string {
  return new URL(text).origin;
}

/** What is wrong with a public URL, as the end of a sentence; `undefined` if nothing is wrong. */
export function publicUrlProblem(text: string): string | undefined {
  const url = new URL(text);
  // An empty query or fragment is not visible in `search` and `hash`.
  if (/[?#]/.test(text) || url.username || url.password) return 'must have no query, fragment or user';
  const { hostname, port } = url;
  if (hostname.endsWith('.')) {
    const host = hostname.replace(/\.+$/, '') + (port === '' ? '' : `:${port}`);
    return `must have no dot at the end of the host: write ${url.protocol}//${host}`;
  }
  // Cookies, the console and the login pages use fixed paths on their host.
  if (url.pathname !== '/') return `must have no path: write ${url.origin}, and give the server a host of its own`;
  return undefined;
}
