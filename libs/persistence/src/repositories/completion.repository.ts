import type { AccessTokenRecord, Basis, Profile, RefreshTokenRecord, SessionTokenRecord } from '@passant/protocol';
import type { EntityManager } from 'typeorm';
import { afterDeadlockAgain } from '../deadlock.js';
import { prepared } from '../prepared-statements.js';
import { inOrderOf, rowsOf } from '../rows.js';
import { SharedStatement } from '../shared-statement.js';
import { basisValues, standingOn } from './basis.js';
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
  basis: Basis;
  /** The transaction to spend, with the claim that proves it is ours; absent for ONE_STEP. */
  transaction?: { idHash: Buffer; claim: Buffer };
  accessToken: AccessTokenRecord;
  profile?: Profile & { profileKey: string };
  refreshToken?: RefreshTokenRecord;
  /** The session that a stateless registration begins; never together with a profile. */
  session?: SessionTokenRecord;
}

/**
 * `spent`: the transaction was no longer ours. `outdated`: the basis is not as it was. `profile_taken`: another user has
 * this profile on this client.
 */
export type CompletionResult = 'recorded' | 'spent' | 'outdated' | 'profile_taken';

/** Rolls back a completion that failed. */
class ProfileTaken extends Error {}

/**
 * Records completed registrations: one statement spends the transaction and stores the profile and the tokens, so that
 * no transaction yields two tokens. It is all or nothing: if the profile turns out to be another person's, the
 * transaction is not spent either.
 */
export class CompletionRepository {
  private readonly bare = new SharedStatement<BareCompletion, boolean>((completions) => this.storeAll(completions));

  constructor(private readonly manager: EntityManager) {}

  async record(completion: Completion): Promise<CompletionResult> {
    const { basis, transaction, profile, accessToken } = completion;
    const { application, provider } = basis;
    // Completions that store only a token share their statement, and its commit, with concurrent ones.
    const restsOnMore = basis.resourceServers.length > 0 || basis.clientDocuments !== null;
    const isAlone = !transaction && !profile && accessToken.family === null;
    const isBare = isAlone && !restsOnMore && application !== null && provider !== null;
    if (isBare && (await this.bare.ask({ accessToken, basis: { ...basis, application, provider } }))) return 'recorded';
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

  /** @returns which were stored; for the others, the caller has to find out whether their basis is still as it was */
  private async storeAll(completions: BareCompletion[]): Promise<boolean[]> {
    const tokens = completions.map(({ accessToken }) => accessToken);
    const bases = completions.map(({ basis }) => basis);
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
      bases.map(({ client }) => client.incarnation),
      bases.map(({ client }) => client.edition),
      bases.map(({ application }) => application.identifier),
      bases.map(({ application }) => application.issuance),
      bases.map(({ application }) => application.edition),
      bases.map(({ provider }) => provider.identifier),
      bases.map(({ provider }) => provider.issuance),
      bases.map(({ provider }) => provider.edition),
    ]);
    return inOrderOf(hashes, stored).map((row) => row !== undefined);
  }

  private async apply(completion: Completion): Promise<CompletionResult> {
    const { basis, transaction } = completion;
    const [writes, values] = writesOf(completion);
    const parameters = [transaction?.idHash ?? null, transaction?.claim ?? null, ...values, basisValues(basis)];
    // What a deletion takes along is locked first, and then its dependants, in the order of the deletion.
    const [row] = await rowsOf<{ standing: number; spent: number; tokens: number }>(
      this.manager,
      `WITH ${standingOn(basis, `$${parameters.length}`)},
       spent AS (
         DELETE FROM registration_transaction USING standing WHERE id_hash = $1 AND claim = $2 RETURNING 1),
       go AS (SELECT 1 FROM standing WHERE $1::bytea IS NULL OR EXISTS (SELECT 1 FROM spent)),
       ${writes}
       SELECT (SELECT count(*)::int FROM standing) AS standing, (SELECT count(*)::int FROM spent) AS spent,
              (SELECT count(*)::int FROM token) AS tokens`,
      parameters,
    );
    if (row!.tokens === 1) return 'recorded';
    if (row!.standing === 0) return 'outdated';
    return transaction && row!.spent === 0 ? 'spent' : 'profile_taken';
  }
}

/** A completion that stores nothing but a token. */
interface BareCompletion extends Pick<Completion, 'accessToken'> {
  basis: { [Part in 'client' | 'application' | 'provider']: NonNullable<Basis[Part]> };
}

/** The CTEs that store what a completion stores, and their parameters from `$3` on. */
function writesOf({ accessToken, profile, refreshToken, session }: Completion): [writes: string, values: unknown[]] {
  if (profile) return [writesOfPerson('go'), personValues({ accessToken, profile, refreshToken })];
  if (session) return [writesOfSession('go'), sessionValues({ accessToken, session })];
  return [writesOfTokenAlone('go'), valuesOfTokenAlone(accessToken)];
}

// What is locked at the moment is skipped, so that nobody waits for another's client. Scopes and resources contain no
// spaces, so a list of them can be a single text: an array of arrays would need all of them to have the same length.
const WITHOUT_ANYTHING = prepared(`WITH wanted AS (
    SELECT * FROM unnest($1::bytea[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[],
                         $8::bigint[], $9::bigint[], $10::bytea[], $11::text[], $12::text[], $13::uuid[], $14::int[],
                         $15::text[], $16::uuid[], $17::int[], $18::text[], $19::uuid[], $20::int[])
      AS w (token_hash, type, client_id, application, app_platform, app_version, scopes, issued_at, expires_at, sealed,
            identity_provider, audience, incarnation, client_edition, held_application, application_issuance,
            application_edition, held_provider, provider_issuance, provider_edition)),
  standing AS MATERIALIZED (
    SELECT w.token_hash FROM wanted w
      JOIN identity_provider p
        ON p.identifier = held_provider AND p.issuance = provider_issuance AND p.edition = provider_edition
      JOIN application a
        ON a.identifier = held_application AND a.issuance = application_issuance AND a.edition = application_edition
      JOIN client c
        ON c.client_id = w.client_id AND c.incarnation = w.incarnation AND c.edition = client_edition
       FOR SHARE OF p, a, c SKIP LOCKED)
  INSERT INTO access_token (token_hash, type, client_id, application, app_platform, app_version, scopes,
                            issued_at, expires_at, sealed, identity_provider, audience)
  SELECT w.token_hash, w.type, w.client_id, w.application, w.app_platform, w.app_version,
         string_to_array(w.scopes, ' '), w.issued_at, w.expires_at, w.sealed, w.identity_provider,
         string_to_array(w.audience, ' ')
    FROM wanted w JOIN standing USING (token_hash)
  RETURNING token_hash AS "tokenHash"`);
