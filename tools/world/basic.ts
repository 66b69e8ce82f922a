/**
 * The `Authorization` header of a client with a secret (RFC 7617). Identifiers and secrets of the server are plain ASCII,
 * so RFC 6749 §2.3.1 leaves them as they are.
 */
export const basic = (clientId: string, secret = ''): string =>
  `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`;
