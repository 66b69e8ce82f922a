import type { EntityManager } from 'typeorm';
import { rowsOf } from '../rows.js';

/** Whose tokens to end: those of an application's clients, or of the people whom a provider authenticated. */
export type TokenOwner = { application: string } | { identityProvider: string };

/** How many of each kind were deleted. */
export interface EndedTokens {
  accessTokens: number;
  refreshTokens: number;
  /** Authorization codes that had not been exchanged. */
  codes: number;
  /** Pending registrations, and unanswered questions. */
  transactions: number;
}

const CLIENTS = '(SELECT client_id FROM client WHERE application = $1)';
const PROFILES = {
  application: '(SELECT p.id FROM profile p JOIN client c ON c.client_id = p.client_id WHERE c.application = $1)',
  identityProvider: '(SELECT id FROM profile WHERE identity_provider = $1)',
};

/** The condition, for each table, that selects an owner's rows. */
const OF_OWNER = {
  application: {
    authorization_code: `client_id IN ${CLIENTS}`,
    registration_transaction: `client_id IN ${CLIENTS}`,
    authentication_transaction: `profile IN ${PROFILES.application}`,
    access_token: `client_id IN ${CLIENTS}`,
    refresh_token: `client_id IN ${CLIENTS}`,
  },
  identityProvider: {
    authorization_code: 'identity_provider = $1',
    registration_transaction: 'identity_provider = $1',
    authentication_transaction: `profile IN ${PROFILES.identityProvider}`,
    access_token: `(identity_provider = $1 OR profile IN ${PROFILES.identityProvider})`,
    refresh_token: `(identity_provider = $1 OR profile IN ${PROFILES.identityProvider})`,
  },
};

/** Ends everything that was issued, all at once, in case tokens have fallen into the wrong hands. */
export class TokenEndingRepository {
  constructor(private readonly manager: EntityManager) {}

  /**
   * Lets nothing that was begun before end in a token: whatever stores tokens now finds that its decision is of an earlier
   * issuance. Must be in effect before {@link endAll}, which only finds what is stored.
   */
  async renewIssuance(owner: TokenOwner): Promise<void> {
    const [table, identifier] = 'application' in owner ? ['application', owner.application] : ['identity_provider', owner.identityProvider]; // prettier-ignore
    await rowsOf(this.manager, `UPDATE ${table} SET issuance = gen_random_uuid() WHERE identifier = $1`, [identifier]);
  }

  /**
   * Deletes access and refresh tokens, unused codes and pending transactions. Registrations of people and devices stay.
   * Must be called in a transaction.
   */
  async endAll(owner: TokenOwner): Promise<EndedTokens> {
    const [kind, identifier] = 'application' in owner ? (['application', owner.application] as const) : (['identityProvider', owner.identityProvider] as const); // prettier-ignore
    const remove = async (table: keyof (typeof OF_OWNER)['application'], condition = 'true'): Promise<number> => {
      const [row] = await rowsOf<{ count: number }>(
        this.manager,
        `WITH gone AS (DELETE FROM ${table} WHERE ${OF_OWNER[kind][table]} AND ${condition} RETURNING 1)
         SELECT count(*) AS count FROM gone`,
        [identifier],
      );
      return row!.count;
    };
    // What can be exchanged for tokens is deleted first: this waits for concurrent exchanges, and the following
    // statements see the tokens they issued. Access tokens are deleted before the refresh tokens, which would delete
    // them without counting.
    const codes = await remove('authorization_code', 'redeemed_at IS NULL');
    const registrations = await remove('registration_transaction');
    const questions = await remove('authentication_transaction', 'outcome IS NULL');
    const accessTokens = await remove('access_token');
    const refreshTokens = await remove('refresh_token');
    return { accessTokens, refreshTokens, codes, transactions: registrations + questions };
  }
}
