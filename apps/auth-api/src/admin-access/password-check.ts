import { Injectable } from '@nestjs/common';
import { type LocalAccount, Store } from '@passant/persistence';
import { invalidMember } from '@passant/protocol';
import { noteFacts } from '../platform/http/request-facts.js';
import { verifyPassword } from './password.js';
import { type Attempt, SignInThrottle } from './sign-in-throttle.js';

/** Where an attempt came from. */
export type Origin = Omit<Attempt, 'account'>;

/** Compares passwords of administrators, no faster than the throttle allows. */
@Injectable()
export class PasswordCheck {
  constructor(
    private readonly store: Store,
    private readonly throttle: SignInThrottle,
  ) {}

  /**
   * The account whose password it is. Throws 429 while the caller has to wait.
   * @param email in small letters
   */
  async find(email: string, password: string, origin: Origin): Promise<LocalAccount | undefined> {
    return this.throttle.attempt({ ...origin, account: email }, async () => {
      const found = await this.store.admins.findAccount(email);
      if (found) noteFacts({ admin: found.email });
      const passwordHash = found?.passwordHash ?? undefined;
      // Whoever comes from the company has no password, and is as unknown here as somebody made up.
      const isRight = await verifyPassword(password, passwordHash);
      return found && passwordHash !== undefined && isRight ? { ...found, passwordHash } : undefined;
    });
  }

  /**
   * Requires the password of whoever is signed in: who found an open session knows none, and may not guess it faster
   * here than at sign-in.
   * @returns its hash, as it was when it was compared
   */
  async requireOwn(email: string, password: string, origin: Origin): Promise<string> {
    const account = await this.find(email, password, origin);
    if (!account) throw wrongOwnPassword();
    return account.passwordHash;
  }
}

/** The refusal of a password that is not that of whoever is signed in. */
export const wrongOwnPassword = () => invalidMember('current_password', 'is wrong');
