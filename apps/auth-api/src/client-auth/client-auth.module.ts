import { Module } from '@nestjs/common';
import { PassportModule } from '@nestjs/passport';
import { AccessTokens } from './access-tokens.js';
import { ClientAssertionVerifier } from './client-assertion.js';
import { ClientAuthenticator } from './client-authenticator.js';
import { ClientKeys } from './client-keys.js';
import { ClientSecretBasicStrategy } from './client-secret-basic.strategy.js';
import { ClientSecretVerifier } from './client-secret.js';
import { Clients } from './clients.js';
import { OAuthClientStrategy } from './oauth-client.strategy.js';
import { PrivateKeyJwtBodyStrategy } from './private-key-jwt.strategy.js';
import { PublicClients } from './public-client.js';
import { RemoteKeys } from './remote-keys.js';

/** Who is calling. */
@Module({
  imports: [PassportModule.register({ session: false })],
  providers: [
    AccessTokens,
    Clients,
    ClientKeys,
    RemoteKeys,
    ClientSecretVerifier,
    ClientAssertionVerifier,
    PublicClients,
    ClientSecretBasicStrategy,
    PrivateKeyJwtBodyStrategy,
    ClientAuthenticator,
    OAuthClientStrategy,
  ],
  exports: [PassportModule, AccessTokens, ClientAuthenticator, Clients],
})
export class ClientAuthModule {}
