import { ApplicationEntity } from './application.entity.js';
import { AuthorizationCodeEntity } from './authorization-code.entity.js';
import { ClientEntity, ClientUseEntity } from './client.entity.js';
import { EndedTokenEntity } from './ended-token.entity.js';
import { EventEntity } from './event.entity.js';
import { IdentityProviderEntity, ScriptVersionEntity } from './identity-provider.entity.js';
import { InitialAccessTokenEntity } from './initial-access-token.entity.js';
import { AuthenticationTransactionEntity, MobileDeviceEntity } from './mobile.entities.js';
import { RefusalTraceEntity } from './refusal-trace.entity.js';
import { ScopeEntity } from './scope.entity.js';
import { SoftwareStatementEntity } from './software-statement.entity.js';
import { RegistrationTransactionEntity, ScriptCacheEntity, UsedAssertionEntity } from './registration.entities.js';
import {
  ScriptFailureEntity,
  ScriptFixtureEntity,
  ScriptShadowDecisionEntity,
  ScriptStatisticEntity,
} from './script.entities.js';
import {
  AdminAccountEntity,
  AdminSessionEntity,
  ClientDocumentPolicyEntity,
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

/** All tables of the server. */
export const ENTITIES = [
  ApplicationEntity,
  IdentityProviderEntity,
  ScriptVersionEntity,
  ScriptShadowDecisionEntity,
  ScriptFixtureEntity,
  ScriptStatisticEntity,
  ScriptFailureEntity,
  ClientEntity,
  ClientUseEntity,
  InitialAccessTokenEntity,
  RegistrationTransactionEntity,
  UsedAssertionEntity,
  ScriptCacheEntity,
  RegisteredUserEntity,
  ProfileEntity,
  AccessTokenEntity,
  RefreshTokenEntity,
  SpentRefreshTokenEntity,
  AuthorizationCodeEntity,
  EndedTokenEntity,
  AdminAccountEntity,
  AdminSessionEntity,
  SigningKeyEntity,
  ClientDocumentPolicyEntity,
  ConfigurationVersionEntity,
  EventEntity,
  RefusalTraceEntity,
  MobileDeviceEntity,
  AuthenticationTransactionEntity,
  WebHookEntity,
  WebHookDeliveryEntity,
  ScopeEntity,
  SoftwareStatementEntity,
];
