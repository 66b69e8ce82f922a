import { Controller, Get, Header } from '@nestjs/common';
import type { JWK } from 'jose';
import { SigningKeys } from '../credentials/signing-keys.js';

/** The server's signing keys (RFC 7517). The next key is published before it is used. */
@Controller('oauth/v1/keys')
export class KeysController {
  constructor(private readonly keys: SigningKeys) {}

  @Get()
  @Header('cache-control', 'public, max-age=300')
  read(): { keys: JWK[] } {
    return this.keys.jwks();
  }
}
