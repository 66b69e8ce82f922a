import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { IssuedToken } from '@passant/contracts';
import { Store } from '@passant/persistence';
import {
  type Basis,
  OAuthError,
  OutdatedBasis,
  type TokenPlan,
  type TokenSubject,
  profileKeyOf,
  renderIssuedToken,
} from '@passant/protocol';
import type { ClaimedTransaction } from '../identification/transactions.js';
import { Clock } from '../platform/clock.js';
import { TokenIssuer } from '../credentials/token-issuer.js';
import type { CustomizedRegistration } from './registration-hooks.js';

/** Issues the tokens of a completed registration, records it in one statement and renders the response to the app. */
@Injectable()
export class RegistrationRecorder {
  constructor(
    private readonly store: Store,
    private readonly tokenIssuer: TokenIssuer,
    private readonly clock: Clock,
  ) {}

  /**
   * Throws `invalid_transaction` if the transaction was spent meanwhile, `invalid_request` if the profile id is taken,
   * `OutdatedBasis`.
   * @param basis what the registration was decided on
   */
  async record(
    { plan, user, claims }: CustomizedRegistration,
    basis: Basis,
    transaction: ClaimedTransaction | undefined,
  ): Promise<IssuedToken> {
    const issue = plan.grant.issue(plan, user, this.clock.now());
    const { client, application, provider, scopes, audience = [] } = plan;
    const { tokenType, issuedAt, expiresAt } = issue;
    const subject: TokenSubject = {
      sub: user.id,
      userDetails: user.details,
      ...(Object.keys(claims).length === 0 ? {} : { claims }),
    };
    const tokens: TokenPlan = { tokenType, client, application, scopes, audience, subject, issuedAt, expiresAt };
    const profile = issue.profile && {
      ...issue.profile,
      id: randomUUID(),
      clientId: client.clientId,
      profileKey: profileKeyOf(plan, issue.profile.userId),
      identityProvider: provider.identifier,
      scopes,
      claimsByScope: false,
      createdAt: issuedAt,
    };
    const { access, record } = this.tokenIssuer.accessToken(tokens);
    const refreshing =
      issue.refreshToken && profile ? this.tokenIssuer.refreshToken(tokens, profile.id, issuedAt) : undefined;
    const { sessionEnd } = issue;
    const session =
      sessionEnd === undefined
        ? undefined
        : this.tokenIssuer.sessionToken(tokens, {
            sealing: { user },
            identityProvider: provider.identifier,
            authenticatedAt: issuedAt,
            sessionEnd,
          });
    const idToken = await this.tokenIssuer.idToken(tokens, user, access, { authenticatedAt: issuedAt });
    const result = await this.store.completions.record({
      basis,
      accessToken: {
        ...record,
        profile: profile?.id ?? null,
        family: refreshing?.record.family ?? session?.record.family ?? null,
        identityProvider: provider.identifier,
      },
      ...(profile ? { profile } : {}),
      ...(refreshing ? { refreshToken: refreshing.record } : {}),
      ...(session ? { session: session.record } : {}),
      ...(transaction ? { transaction: { idHash: transaction.idHash, claim: transaction.claim } } : {}),
    });
    if (result === 'outdated') throw new OutdatedBasis(basis);
    if (result === 'spent') {
      throw new OAuthError('invalid_transaction', 'The transaction is invalid or has expired.', { cause: result });
    }
    if (result === 'profile_taken') {
      throw new OAuthError('invalid_request', 'profile_id is used by another user of this client.', {
        checks: [
          { check: 'profile_id free', expected: 'nobody, or the same person', actual: 'another', passed: false },
        ],
      });
    }
    return renderIssuedToken(tokens, { access: access.text, refresh: (refreshing ?? session)?.refresh.text, idToken });
  }
}
