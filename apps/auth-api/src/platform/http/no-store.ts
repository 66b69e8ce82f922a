import { applyDecorators, Header } from '@nestjs/common';

/** Headers of every response that contains a token or a secret (RFC 6749 §5.1). */
export const TokenResponse = () =>
  applyDecorators(
    Header('content-type', 'application/json;charset=UTF-8'),
    Header('cache-control', 'no-store'),
    Header('pragma', 'no-cache'),
  );
