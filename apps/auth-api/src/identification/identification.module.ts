import { Module } from '@nestjs/common';
import { ProviderSteps } from './provider-steps.js';
import { Transactions } from './transactions.js';

/** Identifies people by the scripts of identity providers. */
@Module({ providers: [ProviderSteps, Transactions], exports: [ProviderSteps] })
export class IdentificationModule {}
