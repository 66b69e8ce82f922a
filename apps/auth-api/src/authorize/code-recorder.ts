import { Injectable } from '@nestjs/common';
import { Store } from '@passant/persistence';
import {
  CODE_MEMORY,
  CODE_VALIDITY,
  INTERACTION_VALIDITY,
  type IdentityProvider,
  OAuthError,
  type ScriptUser,
  formOpaqueToken,
  seal,
} from '@passant/protocol';
import type { ClaimedTransaction } from '../identification/transactions.js';
import { Clock } from '../platform/clock.js';
import { Secrets } from '../platform/secrets.js';
import type { Interaction } from './interactions.js';

/** Keeps who a person is under a code that only their browser has, until they say what may become of it. */
@Injectable()
export class CodeRecorder {
  constructor(
    private readonly store: Store,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
  ) {}

  /**
   * @returns the code, which is good for nothing before the person agreed
   * Throws `invalid_transaction` if the transaction was spent meanwhile, `invalid_client` if the client may no longer act.
   */
  async record(
    interaction: Interaction,
    provider: IdentityProvider,
    user: ScriptUser,
    transaction: ClaimedTransaction | undefined,
  ): Promise<string> {
    const now = this.clock.now();
    // What the code carries outlasts every state of its row; which of them it is in, only the row says.
    const notAfter = now + INTERACTION_VALIDITY + CODE_VALIDITY + CODE_MEMORY;
    const code = formOpaqueToken('authorization-code', this.secrets.draw(16), notAfter, this.secrets.tokenKey);
    const result = await this.store.authorizationCodes.insert(
      {
        codeHash: code.hash,
        clientId: interaction.clientId,
        redirectUri: interaction.redirectUri,
        codeChallenge: interaction.codeChallenge,
        nonce: interaction.nonce ?? null,
        scopes: interaction.scopes,
        identityProvider: provider.identifier,
        authenticatedAt: now,
        sealed: seal(code, user, this.secrets.draw(12)),
        expiresAt: now + INTERACTION_VALIDITY,
      },
      transaction && { idHash: transaction.idHash, claim: transaction.claim },
    );
    if (result === 'spent') {
      throw new OAuthError('invalid_transaction', 'The transaction is invalid or has expired.', { cause: result });
    }
    if (result === 'client_gone') {
      const cause = 'deleted or switched off meanwhile';
      throw new OAuthError('invalid_client', 'No client of this name may ask for people here.', { cause, status: 400 });
    }
    return code.text;
  }
}
