import { Controller, Get } from '@nestjs/common';
import type { JWK } from 'jose';
import { PublicDocument } from '../platform/http/public-document.js';
import { SigningKeys } from '../credentials/signing-keys.js';

/** The server's signing keys (RFC 7517). The next key is published before it is used. */
@Controller('oauth/v1/keys')
export class KeysController {
  constructor(private readonly keys: SigningKeys) {}

  @Get()
  @PublicDocument()
  read(): { keys: JWK[] } {
    return this.keys.jwks();
  }
}
