import { Injectable } from '@nestjs/common';
import { Store } from '@passant/persistence';
import {
  type Allowance,
  CODE_MEMORY,
  CODE_VALIDITY,
  INTERACTION_VALIDITY,
  type IdentityProvider,
  OAuthError,
  OutdatedBasis,
  type ScriptUser,
  basisOfStep,
  endOfBeginningSession,
  formOpaqueToken,
  seal,
} from '@passant/protocol';
import type { ClaimedTransaction } from '../identification/transactions.js';
import { Clock } from '../platform/clock.js';
import { Secrets } from '../credentials/secrets.js';
import type { Interaction } from './interactions.js';

/** Stores a person's identity under a code that only their browser has, until they decide about consent. */
@Injectable()
export class CodeRecorder {
  constructor(
    private readonly store: Store,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns the code, which is worthless until the person has agreed
   * Throws `invalid_transaction` if the transaction was spent meanwhile, `OutdatedBasis`.
   */
  async record(
    interaction: Interaction,
    { client, application }: Allowance,
    provider: IdentityProvider,
    user: ScriptUser,
    transaction: ClaimedTransaction | undefined,
  ): Promise<string> {
    const now = this.clock.now();
    // The expiry inside the code outlasts every state of its row; only the row says which state it is in.
    const notAfter = now + INTERACTION_VALIDITY + CODE_VALIDITY + CODE_MEMORY;
    const code = formOpaqueToken('authorization-code', this.secrets.randomBytes(16), notAfter, this.secrets.tokenKey);
    const basis = basisOfStep({ client, application, provider });
    const stateless = interaction.stateless ?? false;
    const result = await this.store.authorizationCodes.insert(
      {
        basis,
        codeHash: code.hash,
        clientId: interaction.clientId,
        redirectUri: interaction.redirectUri,
        codeChallenge: interaction.codeChallenge ?? null,
        nonce: interaction.nonce ?? null,
        scopes: interaction.scopes,
        resources: interaction.resources ?? [],
        identityProvider: provider.identifier,
        authenticatedAt: now,
        // Whoever registers statelessly is never disconnected, and nothing is to lead to them.
        person: stateless ? null : this.secrets.personOfCode(interaction.clientId, provider.identifier, user.id),
        stateless,
        sessionEndsAt: stateless && application ? endOfBeginningSession({ client, application }, now) : null,
        sealed: seal(code, user, this.secrets.randomBytes(12)),
        expiresAt: now + INTERACTION_VALIDITY,
      },
      transaction && { idHash: transaction.idHash, claim: transaction.claim },
    );
    if (result === 'spent') {
      throw new OAuthError('invalid_transaction', 'The transaction is invalid or has expired.', { cause: result });
    }
    if (result === 'outdated') throw new OutdatedBasis(basis);
    return code.text;
  }
}
