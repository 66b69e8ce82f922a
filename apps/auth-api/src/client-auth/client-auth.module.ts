import { Module } from '@nestjs/common';
import { AccessTokens } from './access-tokens.js';
import { ClientMetadataModule } from '../client-metadata/client-metadata.module.js';
import { ClientAssertionVerifier } from './client-assertion.js';
import { ClientAuthenticator } from './client-authenticator.js';
import { ClientDocuments } from './client-documents.js';
import { ClientKeys } from './client-keys.js';
import { ClientSecretBasicStrategy } from './client-secret-basic.strategy.js';
import { ClientUse } from './client-use.js';
import { Decisions } from './decisions.js';
import { ClientSecretVerifier } from './client-secret.js';
import { Clients } from './clients.js';
import { ExceptionUse } from './exception-use.js';
import { OAuthClientStrategy } from './oauth-client.strategy.js';
import { PrivateKeyJwtBodyStrategy } from './private-key-jwt.strategy.js';
import { PublicClients } from './public-client.js';
import { RemoteKeys } from './remote-keys.js';

/** Authentication of callers. */
@Module({
  imports: [ClientMetadataModule],
  providers: [
    AccessTokens,
    Clients,
    ClientDocuments,
    ClientKeys,
    RemoteKeys,
    ClientSecretVerifier,
    ClientUse,
    Decisions,
    ExceptionUse,
    ClientAssertionVerifier,
    PublicClients,
    ClientSecretBasicStrategy,
    PrivateKeyJwtBodyStrategy,
    ClientAuthenticator,
    OAuthClientStrategy,
  ],
  exports: [
    ClientSecretVerifier,
    AccessTokens,
    ClientAuthenticator,
    ClientDocuments,
    Clients,
    ClientUse,
    Decisions,
    ExceptionUse,
    ClientSecretBasicStrategy,
    OAuthClientStrategy,
    PrivateKeyJwtBodyStrategy,
  ],
})
export class ClientAuthModule {}
