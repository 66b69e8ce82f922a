import { Injectable } from '@nestjs/common';
import type { ChangePassword, OwnSessions } from '@passant/contracts';
import { Store } from '@passant/persistence';
import { OAuthError } from '@passant/protocol';
import { EventLog } from '../observation/event-log.js';
import { Clock } from '../platform/clock.js';
import { requireSession } from './owner-check.js';
import { type Origin, PasswordCheck, wrongOwnPassword } from './password-check.js';
import { PasswordQueue } from './password-queue.js';
import { hashPassword } from './password.js';
import { type AdminCaller, IDLE_TIMEOUT } from './session.service.js';

/** What administrators do with their own account. */
@Injectable()
export class AccountService {
  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly passwords: PasswordCheck,
    private readonly queue: PasswordQueue,
    private readonly events: EventLog,
  ) {}

  async sessions({ email, session }: AdminCaller): Promise<OwnSessions> {
    const now = this.clock.now();
    const found = await this.store.admins.sessionsOf(email, now, now - IDLE_TIMEOUT);
    return {
      items: found.map(({ id, createdAt, lastUsedAt, expiresAt, signedInWith }) => ({
        id,
        current: id === session?.id,
        created_at: createdAt,
        last_used_at: lastUsedAt,
        expires_at: Math.min(expiresAt, lastUsedAt + IDLE_TIMEOUT),
        ...(signedInWith !== null && { signed_in_with: signedInWith }),
      })),
    };
  }

  async endSession({ email }: AdminCaller, id: string): Promise<void> {
    if (!/^[0-9a-f]{32}$/.test(id) || !(await this.store.admins.deleteSessionOf(email, id))) {
      throw new OAuthError('not_found', 'You have no such session.');
    }
  }

  /** Changes the password and ends all other sessions of the account. */
  async changePassword(
    owner: AdminCaller,
    { current_password, new_password }: ChangePassword,
    origin: Origin,
  ): Promise<void> {
    const { email, session } = owner;
    const verified = await this.passwords.requireOwn(email, current_password, origin);
    const passwordHash = await this.queue.run('known browser', email, () => hashPassword(new_password));
    await this.store.transaction(async ({ admins, events }) => {
      await admins.lockAccount(email);
      await requireSession({ admins }, owner);
      const change = { verified, except: session?.tokenHash };
      // An operator may have set another one in the meantime.
      if (!(await admins.replacePassword(email, passwordHash, change))) throw wrongOwnPassword();
      await events.insert([this.events.event('ADMIN_PASSWORD_CHANGED')]);
    });
  }
}
