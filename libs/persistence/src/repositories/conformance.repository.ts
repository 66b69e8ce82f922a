import type { ClientGroup, EpochSeconds } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { rowsOf } from '../rows.js';
import { ofApplication } from './audience-exception.repository.js';

/** The beginning of a redirect URI that says where it leads: the scheme, and the host as well if that is http. */
const PLACE = String.raw`^(?:http://(?:\[[^\]]*\]|[^/?#:]*)|[^:]+)`;

/** Condition that a client is one whose document the server reads by itself, and the host of that. */
const IS_FOLLOWED = 'c.document_fresh_until IS NOT NULL';
const DOCUMENT_HOST = String.raw`substring(c.client_id FROM '^https?://(\[[^\]]*\]|[^/?#:]*)')`;

/** What the report judges clients by; those that are alike in all of it are one group. */
const LIKENESS = {
  clientId: `CASE WHEN c.kind IN ('web', 'api') THEN c.client_id END`,
  name: `CASE WHEN c.kind IN ('web', 'api') THEN c.name END`,
  kind: 'c.kind',
  application: 'c.application',
  document: `CASE WHEN ${IS_FOLLOWED} THEN 'followed' WHEN c.document_fetched_at IS NOT NULL THEN 'imported' END`,
  // What is refused because of its application or its domain is not on, whatever its own switch says.
  enabled: `c.enabled AND coalesce(a.enabled, true) AND (NOT ${IS_FOLLOWED} OR ${DOCUMENT_HOST} = ANY ($2::text[]))`,
  authMethod: 'c.auth_method',
  requirePkce: 'c.require_pkce',
  audiencePolicy: 'c.audience_policy',
  lenientUntil: 'c.lenient_until',
  idTokenSignedResponseAlg: 'c.id_token_signed_response_alg',
  introspectionSignedResponseAlg: 'c.introspection_signed_response_alg',
  introspectionSight: 'c.introspection_sight',
  grantTypes: 'c.grant_types',
  scopes: 'c.scopes',
  apiScopes: 'c.api_scopes',
  resources: 'c.resources',
  native: `coalesce(c.metadata ->> 'application_type' = 'native', false)`,
  redirectPlaces: `ARRAY(SELECT DISTINCT substring(uri FROM '${PLACE}') FROM unnest(c.redirect_uris) AS uri ORDER BY 1)`,
  keysAtUri: 'c.jwks_uri IS NOT NULL',
  keyAlgorithms: `ARRAY(SELECT DISTINCT algorithm FROM jsonb_array_elements(c.jwks -> 'keys') AS key,
    unnest(CASE WHEN key ->> 'alg' IS NOT NULL THEN ARRAY[key ->> 'alg']
      WHEN key ->> 'kty' = 'RSA' THEN ARRAY['PS256', 'RS256'] ELSE ARRAY['ES256'] END) AS algorithm ORDER BY 1)`,
  // Base64url without padding: six bits a character, and whole bytes.
  smallestRsaKey: `(SELECT min(length(key ->> 'n') * 6 / 8 * 8) FROM jsonb_array_elements(c.jwks -> 'keys') AS key)`,
} satisfies Partial<Record<keyof ClientGroup, string>>;

/** An exception of their application is one of all the clients of a group, or of none. */
const UNDER_EXCEPTION = `coalesce(${ofApplication('c', 'a.lenient_since')}, false)`;

/** The clients as the conformance report judges them. */
export class ConformanceRepository {
  constructor(private readonly manager: EntityManager) {}

  /** The hosts of the documents that the server reads by itself, each with the identifier of one client there. */
  async documentHosts(): Promise<{ host: string; clientId: string }[]> {
    return rowsOf(
      this.manager,
      `SELECT ${DOCUMENT_HOST} AS host, min(c.client_id) AS "clientId" FROM client c WHERE ${IS_FOLLOWED} GROUP BY 1`,
    );
  }

  /**
   * All clients, grouped by what they have in common. Reads the whole table once, so it takes seconds if there are
   * millions.
   * @param since needs of an exception before this time are not counted
   * @param documentHosts of those in {@link documentHosts}, the hosts from which documents are taken
   */
  async clientGroups(since: EpochSeconds, documentHosts: readonly string[]): Promise<ClientGroup[]> {
    const members = Object.entries(LIKENESS).map(([member, expression]) => `${expression} AS "${member}"`);
    const likeness = Object.keys(LIKENESS)
      .map((member) => `alike."${member}"`)
      .join(', ');
    const groups = await rowsOf<Omit<ClientGroup, 'examples'> & { first: string; last: string }>(
      this.manager,
      `SELECT ${likeness}, count(*) AS clients, min(id) AS first, max(id) AS last, min(created_at) AS "createdAt",
              max(last_used) AS "lastUsed",
              count(*) FILTER (WHERE exception_needed >= $1) AS "clientsInNeed",
              max(exception_needed) FILTER (WHERE exception_needed >= $1) AS "lastNeeded"
         FROM (SELECT ${members.join(', ')}, c.client_id AS id, c.created_at, u.last_used, u.exception_needed,
                      ${UNDER_EXCEPTION} AS under_exception
                 FROM client c LEFT JOIN client_use u ON u.client_id = c.client_id
                 LEFT JOIN application a ON a.identifier = c.application) AS alike
        GROUP BY ${likeness}, under_exception
        ORDER BY alike.application NULLS LAST, alike.kind, min(id)`,
      [since, documentHosts],
    );
    return groups.map(({ first, last, ...group }) => ({ ...group, examples: [...new Set([first, last])] }));
  }
}
