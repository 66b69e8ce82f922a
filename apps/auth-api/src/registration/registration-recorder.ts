import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { IssuedToken } from '@passant/contracts';
import { Store } from '@passant/persistence';
import {
  OAuthError,
  type TokenPlan,
  type TokenSubject,
  clientAuthenticationFailed,
  profileKeyOf,
  renderIssuedToken,
} from '@passant/protocol';
import type { ClaimedTransaction } from '../identification/transactions.js';
import { Clock } from '../platform/clock.js';
import { TokenForge } from '../platform/token-forge.js';
import type { CustomizedRegistration } from './registration-hooks.js';

/** Has the tokens of a completed registration drawn, records it in one statement and renders what the app is given. */
@Injectable()
export class RegistrationRecorder {
  constructor(
    private readonly store: Store,
    private readonly forge: TokenForge,
    private readonly clock: Clock,
  ) {}

  /**
   * Throws `invalid_transaction` if the transaction was spent meanwhile, `invalid_client` if the client may no longer act,
   * `invalid_request` if the profile is taken.
   */
  async record(
    { plan, user, claims }: CustomizedRegistration,
    transaction: ClaimedTransaction | undefined,
  ): Promise<IssuedToken> {
    const issue = plan.grant.issue(plan, user, this.clock.now());
    const { client, application, provider, scopes } = plan;
    const { tokenType, issuedAt, expiresAt } = issue;
    const subject: TokenSubject = {
      sub: user.id,
      userDetails: user.details,
      ...(Object.keys(claims).length === 0 ? {} : { claims }),
    };
    const tokens: TokenPlan = { tokenType, client, application, scopes, subject, issuedAt, expiresAt };
    const profile = issue.profile && {
      ...issue.profile,
      id: randomUUID(),
      clientId: client.clientId,
      profileKey: profileKeyOf(plan, issue.profile.userId),
      identityProvider: provider.identifier,
      scopes,
      createdAt: issuedAt,
    };
    const { access, record } = this.forge.accessToken(tokens);
    const refreshing =
      issue.refreshToken && profile ? this.forge.refreshToken(tokens, profile.id, issuedAt) : undefined;
    const idToken = await this.forge.idToken(tokens, user, access, { authenticatedAt: issuedAt });
    const result = await this.store.completions.record({
      accessToken: { ...record, profile: profile?.id ?? null, family: refreshing?.record.family ?? null },
      ...(profile ? { profile } : {}),
      ...(refreshing ? { refreshToken: refreshing.record } : {}),
      ...(transaction ? { transaction: { idHash: transaction.idHash, claim: transaction.claim } } : {}),
    });
    if (result === 'spent') {
      throw new OAuthError('invalid_transaction', 'The transaction is invalid or has expired.', { cause: result });
    }
    if (result === 'client_gone')
      throw clientAuthenticationFailed('deleted or switched off while the registration ran');
    if (result === 'profile_taken') {
      throw new OAuthError('invalid_request', 'profile_id is used by another user of this client.', {
        checks: [
          { check: 'profile_id free', expected: 'nobody, or the same person', actual: 'another', passed: false },
        ],
      });
    }
    return renderIssuedToken(tokens, { access: access.text, refresh: refreshing?.refresh.text, idToken });
  }
}
