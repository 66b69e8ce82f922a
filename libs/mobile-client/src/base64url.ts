/** Base64url without padding (RFC 7515 §2). */
export function base64url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
}

/** Base64url of the UTF-8 bytes of a text. */
export function base64urlOfText(text: string): string {
  return base64url(new TextEncoder().encode(text));
}
