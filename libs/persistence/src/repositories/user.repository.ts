import type { EpochSeconds } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { rowsOf } from '../rows.js';

/** A profile with the application its client belongs to. */
export interface ProfileOfUser {
  id: string;
  clientId: string;
  application: string | null;
  identityProvider: string;
  profileId: string;
  scopes: string[];
  createdAt: EpochSeconds;
}

const COLUMNS = `profile.id, profile.client_id AS "clientId", client.application,
  profile.identity_provider AS "identityProvider", profile.profile_id AS "profileId", profile.scopes,
  profile.created_at AS "createdAt"`;

/**
 * The people who have a profile. People who only used stateless registrations are not stored, and
 * so are not found here.
 */
export class UserRepository {
  constructor(private readonly manager: EntityManager) {}

  /** The profiles of a person, newest first, at most 500. @param userId exact `user.id` of the script */
  async profilesOf(userId: string): Promise<ProfileOfUser[]> {
    return rowsOf<ProfileOfUser>(
      this.manager,
      `SELECT ${COLUMNS} FROM profile JOIN client USING (client_id)
        WHERE profile.user_id = $1 ORDER BY profile.created_at DESC, profile.id LIMIT 500`,
      [userId],
    );
  }

  /** A profile of a person. */
  async findProfile(userId: string, profile: string): Promise<ProfileOfUser | undefined> {
    const [found] = await rowsOf<ProfileOfUser>(
      this.manager,
      `SELECT ${COLUMNS} FROM profile JOIN client USING (client_id) WHERE profile.id = $2 AND profile.user_id = $1`,
      [userId, profile],
    );
    return found;
  }

  /**
   * Deletes a profile with its access and refresh tokens and, if it is the last one, the data stored about the person.
   * Codes that would make it anew have to be gone by then: see {@link AuthorizationCodeRepository.discardOf}.
   * @returns the deleted profile, or undefined if the person has no such profile
   */
  async disconnect(userId: string, profile: string): Promise<ProfileOfUser | undefined> {
    const [gone] = await rowsOf<ProfileOfUser>(
      this.manager,
      `DELETE FROM profile USING client
        WHERE profile.id = $2 AND profile.user_id = $1 AND client.client_id = profile.client_id
        RETURNING ${COLUMNS}`,
      [userId, profile],
    );
    return gone;
  }
}
