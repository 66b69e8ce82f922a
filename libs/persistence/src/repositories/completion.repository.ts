import type { AccessTokenRecord, Profile, RefreshTokenRecord } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { afterDeadlockAgain } from '../deadlock.js';
import { rowsOf } from '../rows.js';

/** What a completed registration writes. `profile` and `refreshToken` are absent where nothing may stay behind. */
export interface Completion {
  /** The transaction to spend, with the claim that proves it is ours; absent on ONE_STEP. */
  transaction?: { idHash: Buffer; claim: Buffer };
  accessToken: AccessTokenRecord;
  profile?: Profile & { profileKey: string };
  refreshToken?: RefreshTokenRecord;
}

/**
 * `spent`: the transaction was no longer ours. `client_gone`: the client was deleted or switched off meanwhile.
 * `profile_taken`: another user has this profile on this client.
 */
export type CompletionResult = 'recorded' | 'spent' | 'client_gone' | 'profile_taken';

/** Undoes a completion that came to nothing. */
class ProfileTaken extends Error {}

/**
 * Records completed registrations: the transaction is spent, the profile kept and the tokens stored by one statement,
 * so that no transaction gives two tokens. All of it happens or none: where the profile turns out to be another
 * person's, the transaction is not spent either.
 */
export class CompletionRepository {
  constructor(private readonly manager: EntityManager) {}

  async record(completion: Completion): Promise<CompletionResult> {
    // Only here can a part of the statement fail to apply while another did: undone by the transaction around it.
    if (!completion.transaction || !completion.profile) return this.apply(completion);
    try {
      return await afterDeadlockAgain(() =>
        this.manager.transaction(async (manager) => {
          const result = await new CompletionRepository(manager).apply(completion);
          if (result === 'profile_taken') throw new ProfileTaken();
          return result;
        }),
      );
    } catch (error) {
      if (error instanceof ProfileTaken) return 'profile_taken';
      throw error;
    }
  }

  private async apply(completion: Completion): Promise<CompletionResult> {
    const { transaction, accessToken: token, profile, refreshToken: refresh } = completion;
    const [row] = await rowsOf<{ standing: number; spent: number; tokens: number }>(
      this.manager,
      profile ? WITH_PROFILE : WITHOUT_PROFILE,
      [
        transaction?.idHash ?? null,
        transaction?.claim ?? null,
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
        ...(profile
          ? [
              profile.id,
              profile.profileKey,
              profile.profileId,
              profile.identityProvider,
              profile.userId,
              profile.amr,
              JSON.stringify(profile.userDetails),
              refresh?.tokenHash ?? null,
              refresh?.expiresAt ?? null,
            ]
          : []),
      ],
    );
    if (row!.tokens === 1) return 'recorded';
    if (row!.standing === 0) return 'client_gone';
    return transaction && row!.spent === 0 ? 'spent' : 'profile_taken';
  }
}

// The client is locked first: a deletion goes from the client to what stands on it, and so does this. FOR SHARE, because
// whoever switches the client off at this moment must not overlook the token.
const SPEND = `standing AS MATERIALIZED (
    SELECT client_id FROM client WHERE client_id = $5 AND enabled FOR SHARE),
  spent AS (
    DELETE FROM registration_transaction USING standing WHERE id_hash = $1 AND claim = $2 RETURNING 1),
  go AS (SELECT 1 FROM standing WHERE $1::bytea IS NULL OR EXISTS (SELECT 1 FROM spent))`;

const COUNTS = `(SELECT count(*)::int FROM standing) AS standing, (SELECT count(*)::int FROM spent) AS spent,
    (SELECT count(*)::int FROM token) AS tokens`;

const TOKEN_COLUMNS = `token_hash, type, client_id, application, app_platform, app_version, scopes,
      issued_at, expires_at, family, sealed, profile`;
const TOKEN_VALUES = `$3::bytea, $4, $5, $6, $7, $8, $9::text[], $10::bigint, $11::bigint, $12::uuid, $13::bytea`;

const WITHOUT_PROFILE = `WITH ${SPEND},
  token AS (
    INSERT INTO access_token (${TOKEN_COLUMNS}) SELECT ${TOKEN_VALUES}, NULL::uuid FROM go RETURNING 1)
  SELECT ${COUNTS}`;

const WITH_PROFILE = `WITH ${SPEND},
  kept AS (
    INSERT INTO profile (id, client_id, profile_key, profile_id, identity_provider, user_id, scopes, amr, created_at)
    SELECT $14::uuid, $5, $15, $16, $17, $18, $9::text[], $19::text[], $10::bigint FROM go
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
    SELECT $21::bytea, $12::uuid, kept.id, $5, $9::text[], $10::bigint, $10::bigint, $22::bigint FROM kept
     WHERE $21::bytea IS NOT NULL)
  SELECT ${COUNTS}`;
