import { ServerMetadata } from './discovery.dto.js';
import { METADATA_PATHS } from '../paths.js';
import type { ProtocolEndpoint } from '../protocol-endpoint.js';

const metadata = (path: string, standard: string): ProtocolEndpoint => ({
  method: 'GET',
  path,
  summary: `What the server can do and where (${standard})`,
  authentication: 'none',
  response: ServerMetadata,
  status: 200,
});

/** Metadata endpoints, from which client libraries configure themselves. */
export const DISCOVERY_ENDPOINTS: readonly ProtocolEndpoint[] = [
  metadata(METADATA_PATHS[0], 'OpenID Connect Discovery'),
  metadata(METADATA_PATHS[1], 'RFC 8414'),
  metadata(METADATA_PATHS[2], 'OpenID Connect Discovery, as RFC 8414 §5 would have it'),
  metadata(METADATA_PATHS[3], 'RFC 8414, behind the path of the issuer'),
];
