import type { Client } from '../client.js';
import { modAuthOpenidc, modOauth2 } from './apache.js';
import { oidcClientTs } from './browser.js';
import { nginx, oidcAgent } from './command-line.js';
import { dovecot } from './dovecot.js';
import { authlib, goOidc, omniauth } from './languages.js';
import { fastMcp, luaRestyOpenidc, mcpPythonSdk, pyoidc } from './elsewhere.js';
import { msalNode, oauth4webapi, openidClient5, openidClient6, simpleOauth2 } from './libraries.js';
import { mcpConformance, mcpRemote, mcpSdk } from './mcp.js';
import { expressOpenidConnect, nextAuth4, passportOpenidconnect } from './sites.js';

/** All clients, in the order of the table and of docs/clients.md. */
export const CLIENTS: readonly Client[] = [
  ...[openidClient6, openidClient5, oauth4webapi, simpleOauth2, msalNode],
  ...[expressOpenidConnect, nextAuth4, passportOpenidconnect],
  oidcClientTs,
  ...[mcpSdk, mcpRemote, mcpConformance],
  ...[modAuthOpenidc, modOauth2, dovecot, nginx],
  oidcAgent,
  ...[authlib, goOidc, omniauth],
  ...[luaRestyOpenidc, mcpPythonSdk, fastMcp, pyoidc],
];
