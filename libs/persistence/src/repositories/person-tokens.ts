import type { AccessTokenRecord, Profile, RefreshTokenRecord } from '@passant/protocol';

/** What is written of a person who registered: their profile on the client, and the tokens that stand on it. */
export interface PersonWrites {
  /** Its `profile` is that of the person on the client, whatever the record says. */
  accessToken: AccessTokenRecord;
  profile: Profile & { profileKey: string };
  /** Its `profile`, too. */
  refreshToken?: RefreshTokenRecord | undefined;
}

export const TOKEN_COLUMNS = `token_hash, type, client_id, application, app_platform, app_version, scopes,
      issued_at, expires_at, family, sealed, profile`;
/** All but the profile; `$1` and `$2` are the statement's own. */
export const TOKEN_VALUES = `$3::bytea, $4, $5, $6, $7, $8, $9::text[], $10::bigint, $11::bigint, $12::uuid, $13::bytea`;

/** The parameters `$3` to `$13`. */
export function tokenValues(token: AccessTokenRecord): unknown[] {
  return [
    token.tokenHash,
    token.type,
    token.clientId,
    token.application,
    token.appPlatform,
    token.appVersion,
    token.scopes,
    token.issuedAt,
    token.expiresAt,
    token.family,
    token.sealed,
  ];
}

/** The parameters `$3` to `$23`. */
export function personValues({ accessToken, profile, refreshToken: refresh }: PersonWrites): unknown[] {
  return [
    ...tokenValues(accessToken),
    profile.id,
    profile.profileKey,
    profile.profileId,
    profile.identityProvider,
    profile.userId,
    profile.amr,
    JSON.stringify(profile.userDetails),
    refresh?.tokenHash ?? null,
    refresh?.expiresAt ?? null,
    refresh?.authenticatedAt ?? null,
  ];
}

/**
 * The parts of a statement that write a person: `kept`, `person`, `token` and `refresh`.
 * @param go the part before them, which has one row if all of this shall happen and none otherwise. Nothing but `token`
 * tells whether it did: a profile that is another person's stops it as well
 */
export const writesOfPerson = (go: string): string => `kept AS (
    INSERT INTO profile (id, client_id, profile_key, profile_id, identity_provider, user_id, scopes, amr, created_at)
    SELECT $14::uuid, $5, $15, $16, $17, $18, $9::text[], $19::text[], $10::bigint FROM ${go}
    ON CONFLICT (client_id, profile_key) DO UPDATE SET scopes = excluded.scopes, amr = excluded.amr
      WHERE profile.identity_provider = excluded.identity_provider AND profile.user_id = excluded.user_id
    RETURNING id),
  person AS (
    INSERT INTO registered_user (identity_provider, user_id, attributes, updated_at)
    SELECT $17, $18, $20::jsonb, $10::bigint FROM kept
    ON CONFLICT (identity_provider, user_id)
      DO UPDATE SET attributes = excluded.attributes, updated_at = excluded.updated_at),
  token AS (
    INSERT INTO access_token (${TOKEN_COLUMNS}) SELECT ${TOKEN_VALUES}, kept.id FROM kept RETURNING 1),
  refresh AS (
    INSERT INTO refresh_token (token_hash, family, profile, client_id, scopes, authenticated_at, issued_at, expires_at)
    SELECT $21::bytea, $12::uuid, kept.id, $5, $9::text[], $23::bigint, $10::bigint, $22::bigint FROM kept
     WHERE $21::bytea IS NOT NULL)`;
