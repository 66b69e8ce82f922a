import { ApplicationEntity } from './application.entity.js';
import { AppliedSectionEntity } from './applied-section.entity.js';
import { AdminApprovalEntity, AdminPolicyEntity } from './approval.entities.js';
import { AuditAnchorEntity, AuditRecordEntity } from './audit.entities.js';
import { AuthorizationCodeEntity } from './authorization-code.entity.js';
import { ClientEntity, ClientUseEntity } from './client.entity.js';
import { EndedTokenEntity } from './ended-token.entity.js';
import { EventEntity } from './event.entity.js';
import { HourlyCountEntity } from './hourly-count.entity.js';
import { IdentityProviderEntity, ScriptVersionEntity } from './identity-provider.entity.js';
import { InitialAccessTokenEntity } from './initial-access-token.entity.js';
import { LimitUseEntity } from './limit-use.entity.js';
import { AuthenticationTransactionEntity, MobileDeviceEntity } from './mobile.entities.js';
import { RefusalTraceEntity } from './refusal-trace.entity.js';
import { RequestShapeEntity } from './request-shape.entity.js';
import { ScopeEntity } from './scope.entity.js';
import { SoftwareStatementEntity } from './software-statement.entity.js';
import { RegistrationTransactionEntity, ScriptCacheEntity, UsedAssertionEntity } from './registration.entities.js';
import {
  ScriptFailureEntity,
  ScriptFixtureEntity,
  ScriptShadowDecisionEntity,
  ScriptStatisticEntity,
} from './script.entities.js';
import { AdminPasskeyEntity, AdminSpentChallengeEntity, AdminUserHandleEntity } from './passkey.entities.js';
import {
  AdminCodeGuessEntity,
  AdminRecoveryCodeEntity,
  AdminSecondFactorEntity,
  AdminSignInEntity,
} from './second-factor.entities.js';
import {
  AdminAccountEntity,
  AdminInvitationEntity,
  AdminSessionEntity,
  ClientDocumentPolicyEntity,
  ConfigurationVersionEntity,
  SigningKeyEntity,
  SpentSignInEntity,
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
  AdminInvitationEntity,
  AdminSessionEntity,
  SpentSignInEntity,
  AdminPolicyEntity,
  AdminApprovalEntity,
  AppliedSectionEntity,
  AdminSecondFactorEntity,
  AdminRecoveryCodeEntity,
  AdminSignInEntity,
  AdminCodeGuessEntity,
  AdminUserHandleEntity,
  AdminPasskeyEntity,
  AdminSpentChallengeEntity,
  SigningKeyEntity,
  ClientDocumentPolicyEntity,
  ConfigurationVersionEntity,
  EventEntity,
  AuditRecordEntity,
  AuditAnchorEntity,
  HourlyCountEntity,
  LimitUseEntity,
  RefusalTraceEntity,
  RequestShapeEntity,
  MobileDeviceEntity,
  AuthenticationTransactionEntity,
  WebHookEntity,
  WebHookDeliveryEntity,
  ScopeEntity,
  SoftwareStatementEntity,
];
