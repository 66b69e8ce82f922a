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
];
