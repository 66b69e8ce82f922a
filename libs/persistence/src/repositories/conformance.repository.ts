import type { ClientGroup, EpochSeconds } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { rowsOf } from '../rows.js';

/** The beginning of a redirect URI that says where it leads: the scheme, and the host as well if that is http. */
const PLACE = String.raw`^(?:http://(?:\[[^\]]*\]|[^/?#:]*)|[^:]+)`;

/** What the report judges clients by; those that are alike in all of it are one group. */
const LIKENESS = {
  clientId: `CASE WHEN c.kind IN ('web', 'api') THEN c.client_id END`,
  name: `CASE WHEN c.kind IN ('web', 'api') THEN c.name END`,
  kind: 'c.kind',
  application: 'c.application',
  enabled: 'c.enabled',
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
  keyTypes: `ARRAY(SELECT DISTINCT key ->> 'kty' FROM jsonb_array_elements(c.jwks -> 'keys') AS key ORDER BY 1)`,
  // Base64url without padding: six bits a character, and whole bytes.
  smallestRsaKey: `(SELECT min(length(key ->> 'n') * 6 / 8 * 8) FROM jsonb_array_elements(c.jwks -> 'keys') AS key)`,
} satisfies Partial<Record<keyof ClientGroup, string>>;

/** The clients as the conformance report judges them. */
export class ConformanceRepository {
  constructor(private readonly manager: EntityManager) {}

  /**
   * All clients, grouped by what they have in common. Reads the whole table once, so it takes seconds if there are
   * millions.
   * @param since needs of an exception before this time are not counted
   */
  async clientGroups(since: EpochSeconds): Promise<ClientGroup[]> {
    const members = Object.entries(LIKENESS).map(([member, expression]) => `${expression} AS "${member}"`);
    const likeness = Object.keys(LIKENESS)
      .map((member) => `alike."${member}"`)
      .join(', ');
    const groups = await rowsOf<Omit<ClientGroup, 'examples'> & { first: string; last: string }>(
      this.manager,
      `SELECT ${likeness}, count(*) AS clients, min(id) AS first, max(id) AS last, max(last_used) AS "lastUsed",
              count(*) FILTER (WHERE exception_needed >= $1) AS "clientsInNeed",
              max(exception_needed) FILTER (WHERE exception_needed >= $1) AS "lastNeeded"
         FROM (SELECT ${members.join(', ')}, c.client_id AS id, u.last_used, u.exception_needed
                 FROM client c LEFT JOIN client_use u ON u.client_id = c.client_id) AS alike
        GROUP BY ${likeness}
        ORDER BY alike.application NULLS LAST, alike.kind, min(id)`,
      [since],
    );
    return groups.map(({ first, last, ...group }) => ({ ...group, examples: [...new Set([first, last])] }));
  }
}
