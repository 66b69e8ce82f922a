import { Controller, Get, Header } from '@nestjs/common';
import type { ServerMetadata } from '@passant/contracts';
import { Issuer } from '../platform/issuer.js';
import { SigningKeys } from '../platform/signing-keys.js';
import { serverMetadata } from './server-metadata.js';

/** Discovery, at the address of OpenID Connect and at that of RFC 8414 (issuer path behind the well-known part). */
@Controller()
export class MetadataController {
  constructor(
    private readonly issuer: Issuer,
    private readonly keys: SigningKeys,
  ) {}

  @Get(['oauth/.well-known/openid-configuration', '.well-known/oauth-authorization-server/oauth'])
  @Header('cache-control', 'public, max-age=300')
  read(): ServerMetadata {
    return serverMetadata(this.issuer, this.keys.algorithms);
  }
}
