import { Injectable } from '@nestjs/common';
import type { OwnSessions } from '@passant/contracts';
import { Store } from '@passant/persistence';
import { OAuthError } from '@passant/protocol';
import { EventLog } from '../observation/event-log.js';
import { Clock } from '../platform/clock.js';
import { OwnerCheck, type ShownProof } from './owner-check.js';
import { wrongOwnPassword } from './password-check.js';
import { PasswordQueue } from './password-queue.js';
import { hashPassword } from './password.js';
import { type AdminCaller, IDLE_TIMEOUT } from './session.service.js';

/** What administrators do with their own account. */
@Injectable()
export class AccountService {
  constructor(
    private readonly store: Store,
    private readonly clock: Clock,
    private readonly owners: OwnerCheck,
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

  /**
   * Changes the password and ends all other sessions of the account. Takes what {@link OwnerCheck.prove} asks for: whoever
   * found an open session and the password must not keep the owner out.
   */
  async changePassword(owner: AdminCaller, shown: ShownProof, newPassword: string): Promise<void> {
    const { email, session } = owner;
    let passwordHash = '';
    // Nothing is proved yet by a passkey: it takes no turn from those who sign in.
    const rank = shown.proof.passkey ? 'failures' : 'known browser';
    const prepare = async () => {
      passwordHash = await this.queue.run(rank, email, () => hashPassword(newPassword));
    };
    const change = async ({ admins, events }: Store, verified: string | null) => {
      // Another one may have been set in the meantime.
      const isChanged = await admins.replacePassword(email, passwordHash, { verified, except: session?.tokenHash });
      if (!isChanged) throw wrongOwnPassword();
      await events.insert([this.events.event('ADMIN_PASSWORD_CHANGED')]);
    };
    await this.owners.prove(owner, shown, change, prepare);
  }
}
