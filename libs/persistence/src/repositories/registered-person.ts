import type { RegisteredPerson } from '@passant/protocol';

/** A row that says who a profile `p` is about; its names are the record's, but for the scopes of other rows beside it. */
export interface PersonRow {
  profile: string;
  profileId: string;
  identityProvider: string;
  userId: string;
  userDetails: Record<string, unknown>;
  amr: string[];
  profileScopes: string[];
}

export const PERSON_COLUMNS = `p.id AS profile, p.profile_id AS "profileId", p.identity_provider AS "identityProvider",
  p.user_id AS "userId", coalesce(u.attributes, '{}'::jsonb) AS "userDetails", p.amr, p.scopes AS "profileScopes"`;

export const PERSON_JOIN = `LEFT JOIN registered_user u
  ON u.identity_provider = p.identity_provider AND u.user_id = p.user_id`;

export function personOf(row: PersonRow): RegisteredPerson {
  const { profile, profileId, identityProvider, userId, userDetails, amr, profileScopes } = row;
  return { profile, profileId, identityProvider, userId, userDetails, amr, scopes: profileScopes };
}
