import { applyDecorators, Header } from '@nestjs/common';

/** Headers of every response that contains a token or a secret (RFC 6749 §5.1). */
export const TOKEN_RESPONSE_HEADERS = {
  'content-type': 'application/json;charset=UTF-8',
  'cache-control': 'no-store',
  pragma: 'no-cache',
};

/** The endpoint answers with a token or a secret. */
export const TokenResponse = () =>
  applyDecorators(...Object.entries(TOKEN_RESPONSE_HEADERS).map(([name, value]) => Header(name, value)));
