import { ApplicationEntity } from './application.entity.js';
import { ClientEntity } from './client.entity.js';
import { EventEntity } from './event.entity.js';
import { IdentityProviderEntity } from './identity-provider.entity.js';
import { InitialAccessTokenEntity } from './initial-access-token.entity.js';
import { AuthenticationTransactionEntity, MobileDeviceEntity } from './mobile.entities.js';
import { RefusalTraceEntity } from './refusal-trace.entity.js';
import { ScopeEntity } from './scope.entity.js';
import { RegistrationTransactionEntity, ScriptCacheEntity, UsedAssertionEntity } from './registration.entities.js';
import {
  AdminAccountEntity,
  AdminSessionEntity,
  ConfigurationVersionEntity,
  SigningKeyEntity,
} from './server.entities.js';
import {
  AccessTokenEntity,
  ProfileEntity,
  RefreshTokenEntity,
  RegisteredUserEntity,
  SpentRefreshTokenEntity,
} from './token.entities.js';
import { WebHookDeliveryEntity, WebHookEntity } from './web-hook.entities.js';

/** Every table the server has. */
export const ENTITIES = [
  ApplicationEntity,
  IdentityProviderEntity,
  ClientEntity,
  InitialAccessTokenEntity,
  RegistrationTransactionEntity,
  UsedAssertionEntity,
  ScriptCacheEntity,
  RegisteredUserEntity,
  ProfileEntity,
  AccessTokenEntity,
  RefreshTokenEntity,
  SpentRefreshTokenEntity,
  AdminAccountEntity,
  AdminSessionEntity,
  SigningKeyEntity,
  ConfigurationVersionEntity,
  EventEntity,
  RefusalTraceEntity,
  MobileDeviceEntity,
  AuthenticationTransactionEntity,
  WebHookEntity,
  WebHookDeliveryEntity,
  ScopeEntity,
];
