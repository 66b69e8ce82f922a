import type { AccessTokenRecord, Profile, RefreshTokenRecord } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { afterDeadlockAgain } from '../deadlock.js';
import { prepared } from '../prepared-statements.js';
import { inOrderOf, rowsOf } from '../rows.js';
import { SharedStatement } from '../shared-statement.js';
import { TOKEN_COLUMNS, TOKEN_VALUES, personValues, tokenValues, writesOfPerson } from './person-tokens.js';

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
  private readonly bare = new SharedStatement<AccessTokenRecord, boolean>((tokens) => this.storeAll(tokens));

  constructor(private readonly manager: EntityManager) {}

  async record(completion: Completion): Promise<CompletionResult> {
    const { transaction, profile, accessToken } = completion;
    // What leaves nothing but a token shares its statement, and its commit, with others of this moment.
    const isBare = !transaction && !profile && accessToken.family === null;
    if (isBare && (await this.bare.ask(accessToken))) return 'recorded';
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

  /** @returns which are stored; of the others it is yet to be found out whether their client stands */
  private async storeAll(tokens: AccessTokenRecord[]): Promise<boolean[]> {
    const hashes = tokens.map(({ tokenHash }) => tokenHash);
    const stored = await rowsOf<{ tokenHash: Buffer }>(this.manager, WITHOUT_ANYTHING, [
      hashes,
      tokens.map((token) => token.type),
      tokens.map((token) => token.clientId),
      tokens.map((token) => token.application),
      tokens.map((token) => token.appPlatform),
      tokens.map((token) => token.appVersion),
      tokens.map((token) => token.scopes.join(' ')),
      tokens.map((token) => token.issuedAt),
      tokens.map((token) => token.expiresAt),
      tokens.map((token) => token.sealed),
    ]);
    return inOrderOf(hashes, stored).map((row) => row !== undefined);
  }

  private async apply(completion: Completion): Promise<CompletionResult> {
    const { transaction, accessToken, profile, refreshToken } = completion;
    const [row] = await rowsOf<{ standing: number; spent: number; tokens: number }>(
      this.manager,
      profile ? WITH_PROFILE : WITHOUT_PROFILE,
      [
        transaction?.idHash ?? null,
        transaction?.claim ?? null,
        ...(profile ? personValues({ accessToken, profile, refreshToken }) : tokenValues(accessToken)),
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

// A client that somebody works on at this moment is left out, so that nobody waits for another's client. A scope holds no
// space, so a list of them can be one text: arrays of arrays would all have to be of one length.
const WITHOUT_ANYTHING = prepared(`WITH wanted AS (
    SELECT * FROM unnest($1::bytea[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                         $8::bigint[], $9::bigint[], $10::bytea[])
      AS w (token_hash, type, client_id, application, app_platform, app_version, scopes, issued_at, expires_at, sealed)),
  standing AS MATERIALIZED (
    SELECT client_id FROM client WHERE client_id = ANY ($3::text[]) AND enabled FOR SHARE SKIP LOCKED)
  INSERT INTO access_token (token_hash, type, client_id, application, app_platform, app_version, scopes,
                            issued_at, expires_at, sealed)
  SELECT w.token_hash, w.type, w.client_id, w.application, w.app_platform, w.app_version,
         string_to_array(w.scopes, ' '), w.issued_at, w.expires_at, w.sealed
    FROM wanted w JOIN standing USING (client_id)
  RETURNING token_hash AS "tokenHash"`);

const WITHOUT_PROFILE = `WITH ${SPEND},
  token AS (
    INSERT INTO access_token (${TOKEN_COLUMNS}) SELECT ${TOKEN_VALUES}, NULL::uuid FROM go RETURNING 1)
  SELECT ${COUNTS}`;

const WITH_PROFILE = `WITH ${SPEND},
  ${writesOfPerson('go')}
  SELECT ${COUNTS}`;
