import { type DynamicModule, Global, Module } from '@nestjs/common';
import { Audiences } from './audiences.js';
import { InitialAccessTokenIssuer } from './initial-access-token-issuer.js';
import { MasterKeyInUse } from './master-key-in-use.js';
import { MasterToken } from './master-token.js';
import { Secrets } from './secrets.js';
import { SigningKeys } from './signing-keys.js';
import { SoftwareStatements } from './software-statements.js';
import { TokenEnding } from './token-ending.js';
import { TokenIssuer } from './token-issuer.js';

const PROVIDERS = [
  Audiences,
  MasterKeyInUse,
  MasterToken,
  SigningKeys,
  SoftwareStatements,
  TokenIssuer,
  TokenEnding,
  InitialAccessTokenIssuer,
];

/** Keys, tokens and software statements: issuing them, and recognising those that this server issued. */
@Global()
@Module({})
export class CredentialsModule {
  static for(secrets: Secrets): DynamicModule {
    const value = { provide: Secrets, useValue: secrets };
    return { module: CredentialsModule, providers: [value, ...PROVIDERS], exports: [Secrets, ...PROVIDERS] };
  }
}
