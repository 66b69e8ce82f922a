import { Injectable } from '@nestjs/common';
import { type StartedTrial, TRIAL_LIFETIME, TRIAL_REGISTRATIONS } from '@passant/contracts';
import { Store } from '@passant/persistence';
import { OAuthError, type Trial } from '@passant/protocol';
import { EventLog } from '../../observation/event-log.js';
import { Clock } from '../../platform/clock.js';
import { InitialAccessTokensService } from '../tokens/initial-access-tokens.service.js';
import { ApplicationsService } from './applications.service.js';
import { removeTrial } from './trial-end.js';

/**
 * Trials: an administrator tries an application out with real requests. A trial is an initial access token with a
 * mark; whatever registers with it carries the mark and goes when the trial ends.
 */
@Injectable()
export class TrialsService {
  constructor(
    private readonly store: Store,
    private readonly applications: ApplicationsService,
    private readonly tokens: InitialAccessTokensService,
    private readonly clock: Clock,
    private readonly events: EventLog,
  ) {}

  /** Throws `not_found` without such an application, `conflict` if it is not a mobile one. */
  async start(identifier: string, trial: Trial, createdBy: string): Promise<StartedTrial> {
    const { identifier: application, clientType } = this.applications.require(identifier);
    if (clientType !== 'mobile') {
      throw new OAuthError('conflict', 'Only a mobile application can be tried out with a phone.');
    }
    const now = this.clock.now();
    const { token, text } = await this.tokens.issue({
      encoding: 'IDENTIFIER',
      application,
      clientId: null,
      subject: null,
      label: 'Trial',
      scope: ['client-reg'],
      audience: [],
      clientLifetime: null,
      redirectHosts: [],
      registrations: TRIAL_REGISTRATIONS,
      uses: 0,
      expiresAt: now + TRIAL_LIFETIME,
      revoked: false,
      trial,
      createdBy,
      createdAt: now,
    });
    const { id, registrations, expiresAt } = token;
    return { id, initial_access_token: text, registrations, expires_at: expiresAt };
  }

  /** Deletes the trial, its installations and their tokens. A registration that is under way is waited for. */
  async end(application: string, id: string): Promise<void> {
    await this.store.longTransaction(async (store) => {
      if (!(await store.initialAccessTokens.endTrial(id, application))) {
        throw new OAuthError('not_found', 'There is no such trial.');
      }
      await removeTrial(store, this.events, application, id);
    });
  }
}
