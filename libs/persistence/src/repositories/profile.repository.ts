import type { EpochSeconds, RegistrationState } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { rowsOf } from '../rows.js';
import { type PersonRow, PERSON_COLUMNS, PERSON_JOIN, personOf } from './registered-person.js';

/**
 * What a registration lives on, each with the resources that it may be used for: its access tokens, and the refresh tokens
 * to get more. A grant with no resources is for none in particular, and may name any.
 * @param profile expression for the identifier of the profile @param now the same for the time
 */
const grantsOf = (profile: string, now: string) =>
  `SELECT coalesce(audience, '{}') AS resources FROM access_token
     WHERE profile = ${profile} AND type = 'DEFAULT' AND expires_at > ${now}
    UNION ALL
   SELECT resources FROM refresh_token WHERE profile = ${profile} AND expires_at > ${now}`;

/**
 * The condition that a registration is live and may have a token for an audience.
 * @param audience expression for the resources; null: for none in particular
 */
export const isLiveFor = (profile: string, audience: string, now: string) =>
  `EXISTS (WITH grants AS (${grantsOf(profile, now)})
     SELECT 1 FROM grants
      WHERE cardinality(resources) = 0
         OR ${audience} <@ (SELECT array_agg(resource) FROM grants, unnest(resources) AS resource))`;

/** Registrations of people on clients (default grant only). */
export class ProfileRepository {
  constructor(private readonly manager: EntityManager) {}

  /**
   * The registration in a slot of a client, and whether it is live: it has a valid access token, or a
   * refresh token to get one. This is not binding: it may have ended when something is issued on it.
   */
  async findRegistration(
    clientId: string,
    profileKey: string,
    now: EpochSeconds,
  ): Promise<RegistrationState | undefined> {
    const [row] = await rowsOf<PersonRow & { live: boolean; resources: string[] }>(
      this.manager,
      `SELECT ${PERSON_COLUMNS}, granted.live, granted.resources
         FROM profile p ${PERSON_JOIN}
         CROSS JOIN LATERAL (
           WITH grants AS (${grantsOf('p.id', '$3')})
           SELECT count(*) > 0 AS live,
                  CASE WHEN bool_or(cardinality(resources) = 0) THEN '{}'::text[]
                       ELSE ARRAY(SELECT DISTINCT resource FROM grants, unnest(resources) AS resource ORDER BY resource)
                  END AS resources
             FROM grants) AS granted
        WHERE p.client_id = $1 AND p.profile_key = $2`,
      [clientId, profileKey, now],
    );
    return row && { person: personOf(row), live: row.live, resources: row.resources };
  }
}
