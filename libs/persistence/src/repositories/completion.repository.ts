import type { AccessTokenRecord, Profile, RefreshTokenRecord, SessionTokenRecord } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { afterDeadlockAgain } from '../deadlock.js';
import { prepared } from '../prepared-statements.js';
import { inOrderOf, rowsOf } from '../rows.js';
import { SharedStatement } from '../shared-statement.js';
import {
  valuesOfTokenAlone,
  personValues,
  sessionValues,
  writesOfTokenAlone,
  writesOfPerson,
  writesOfSession,
} from './person-tokens.js';

/**
 * What a completed registration stores. `profile` and `refreshToken` are absent if nothing about the
 * person may be stored.
 */
export interface Completion {
  /** The transaction to spend, with the claim that proves it is ours; absent for ONE_STEP. */
  transaction?: { idHash: Buffer; claim: Buffer };
  accessToken: AccessTokenRecord;
  profile?: Profile & { profileKey: string };
  refreshToken?: RefreshTokenRecord;
  /** The session that a stateless registration begins; never together with a profile. */
  session?: SessionTokenRecord;
}

/**
 * `without_session`: recorded, except for the session, which the application no longer gives. `spent`: the transaction
 * was no longer ours. `client_gone`: the client has been deleted or disabled. `profile_taken`: another user has this
 * profile on this client.
 */
export type CompletionResult = 'recorded' | 'without_session' | 'spent' | 'client_gone' | 'profile_taken';

/** Rolls back a completion that failed. */
class ProfileTaken extends Error {}

/**
 * Records completed registrations: one statement spends the transaction and stores the profile and the tokens, so that
 * no transaction yields two tokens. It is all or nothing: if the profile turns out to be another person's, the
 * transaction is not spent either.
 */
export class CompletionRepository {
  private readonly bare = new SharedStatement<AccessTokenRecord, boolean>((tokens) => this.storeAll(tokens));

  constructor(private readonly manager: EntityManager) {}

  async record(completion: Completion): Promise<CompletionResult> {
    const { transaction, profile, accessToken } = completion;
    // Completions that store only a token share their statement, and its commit, with concurrent ones.
    const isBare = !transaction && !profile && accessToken.family === null;
    if (isBare && (await this.bare.ask(accessToken))) return 'recorded';
    // Only in this case can part of the statement apply while another part does not, so a transaction
    // around it rolls it back.
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

  /**
   * @returns which were stored; for the others, the caller has to find out whether their client still
   * exists and is enabled
   */
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
      tokens.map((token) => token.identityProvider),
      tokens.map((token) => token.audience?.join(' ') ?? null),
    ]);
    return inOrderOf(hashes, stored).map((row) => row !== undefined);
  }

  private async apply(completion: Completion): Promise<CompletionResult> {
    const { transaction, session } = completion;
    const [statement, values] = writesOf(completion);
    const [row] = await rowsOf<{ standing: number; spent: number; tokens: number; sessions: number }>(
      this.manager,
      statement,
      [transaction?.idHash ?? null, transaction?.claim ?? null, ...values],
    );
    if (row!.tokens === 1) return session && row!.sessions === 0 ? 'without_session' : 'recorded';
    if (row!.standing === 0) return 'client_gone';
    return transaction && row!.spent === 0 ? 'spent' : 'profile_taken';
  }
}

/** The statement for what a completion stores, and its parameters from `$3` on. */
function writesOf({ accessToken, profile, refreshToken, session }: Completion): [statement: string, values: unknown[]] {
  if (profile) return [WITH_PROFILE, personValues({ accessToken, profile, refreshToken })];
  if (session) return [WITH_SESSION, sessionValues({ accessToken, session })];
  return [WITHOUT_PROFILE, valuesOfTokenAlone(accessToken)];
}

// The client is locked first, since a deletion also goes from the client to its dependants. FOR SHARE, so that a
// concurrent statement that disables the client does not miss the token.
const SPEND = `standing AS MATERIALIZED (
    SELECT client_id FROM client WHERE client_id = $5 AND enabled FOR SHARE),
  spent AS (
    DELETE FROM registration_transaction USING standing WHERE id_hash = $1 AND claim = $2 RETURNING 1),
  go AS (SELECT 1 FROM standing WHERE $1::bytea IS NULL OR EXISTS (SELECT 1 FROM spent))`;

const COUNTS = `(SELECT count(*)::int FROM standing) AS standing, (SELECT count(*)::int FROM spent) AS spent,
    (SELECT count(*)::int FROM token) AS tokens`;

// Clients that are locked at the moment are skipped, so that nobody waits for another's client. Scopes and
// resources contain no spaces, so a list of them can be a single text: an array of arrays would need all of them to
// have the same length.
const WITHOUT_ANYTHING = prepared(`WITH wanted AS (
    SELECT * FROM unnest($1::bytea[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                         $8::bigint[], $9::bigint[], $10::bytea[], $11::text[], $12::text[])
      AS w (token_hash, type, client_id, application, app_platform, app_version, scopes, issued_at, expires_at, sealed,
            identity_provider, audience)),
  standing AS MATERIALIZED (
    SELECT client_id FROM client WHERE client_id = ANY ($3::text[]) AND enabled FOR SHARE SKIP LOCKED)
  INSERT INTO access_token (token_hash, type, client_id, application, app_platform, app_version, scopes,
                            issued_at, expires_at, sealed, identity_provider, audience)
  SELECT w.token_hash, w.type, w.client_id, w.application, w.app_platform, w.app_version,
         string_to_array(w.scopes, ' '), w.issued_at, w.expires_at, w.sealed, w.identity_provider,
         string_to_array(w.audience, ' ')
    FROM wanted w JOIN standing USING (client_id)
  RETURNING token_hash AS "tokenHash"`);

const WITHOUT_PROFILE = `WITH ${SPEND},
  ${writesOfTokenAlone('go')}
  SELECT ${COUNTS}`;

const WITH_PROFILE = `WITH ${SPEND},
  ${writesOfPerson('go')}
  SELECT ${COUNTS}`;

const WITH_SESSION = `WITH ${SPEND},
  ${writesOfSession('go')}
  SELECT ${COUNTS}, (SELECT count(*)::int FROM session) AS sessions`;
