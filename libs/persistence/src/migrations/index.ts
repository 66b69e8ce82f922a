import { Foundation1795250000000 } from './1795250000000-foundation.js';
import { Events1795260000000 } from './1795260000000-events.js';
import { TokenEndpoints1795270000000 } from './1795270000000-token-endpoints.js';
import { MobileAuthentication1795280000000 } from './1795280000000-mobile-authentication.js';
import { WebHooks1795285000000 } from './1795285000000-web-hooks.js';
import { Refusals1795290000000 } from './1795290000000-refusals.js';
import { ScopesAndClients1795295000000 } from './1795295000000-scopes-and-clients.js';
import { ClientRegistration1795300000000 } from './1795300000000-client-registration.js';
import { AuthorizationCodes1795305000000 } from './1795305000000-authorization-codes.js';
import { SoftwareStatements1795310000000 } from './1795310000000-software-statements.js';
import { ProtocolDetails1795315000000 } from './1795315000000-protocol-details.js';
import { Scripts1795320000000 } from './1795320000000-scripts.js';
import { Partitions1795330000000 } from './1795330000000-partitions.js';
import { FlatUserDetails1795972000000 } from './1795972000000-flat-user-details.js';
import { IdTokenAlgorithms1795973000000 } from './1795973000000-id-token-algorithms.js';
import { OptionalPkce1795973100000 } from './1795973100000-optional-pkce.js';
import { ClientIncarnations1795973200000 } from './1795973200000-client-incarnations.js';
import { ScopeClaims1795973300000 } from './1795973300000-scope-claims.js';
import { Edges1795975000000 } from './1795975000000-edges.js';
import { RequestNames1795976000000 } from './1795976000000-request-names.js';
import { ScriptCounts1795977000000 } from './1795977000000-script-counts.js';
import { WithdrawnKeys1795981000000 } from './1795981000000-withdrawn-keys.js';
import { TokenProviders1795981100000 } from './1795981100000-token-providers.js';
import { CountedEvents1795982000000 } from './1795982000000-counted-events.js';
import { RegisteredOpenly1795983000000 } from './1795983000000-registered-openly.js';
import { EndedTokens1795984000000 } from './1795984000000-ended-tokens.js';
import { DatedExceptions1795987000000 } from './1795987000000-dated-exceptions.js';
import { Resources1795987100000 } from './1795987100000-resources.js';
import { ClientDocuments1796001000000 } from './1796001000000-client-documents.js';
import { StatelessSessions1796002000000 } from './1796002000000-stateless-sessions.js';
import { StatelessCodes1796002050000 } from './1796002050000-stateless-codes.js';
import { EndedAudiences1796004000000 } from './1796004000000-ended-audiences.js';
import { Trials1796006000000 } from './1796006000000-trials.js';
import { EndedHashes1796007000000 } from './1796007000000-ended-hashes.js';
import { ExceptionsOfOldClients1796008000000 } from './1796008000000-exceptions-of-old-clients.js';
import { ProviderEnds1796008100000 } from './1796008100000-provider-ends.js';
import { HourlyCounts1796009000000 } from './1796009000000-hourly-counts.js';
import { RequestShapes1796010000000 } from './1796010000000-request-shapes.js';
import { Administrators1796011000000 } from './1796011000000-administrators.js';
import { Bases1796020000000 } from './1796020000000-bases.js';
import { SecondFactors1796022000000 } from './1796022000000-second-factors.js';
import { Audit1796024000000 } from './1796024000000-audit.js';
import { Editions1796030000000 } from './1796030000000-editions.js';
import { Passkeys1796032000000 } from './1796032000000-passkeys.js';
import { CompanyAccounts1796034000000 } from './1796034000000-company-accounts.js';
import { Bridges1796038000000 } from './1796038000000-bridges.js';
import { BridgedEditions1796038100000 } from './1796038100000-bridged-editions.js';
import { Limits1796040000000 } from './1796040000000-limits.js';
import { PeopleOfCodes1796042000000 } from './1796042000000-people-of-codes.js';
import { SecondApprovals1796046000000 } from './1796046000000-second-approvals.js';
import { SourcesOfDeliveries1796048000000 } from './1796048000000-sources-of-deliveries.js';
import { AppliedConfiguration1796049000000 } from './1796049000000-applied-configuration.js';

/** In the order they are applied. A migration that was merged is never edited. */
export const MIGRATIONS = [
  Foundation1795250000000,
  Events1795260000000,
  TokenEndpoints1795270000000,
  MobileAuthentication1795280000000,
  WebHooks1795285000000,
  Refusals1795290000000,
  ScopesAndClients1795295000000,
  ClientRegistration1795300000000,
  AuthorizationCodes1795305000000,
  SoftwareStatements1795310000000,
  ProtocolDetails1795315000000,
  Scripts1795320000000,
  Partitions1795330000000,
  FlatUserDetails1795972000000,
  IdTokenAlgorithms1795973000000,
  OptionalPkce1795973100000,
  ClientIncarnations1795973200000,
  ScopeClaims1795973300000,
  Edges1795975000000,
  RequestNames1795976000000,
  ScriptCounts1795977000000,
  WithdrawnKeys1795981000000,
  TokenProviders1795981100000,
  CountedEvents1795982000000,
  RegisteredOpenly1795983000000,
  EndedTokens1795984000000,
  DatedExceptions1795987000000,
  Resources1795987100000,
  ClientDocuments1796001000000,
  StatelessSessions1796002000000,
  StatelessCodes1796002050000,
  EndedAudiences1796004000000,
  Trials1796006000000,
  EndedHashes1796007000000,
  ExceptionsOfOldClients1796008000000,
  ProviderEnds1796008100000,
  HourlyCounts1796009000000,
  RequestShapes1796010000000,
  Administrators1796011000000,
  Bases1796020000000,
  SecondFactors1796022000000,
  Audit1796024000000,
  Editions1796030000000,
  Passkeys1796032000000,
  CompanyAccounts1796034000000,
  Bridges1796038000000,
  BridgedEditions1796038100000,
  Limits1796040000000,
  PeopleOfCodes1796042000000,
  SecondApprovals1796046000000,
  SourcesOfDeliveries1796048000000,
  AppliedConfiguration1796049000000,
];
