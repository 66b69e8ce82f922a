import { Controller, Get, Header } from '@nestjs/common';
import type { JWK } from 'jose';
import { SigningKeys } from '../platform/signing-keys.js';

/** The keys the server signs with (RFC 7517), the next one announced before it is used. */
@Controller('oauth/v1/keys')
export class KeysController {
  constructor(private readonly keys: SigningKeys) {}

  @Get()
  @Header('cache-control', 'public, max-age=300')
  read(): { keys: JWK[] } {
    return this.keys.jwks();
  }
}
