import { Module } from '@nestjs/common';
import { DocumentFetcher } from './document-fetcher.js';
import { RegistrationJudge } from './registration-judge.js';
import { RegistrationThrottle } from './registration-throttle.js';
import { SectorIdentifiers } from './sector-identifiers.js';

/** What clients say about themselves, in a registration or in a document at their address, and what is taken of it. */
@Module({
  providers: [DocumentFetcher, RegistrationJudge, RegistrationThrottle, SectorIdentifiers],
  exports: [DocumentFetcher, RegistrationJudge, RegistrationThrottle],
})
export class ClientMetadataModule {}
