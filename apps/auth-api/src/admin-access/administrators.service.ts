import { Injectable } from '@nestjs/common';
import type {
  AcceptInvitation,
  AcceptedInvitation,
  AdminRole,
  AdministratorAccount,
  AdministratorAccounts,
  EndedSessions,
  Invitation,
  InviteAdministrator,
} from '@passant/contracts';
import {
  type AdminChange,
  type AdministratorRecord,
  type EndedInvitation,
  type NewEvent,
  Store,
} from '@passant/persistence';
import { OAuthError, hashOf } from '@passant/protocol';
import { Secrets } from '../credentials/secrets.js';
import { EventLog } from '../observation/event-log.js';
import { Clock } from '../platform/clock.js';
import { requireSession } from './owner-check.js';
import { PasswordQueue } from './password-queue.js';
import { ConsoleSignIn } from '../platform/console-sign-in.js';
import { hashPassword } from './password.js';
import { type AdminCaller, IDLE_TIMEOUT } from './session.service.js';

/** Seconds for which an invitation is good: over a weekend. */
const INVITATION_LIFETIME = 3 * 86_400;

function render({
  createdAt,
  expiresAt,
  lastUsedAt,
  hasSecondFactor,
  isOfCompany,
  isDisabled,
  ...record
}: AdministratorRecord): AdministratorAccount {
  return {
    ...record,
    state: expiresAt === null ? 'ACTIVE' : 'INVITED',
    created_at: createdAt,
    second_factor: hasSecondFactor,
    ...(isOfCompany ? { company: true } : {}),
    ...(isDisabled ? { disabled: true } : {}),
    ...(expiresAt === null ? {} : { expires_at: expiresAt }),
    ...(lastUsedAt === null ? {} : { last_used_at: lastUsedAt }),
  };
}

/** Decides who may sign in to the console. */
@Injectable()
export class AdministratorsService {
  constructor(
    private readonly store: Store,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly passwords: PasswordQueue,
    private readonly ways: ConsoleSignIn,
  ) {}

  async list(): Promise<AdministratorAccounts> {
    const now = this.clock.now();
    return { items: (await this.store.admins.list(now, now - IDLE_TIMEOUT)).map(render) };
  }

  /**
   * Invites, in place of an earlier invitation to the same address. Throws `conflict` if it has an account, and
   * `forbidden` if the inviter was removed or lost the role in the meantime, or passwords sign nobody in, and
   * `unauthorized` if their session was ended.
   */
  async invite(inviter: AdminCaller, { email, role }: InviteAdministrator): Promise<Invitation> {
    this.requirePasswords();
    const token = this.secrets.generateSecret();
    const createdAt = this.clock.now();
    const expiresAt = createdAt + INVITATION_LIFETIME;
    await this.store.transaction(async ({ admins, events }) => {
      if (!(await admins.holdInviter(inviter.email))) {
        throw new OAuthError('forbidden', 'Your role may not do this.');
      }
      await requireSession({ admins }, inviter);
      const invitation = { email, tokenHash: hashOf(token), role, invitedBy: inviter.email, createdAt, expiresAt };
      if (!(await admins.invite(invitation))) {
        throw new OAuthError('conflict', 'An administrator of this address is there already.');
      }
      await events.insert([this.events.event('ADMIN_INVITED', { details: { administrator: email, role } })]);
    });
    return { email, role, token, expires_at: expiresAt };
  }

  /**
   * Makes the account of whoever was invited. A token that is good for nothing costs one look-up and no derivation of a
   * password; those of a good one wait for their turn among the sign-ins. Throws `not_found` whatever the reason, and
   * `forbidden` where passwords sign nobody in.
   * @param source network that the request came from
   */
  async accept({ token, password }: AcceptInvitation, source: string): Promise<AcceptedInvitation> {
    this.requirePasswords();
    const tokenHash = hashOf(token);
    const company = this.ways.issuer;
    if (!(await this.store.admins.isInvited(tokenHash, company, this.clock.now()))) throw noInvitation();
    const passwordHash = await this.passwords.run('no failures', source, () => hashPassword(password));
    return this.store.transaction(async ({ admins, events }) => {
      const made = await admins.acceptInvitation(tokenHash, { passwordHash, company }, this.clock.now());
      if (!made) throw noInvitation();
      await events.insert([
        this.events.event('ADMIN_INVITATION_ACCEPTED', { admin: made.email, details: { role: made.role } }),
      ]);
      return { email: made.email, role: made.role };
    });
  }

  private requirePasswords(): void {
    if (this.ways.passwords) return;
    throw new OAuthError('forbidden', 'Whoever is invited chooses a password, and passwords sign nobody in here.');
  }

  /** Throws `conflict` for an account of the company, and for the last who may make changes. */
  async changeRole(email: string, role: AdminRole): Promise<AdministratorAccount> {
    await this.store.transaction(async ({ admins, events }) => {
      const before = await admins.lockedAccount(email);
      if (before?.issuer) {
        throw new OAuthError('conflict', 'The groups of the company decide this role, at each sign-in.');
      }
      const invitations = requireDone(await admins.changeRole(email, role, this.ways));
      const facts = { details: { administrator: email, role }, before: { role: before?.role }, after: { role } };
      await events.insert([...this.ended(invitations), this.events.event('ADMIN_ROLE_CHANGED', facts)]);
    });
    return this.read(email);
  }

  /** Keeps somebody out, at once also where they are signed in, or lets them in again. */
  async setEnabled(email: string, enabled: boolean): Promise<AdministratorAccount> {
    await this.store.transaction(async ({ admins, events }) => {
      const before = await admins.lockedAccount(email);
      const invitations = requireDone(await admins.disable(email, enabled ? null : this.clock.now(), this.ways));
      const name = enabled ? 'ADMIN_ENABLED' : 'ADMIN_DISABLED';
      const facts = {
        details: { administrator: email },
        before: { enabled: before?.disabledAt === null },
        after: { enabled },
      };
      await events.insert([...this.ended(invitations), this.events.event(name, facts)]);
    });
    return this.read(email);
  }

  private async read(email: string): Promise<AdministratorAccount> {
    const { items } = await this.list();
    const changed = items.find((account) => account.email === email && account.state === 'ACTIVE');
    if (!changed) throw noAdministrator();
    return changed;
  }

  /** Removes an account or an invitation, whichever there is of this address. */
  async remove(email: string): Promise<void> {
    await this.store.transaction(async ({ admins, events }) => {
      const details = { administrator: email };
      const account = await admins.lockedAccount(email);
      const removal = await admins.deleteAccount(email, this.ways);
      if (removal === 'absent' && (await admins.withdrawInvitation(email))) {
        await events.insert([this.events.event('ADMIN_INVITATION_WITHDRAWN', { details })]);
        return;
      }
      const invitations = requireDone(removal);
      await events.insert([
        ...this.ended(invitations),
        this.events.event('ADMIN_REMOVED', { details, before: { role: account?.role } }),
      ]);
    });
  }

  /** The events of invitations that ended with the right of who made them, but for those that were over already. */
  ended(invitations: readonly EndedInvitation[]): NewEvent[] {
    const now = this.clock.now();
    return invitations
      .filter(({ expiresAt }) => expiresAt > now)
      .map(({ email, invitedBy }) =>
        this.events.event('ADMIN_INVITATION_WITHDRAWN', { details: { administrator: email, invited_by: invitedBy } }),
      );
  }

  async endSessions(email: string): Promise<EndedSessions> {
    return this.store.transaction(async ({ admins, events }) => {
      if (!(await admins.findAccount(email))) throw noAdministrator();
      const sessions = await admins.deleteSessionsOf(email);
      const details = { administrator: email, sessions };
      await events.insert([this.events.event('ADMIN_SESSIONS_ENDED', { details })]);
      return { sessions };
    });
  }
}

/** @returns the invitations that ended with it */
function requireDone(change: AdminChange): EndedInvitation[] {
  if (change === 'absent') throw noAdministrator();
  if (change === 'last_admin') {
    throw new OAuthError('conflict', 'Nobody would be left who may change anything. Make somebody else Admin first.');
  }
  return change;
}

const noAdministrator = () => new OAuthError('not_found', 'There is no administrator of this address.');
const noInvitation = () =>
  new OAuthError('not_found', 'This invitation is used, withdrawn or too old. Ask for another.');
