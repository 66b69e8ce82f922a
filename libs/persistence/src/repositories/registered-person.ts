import type { RegisteredPerson } from '@passant/protocol';

/**
 * A row about the person of a profile `p`. Members are named as in {@link RegisteredPerson}, except for the scopes,
 * since other tables in the query have scopes as well.
 */
export interface PersonRow {
  profile: string;
  profileId: string;
  identityProvider: string;
  userId: string;
  userDetails: Record<string, unknown>;
  amr: string[];
  claimsByScope: boolean;
  profileScopes: string[];
}

export const PERSON_COLUMNS = `p.id AS profile, p.profile_id AS "profileId", p.identity_provider AS "identityProvider",
  p.user_id AS "userId", coalesce(u.attributes, '{}'::jsonb) AS "userDetails", p.amr,
  p.claims_by_scope AS "claimsByScope", p.scopes AS "profileScopes"`;

export const PERSON_JOIN = `LEFT JOIN registered_user u
  ON u.identity_provider = p.identity_provider AND u.user_id = p.user_id`;

export function personOf(row: PersonRow): RegisteredPerson {
  const { profile, profileId, identityProvider, userId, userDetails, amr, claimsByScope, profileScopes } = row;
  return { profile, profileId, identityProvider, userId, userDetails, amr, claimsByScope, scopes: profileScopes };
}
