import type { AccessTokenRecord, Profile, RefreshTokenRecord, SessionTokenRecord } from '@passant/protocol';

/** What is stored about a registered person: their profile on the client, and the tokens based on it. */
export interface PersonWrites {
  /** Its `profile` is replaced by the ID of the person's profile on the client. */
  accessToken: AccessTokenRecord;
  profile: Profile & { profileKey: string };
  /** Likewise for its `profile`. */
  refreshToken?: RefreshTokenRecord | undefined;
}

const TOKEN_COLUMNS = `token_hash, type, client_id, application, app_platform, app_version, scopes,
      issued_at, expires_at, family, sealed, audience, profile, identity_provider`;
/** All values except profile and provider; `$1` and `$2` belong to the statement. */
const TOKEN_VALUES =
  '$3::bytea, $4, $5, $6, $7, $8, $9::text[], $10::bigint, $11::bigint, $12::uuid, $13::bytea, $14::text[]';

/** The parameters `$3` to `$14`. */
function tokenValues(token: AccessTokenRecord): unknown[] {
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
    token.audience,
  ];
}

/** The parameters `$3` to `$27`. */
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
    profile.claimsByScope,
    refresh?.resources ?? [],
    refresh?.redirectUri ?? null,
  ];
}

/**
 * The CTEs that store a person: `kept`, `person`, `token` and `refresh`.
 * @param go a preceding CTE that has one row if all of this must happen, and none otherwise. Only `token` tells whether
 * it did, because a profile that is another person's prevents it as well
 */
export const writesOfPerson = (go: string): string => `kept AS (
    INSERT INTO profile (id, client_id, profile_key, profile_id, identity_provider, user_id, scopes, amr,
                         claims_by_scope, created_at)
    SELECT $15::uuid, $5, $16, $17, $18, $19, $9::text[], $20::text[], $25::boolean, $10::bigint FROM ${go}
    ON CONFLICT (client_id, profile_key) DO UPDATE SET scopes = excluded.scopes, amr = excluded.amr,
      claims_by_scope = excluded.claims_by_scope
      WHERE profile.identity_provider = excluded.identity_provider AND profile.user_id = excluded.user_id
    RETURNING id),
  person AS (
    INSERT INTO registered_user (identity_provider, user_id, attributes, updated_at)
    SELECT $18, $19, $21::jsonb, $10::bigint FROM kept
    ON CONFLICT (identity_provider, user_id)
      DO UPDATE SET attributes = excluded.attributes, updated_at = excluded.updated_at),
  token AS (
    INSERT INTO access_token (${TOKEN_COLUMNS}) SELECT ${TOKEN_VALUES}, kept.id, $18 FROM kept RETURNING 1),
  refresh AS (
    INSERT INTO refresh_token (token_hash, family, profile, client_id, scopes, resources, redirect_uri, authenticated_at,
                               issued_at, expires_at)
    SELECT $22::bytea, $12::uuid, kept.id, $5, $9::text[], $26::text[], $27, $24::bigint, $10::bigint, $23::bigint FROM kept
     WHERE $22::bytea IS NOT NULL)`;

/** The parameters `$3` to `$15` of an access token that no profile belongs to. */
export function valuesOfTokenAlone(token: AccessTokenRecord): unknown[] {
  return [...tokenValues(token), token.identityProvider];
}

/**
 * The CTE `token`, which stores an access token that no profile belongs to.
 * @param go as in {@link writesOfPerson}
 */
export const writesOfTokenAlone = (go: string): string => `token AS (
    INSERT INTO access_token (${TOKEN_COLUMNS}) SELECT ${TOKEN_VALUES}, NULL::uuid, $15 FROM ${go} RETURNING 1)`;

/** What is stored about a stateless registration: the access token, and the session it begins, if any. */
export interface SessionWrites {
  accessToken: AccessTokenRecord;
  session: SessionTokenRecord;
}

/** The parameters `$3` to `$20`. */
export function sessionValues({ accessToken, session }: SessionWrites): unknown[] {
  return [
    ...tokenValues(accessToken),
    session.identityProvider,
    session.tokenHash,
    session.expiresAt,
    session.sealed,
    session.resources,
    session.authenticatedAt,
  ];
}

/**
 * The CTEs that store a stateless registration with its session: `session` and `token`.
 * @param go as in {@link writesOfPerson}
 */
export const writesOfSession = (go: string): string => `session AS (
    INSERT INTO refresh_token (token_hash, family, client_id, scopes, resources, authenticated_at, issued_at, expires_at,
                               identity_provider, sealed)
    SELECT $16::bytea, $12::uuid, $5, $9::text[], $19::text[], $20::bigint, $10::bigint, $17::bigint, $15, $18::bytea
      FROM ${go}),
  ${writesOfTokenAlone(go)}`;
