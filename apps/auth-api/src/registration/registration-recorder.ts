import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { IssuedToken } from '@passant/contracts';
import { type Completion, Store } from '@passant/persistence';
import {
  type Issue,
  OAuthError,
  REFRESH_TOKEN_VALIDITY,
  type RegistrationPlan,
  type ScriptUser,
  type TokenSubject,
  clientAuthenticationFailed,
  formOpaqueToken,
  idTokenClaims,
  profileKeyOf,
  seal,
} from '@passant/protocol';
import type { ClaimedTransaction } from '../identification/transactions.js';
import { Clock } from '../platform/clock.js';
import { Issuer } from '../platform/issuer.js';
import { Secrets } from '../platform/secrets.js';
import { SigningKeys } from '../platform/signing-keys.js';
import type { CustomizedRegistration } from './registration-hooks.js';

type Opaque = ReturnType<typeof formOpaqueToken>;

/** Draws the values of a completed registration, records them in one statement and renders what the app is given. */
@Injectable()
export class RegistrationRecorder {
  constructor(
    private readonly store: Store,
    private readonly secrets: Secrets,
    private readonly signingKeys: SigningKeys,
    private readonly issuer: Issuer,
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
    const access = this.form('access', issue.expiresAt);
    const refresh = issue.refreshToken ? this.form('refresh', issue.issuedAt + REFRESH_TOKEN_VALIDITY) : undefined;
    const idToken = issue.idToken ? await this.signIdToken(plan, user, issue, access) : undefined;
    const subject: TokenSubject = {
      sub: user.id,
      userDetails: user.details,
      ...(Object.keys(claims).length === 0 ? {} : { claims }),
    };
    const completion = this.completionOf(plan, subject, issue, access, refresh);
    const result = await this.store.completions.record({
      ...completion,
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
    return {
      token_type: 'bearer',
      access_token: access.text,
      ...(refresh ? { refresh_token: refresh.text } : {}),
      ...(idToken === undefined ? {} : { id_token: idToken }),
      expires_in: issue.expiresAt - issue.issuedAt,
      scope: plan.scopes.join(' '),
    };
  }

  private form(kind: 'access' | 'refresh', expiresAt: number): Opaque {
    return formOpaqueToken(kind, this.secrets.draw(16), expiresAt, this.secrets.tokenKey);
  }

  private async signIdToken(plan: RegistrationPlan, user: ScriptUser, issue: Issue, access: Opaque): Promise<string> {
    return this.signingKeys.sign(
      idTokenClaims({
        issuer: this.issuer.identifier,
        clientId: plan.client.clientId,
        user,
        accessToken: access.text,
        now: issue.issuedAt,
        expiresAt: issue.expiresAt,
      }),
    );
  }

  private completionOf(
    plan: RegistrationPlan,
    subject: TokenSubject,
    issue: Issue,
    access: Opaque,
    refresh: Opaque | undefined,
  ): Completion {
    const { client, application, provider, scopes } = plan;
    const family = refresh ? randomUUID() : null;
    const profile = issue.profile && {
      ...issue.profile,
      id: randomUUID(),
      clientId: client.clientId,
      profileKey: profileKeyOf(plan, issue.profile.userId),
      identityProvider: provider.identifier,
      scopes,
      createdAt: issue.issuedAt,
    };
    return {
      accessToken: {
        tokenHash: access.hash,
        type: issue.tokenType,
        clientId: client.clientId,
        application: application.identifier,
        appPlatform: client.appPlatform,
        appVersion: client.appVersion,
        scopes,
        issuedAt: issue.issuedAt,
        expiresAt: issue.expiresAt,
        profile: profile?.id ?? null,
        family,
        sealed: seal(access, subject, this.secrets.draw(12)),
      },
      ...(profile ? { profile } : {}),
      ...(refresh && profile
        ? {
            refreshToken: {
              tokenHash: refresh.hash,
              family: family!,
              profile: profile.id,
              clientId: client.clientId,
              scopes,
              authenticatedAt: issue.issuedAt,
              issuedAt: issue.issuedAt,
              expiresAt: issue.issuedAt + REFRESH_TOKEN_VALIDITY,
            },
          }
        : {}),
    };
  }
}
