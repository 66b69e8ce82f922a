import { ServerMetadata } from './discovery.dto.js';
import type { ProtocolEndpoint } from './protocol-endpoints.js';

const metadata = (path: string, standard: string): ProtocolEndpoint => ({
  method: 'GET',
  path,
  summary: `What the server can do and where (${standard})`,
  authentication: 'none',
  response: ServerMetadata,
  status: 200,
});

/** Where a client library begins. */
export const DISCOVERY_ENDPOINTS: readonly ProtocolEndpoint[] = [
  metadata('/oauth/.well-known/openid-configuration', 'OpenID Connect Discovery'),
  metadata('/.well-known/oauth-authorization-server/oauth', 'RFC 8414'),
];
