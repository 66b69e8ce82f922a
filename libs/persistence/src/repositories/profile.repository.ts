import type { EpochSeconds, RegistrationState } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { rowsOf } from '../rows.js';
import { type PersonRow, PERSON_COLUMNS, PERSON_JOIN, personOf } from './registered-person.js';

/** Registrations of people on clients (default grant only). */
export class ProfileRepository {
  constructor(private readonly manager: EntityManager) {}

  /**
   * The registration in a slot of a client, and whether it is live: it has a valid access token, or a
   * refresh token to get one.
   */
  async findRegistration(
    clientId: string,
    profileKey: string,
    now: EpochSeconds,
  ): Promise<RegistrationState | undefined> {
    const [row] = await rowsOf<PersonRow & { live: boolean }>(
      this.manager,
      `SELECT ${PERSON_COLUMNS},
              EXISTS (SELECT 1 FROM access_token
                       WHERE profile = p.id AND type = 'DEFAULT' AND expires_at > $3)
              OR EXISTS (SELECT 1 FROM refresh_token WHERE profile = p.id AND expires_at > $3) AS live
         FROM profile p ${PERSON_JOIN}
        WHERE p.client_id = $1 AND p.profile_key = $2`,
      [clientId, profileKey, now],
    );
    return row && { person: personOf(row), live: row.live };
  }
}
