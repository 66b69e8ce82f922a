import { Module } from '@nestjs/common';
import { ProviderSteps } from './provider-steps.js';
import { Transactions } from './transactions.js';

/** Who somebody is, as an identity provider's scripts see it. */
@Module({ providers: [ProviderSteps, Transactions], exports: [ProviderSteps] })
export class IdentificationModule {}
