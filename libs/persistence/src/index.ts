export * from './data-source.js';
export { sqlState } from './deadlock.js';
export { LaterSchemaError, migrate, revert } from './migrating.js';
export { exportDatabase, type Write } from './moving/export.js';
export { importDatabase } from './moving/import.js';
export type { FileEnd } from './moving/lines.js';
export { type ChainKey, MoveRefusedError } from './moving/chain.js';
export * from './data-format.js';
export * from './directory-lock.js';
export { PoolerModeError } from './connection.js';
export { makeFolder } from './make-folder.js';
export { closeFile, DirectoryOpenError } from './private-directory.js';
export { readServerLocation } from './location.js';
export type { Tidying } from './tidying.js';
export type {
  AdminChange,
  AdministratorRecord,
  EndedInvitation,
  LocalAccount,
  WaysIn,
} from './repositories/admin.repository.js';
export type { CompanyAccount, CompanySubject } from './repositories/company-account.repository.js';
export type { OwnedPasskey, PasskeyRecord } from './repositories/passkey.repository.js';
export type { GuessLimit, Guesser } from './repositories/second-factor.repository.js';
export type {
  AdminAccountEntity,
  AdminInvitationEntity,
  AdminSessionEntity,
  SigningKeyEntity,
} from './entities/server.entities.js';
export type {
  AudienceException,
  ClientInNeed,
  ExceptionPosition,
} from './repositories/audience-exception.repository.js';
export type { AppliedSection } from './repositories/applied-section.repository.js';
export {
  type ApprovalRecord,
  ApprovalSpentError,
  type Decision,
  type NewApproval,
} from './repositories/approval.repository.js';
export type { AuditFilter } from './repositories/audit.repository.js';
export type { EndedGrants, GrantsAtRedirect } from './repositories/client-document.repository.js';
export type { ClientFilter, UsedClient } from './repositories/client-filter.js';
export type { TokenKey } from './repositories/access-token.repository.js';
export type { Allowance, Keyed, Patience, Taken, Used } from './repositories/limit.repository.js';
export type { PartitionedTable } from './repositories/partition.repository.js';
export type { ClientRegistration, ClientRegistrationResult } from './repositories/client-registration.repository.js';
export type { Completion, CompletionResult } from './repositories/completion.repository.js';
export type { EventCount, EventFilter, EventKind, NewEvent } from './repositories/event.repository.js';
export type { ShapeFilter } from './repositories/request-shape.repository.js';
export type { DueCallback } from './repositories/authentication-transaction.repository.js';
export type { SoftwareStatementWithUse } from './repositories/software-statement.repository.js';
export { digestOf } from './repositories/registered-client.repository.js';
export type { ScopeWithUse } from './repositories/scope.repository.js';
export type { ProfileOfUser } from './repositories/user.repository.js';
export type { ConfigurationSnapshot } from './repositories/configuration.repository.js';
export type { WrappedColumn } from './repositories/wrapped-value.repository.js';
export type { FoundRefreshToken, Rotation, SessionRotation } from './repositories/refresh-token.repository.js';
export type { EndedTokens, TokenOwner } from './repositories/token-ending.repository.js';
export { type CacheOwner, trialCacheOf } from './repositories/script-cache.repository.js';
export * from './outage.js';
export { type EndedStatement, onStatement } from './statement-watch.js';
export * from './store.js';
