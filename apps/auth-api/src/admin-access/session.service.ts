import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { AdminRole, AdminSession, EndedSessions, SignInRequest } from '@passant/contracts';
import { Store } from '@passant/persistence';
import { OAuthError, hashOf } from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { EventLog } from '../observation/event-log.js';
import { noteFacts } from '../platform/http/request-facts.js';
import { Secrets } from '../credentials/secrets.js';
import { verifyPassword } from './password.js';
import { type Attempt, SignInThrottle } from './sign-in-throttle.js';

/** Seconds after which an idle session ends, and after which every session ends. */
const IDLE_TIMEOUT = 3600;
const LIFETIME = 12 * 3600;

/** The caller of an admin request. */
export interface AdminCaller {
  email: string;
  role: AdminRole;
}

/**
 * The CSRF token, which proves that a request was made by the server's own page. It is derived from the session token,
 * so nothing more is stored.
 */
export function csrfTokenOf(sessionToken: string): string {
  return createHmac('sha256', sessionToken).update('csrf').digest('base64url');
}

@Injectable()
export class SessionService {
  constructor(
    private readonly store: Store,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
    private readonly throttle: SignInThrottle,
    private readonly events: EventLog,
  ) {}

  /**
   * Opens a session. Throws `unauthorized` with the same message for a wrong address and a wrong password.
   * @param source network that the request came from
   * @param browser the browser's identifier, if somebody signed in to this account with it before
   */
  async signIn(
    request: SignInRequest,
    { source, browser }: Omit<Attempt, 'account'>,
  ): Promise<{ token: string; session: AdminSession }> {
    const email = request.email.toLowerCase();
    const account = await this.throttle.attempt({ source, browser, account: email }, async () => {
      const found = await this.store.admins.findAccount(email);
      if (found) noteFacts({ admin: found.email });
      return (await verifyPassword(request.password, found?.passwordHash)) ? found : undefined;
    });
    if (!account) throw new OAuthError('unauthorized', 'E-mail address or password is wrong.');
    const token = this.secrets.generateSecret();
    const now = this.clock.now();
    await this.store.admins.insertSession({
      tokenHash: hashOf(token),
      email: account.email,
      createdAt: now,
      lastUsedAt: now,
      expiresAt: now + LIFETIME,
    });
    this.events.record('ADMIN_AUTHENTICATION_SUCCESS', { details: { role: account.role } });
    return { token, session: { email: account.email, role: account.role, csrf_token: csrfTokenOf(token) } };
  }

  /** The administrator that a session token belongs to, or `undefined` if the session has ended. */
  async find(token: string): Promise<AdminCaller | undefined> {
    const now = this.clock.now();
    const caller = await this.store.admins.useSession(hashOf(token), now, now - IDLE_TIMEOUT);
    if (caller) noteFacts({ admin: caller.email });
    return caller;
  }

  /**
   * Ends the sessions of all administrators, in every process at once. API clients that administer the server have no
   * sessions.
   * @param reason recorded in the event
   */
  async endAll(reason: string): Promise<EndedSessions> {
    return this.store.transaction(async ({ admins, events }) => {
      const sessions = await admins.deleteAllSessions();
      await events.insert([this.events.event('ADMIN_SESSIONS_ENDED', { details: { reason, sessions } })]);
      return { sessions };
    });
  }

  async signOut(token: string): Promise<void> {
    await this.store.admins.deleteSession(hashOf(token));
  }
}
