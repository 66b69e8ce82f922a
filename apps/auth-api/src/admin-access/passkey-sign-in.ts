import { Injectable } from '@nestjs/common';
import { Store } from '@passant/persistence';
import { OAuthError, hashOf } from '@passant/protocol';
import { EventLog } from '../observation/event-log.js';
import { Clock } from '../platform/clock.js';
import { noteFacts } from '../platform/http/request-facts.js';
import { CodeCheck } from './code-check.js';
import { type AskedPasskey, type GivenPasskey, PasskeyCheck } from './passkey-check.js';
import type { Origin } from './password-check.js';
import { type OpenedSession, SessionService, signInOver } from './session.service.js';
import { passkeyRefused } from './passkey-verification.js';
import { SignInThrottle } from './sign-in-throttle.js';

/** Signs administrators in with their passkeys. */
@Injectable()
export class PasskeySignIn {
  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly throttle: SignInThrottle,
    private readonly passkeys: PasskeyCheck,
    private readonly codes: CodeCheck,
    private readonly sessions: SessionService,
    private readonly events: EventLog,
  ) {}

  /** Asks for any passkey: the question is the same whoever has one. */
  async ask(): Promise<AskedPasskey> {
    this.sessions.requireLocalSignIn();
    return this.passkeys.ask({ for: 'signing in' });
  }

  /**
   * Opens a session for the owner of a passkey, which stands for both factors, because it is taken only where the
   * authenticator has asked for a finger, a face or a PIN. Throws `unauthorized` with the same message whatever is wrong,
   * and 429 while the caller has to wait.
   * @param originOf where an attempt at an account comes from
   */
  async signIn(given: GivenPasskey, originOf: (email: string) => Origin): Promise<OpenedSession> {
    this.sessions.requireLocalSignIn();
    this.passkeys.requireSite();
    const found = await this.passkeys.find(given);
    if (found) noteFacts({ admin: found.email });
    // Counted by passkey and not by account, so that the two cannot be told to belong together.
    const attempt = { ...originOf(found?.email ?? ''), account: `passkey ${given.passkey.id}` };
    const checked = await this.throttle.attemptChecked(attempt, () =>
      this.passkeys.prove(given, { purpose: { for: 'signing in' }, found }, (store, owner) =>
        this.sessions.open(store, owner, 'PASSKEY'),
      ),
    );
    if ('failed' in checked) {
      throw new OAuthError('unauthorized', 'This passkey was not accepted.', { cause: checked.failed });
    }
    const details = { role: checked.passed.session.role, passkey: true };
    this.events.record('ADMIN_AUTHENTICATION_SUCCESS', { details });
    return checked.passed;
  }

  /** Asks for a passkey of whoever gave their password. @param token as the browser kept it */
  async askAfterPassword(token: string | undefined): Promise<AskedPasskey> {
    const tokenHash = hashOf(token ?? '');
    const email = await this.store.secondFactors.findSignIn(tokenHash, this.clock.now());
    if (email === undefined) throw signInOver();
    return this.passkeys.ask({ for: 'second factor', of: tokenHash }, email);
  }

  /** Opens the session of a sign-in that waits for a second factor, as {@link SessionService.complete} does for a code. */
  async complete(
    token: string | undefined,
    given: GivenPasskey,
    isKnown: (email: string) => boolean,
  ): Promise<OpenedSession> {
    const tokenHash = hashOf(token ?? '');
    const email = await this.sessions.attempt(tokenHash);
    const guesser = { email, knownBrowser: isKnown(email) };
    await this.codes.admitGuess(guesser);
    const found = await this.passkeys.find(given);
    const purpose = { for: 'second factor' as const, of: tokenHash };
    const checked = await this.passkeys.prove(given, { purpose, found, email }, (store, owner) =>
      this.sessions.openBegun(store, tokenHash, owner.email, 'PASSKEY'),
    );
    if ('failed' in checked) {
      this.codes.noteFailure();
      throw passkeyRefused(checked.failed);
    }
    await this.codes.forgive(guesser);
    const details = { role: checked.passed.session.role, second_factor: 'PASSKEY' };
    this.events.record('ADMIN_AUTHENTICATION_SUCCESS', { details });
    return checked.passed;
  }
}
