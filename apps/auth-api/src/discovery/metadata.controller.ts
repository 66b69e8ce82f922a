import { Controller, Get } from '@nestjs/common';
import { METADATA_PATHS, type ServerMetadata } from '@passant/contracts';
import { takesDocuments } from '@passant/protocol';
import { Configuration } from '../platform/configuration.js';
import { Issuer } from '../platform/issuer.js';
import { PublicDocument } from '../platform/http/public-document.js';
import { SigningKeys } from '../credentials/signing-keys.js';
import { serverMetadata } from './server-metadata.js';

/** Server metadata, at every address where clients look for it. */
@Controller()
export class MetadataController {
  constructor(
    private readonly issuer: Issuer,
    private readonly keys: SigningKeys,
    private readonly configuration: Configuration,
  ) {}

  @Get([...METADATA_PATHS])
  @PublicDocument()
  read(): ServerMetadata {
    return serverMetadata(this.issuer, this.keys.algorithms, takesDocuments(this.configuration.clientDocuments()));
  }
}
