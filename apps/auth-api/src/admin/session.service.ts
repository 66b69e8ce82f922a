import { createHmac } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { AdminRole, AdminSession, SignInRequest } from '@passant/contracts';
import { Store } from '@passant/persistence';
import { OAuthError, hashOf } from '@passant/protocol';
import { Clock } from '../platform/clock.js';
import { EventLog } from '../platform/event-log.js';
import { noteFacts } from '../platform/http/request-facts.js';
import { Secrets } from '../platform/secrets.js';
import { verifyPassword } from './password.js';
import { SignInThrottle } from './sign-in-throttle.js';

/** Seconds after which an unused session, and any session, is over. */
const IDLE_TIMEOUT = 3600;
const LIFETIME = 12 * 3600;

/** Who makes an admin request. */
export interface AdminCaller {
  email: string;
  role: AdminRole;
}

/** Proves to the server that a request was made by its own page: derived from the session, so nothing more is stored. */
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
   * Opens a session. Throws `unauthorized` with one sentence for a wrong address and a wrong password.
   * @param source address the request came from
   */
  async signIn(request: SignInRequest, source: string): Promise<{ token: string; session: AdminSession }> {
    const email = request.email.toLowerCase();
    const account = await this.throttle.attempt(source, email, async () => {
      const found = await this.store.admins.findAccount(email);
      if (found) noteFacts({ admin: found.email });
      return (await verifyPassword(request.password, found?.passwordHash)) ? found : undefined;
    });
    if (!account) throw new OAuthError('unauthorized', 'E-mail address or password is wrong.');
    const token = this.secrets.drawSecret();
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

  /** Who a session cookie belongs to, or `undefined` if the session is over. */
  async find(token: string): Promise<AdminCaller | undefined> {
    const now = this.clock.now();
    const caller = await this.store.admins.useSession(hashOf(token), now, now - IDLE_TIMEOUT);
    if (caller) noteFacts({ admin: caller.email });
    return caller;
  }

  async signOut(token: string): Promise<void> {
    await this.store.admins.deleteSession(hashOf(token));
  }
}
