import { Injectable } from '@nestjs/common';
import { type GuessLimit, type Guesser, Store } from '@passant/persistence';
import { type OAuthError, invalidMember } from '@passant/protocol';
import { Secrets } from '../credentials/secrets.js';
import { BINDINGS } from '../credentials/wrapping.js';
import { Limits } from '../limits/limits.js';
import { EventLog } from '../observation/event-log.js';
import { Clock } from '../platform/clock.js';
import { readCode, stepOfCode } from './totp.js';

/** The documentation states these numbers. Three of a million codes are good at a time. */
const GUESSES: GuessLimit = { free: 10, longestWait: 300, forgottenAfter: 3600 };
const LIMIT = { name: 'second_factor', says: 'Too many failed sign-ins.' } as const;

/** What somebody proved to be the owner with, beside the password. */
export type Proof = 'CODE' | 'RECOVERY_CODE' | 'PASSKEY';

/**
 * Compares codes of authenticator apps and recovery codes, no faster than one may guess. Guesses are counted in a table of
 * their own, and not with the other limits: strangers can have rows of those make way for theirs, and a crash of the
 * database empties them. Whoever has the password must not gain guesses by either.
 */
@Injectable()
export class CodeCheck {
  constructor(
    private readonly store: Store,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly limits: Limits,
  ) {}

  /**
   * Does something for which a code is due, in the transaction that uses up the code. If `act` throws, the code is not
   * used. Throws `invalid_request` for a wrong code and one that was used, and 429 while whoever guesses has to wait.
   */
  async prove<Result>(
    guesser: Guesser,
    typed: string,
    act: (store: Store, proof: Exclude<Proof, 'PASSKEY'>) => Promise<Result>,
  ): Promise<Result> {
    await this.admitGuess(guesser);
    const done = await this.store.transaction(async (store) => {
      await store.admins.lockAccount(guesser.email);
      const proof = await this.spend(store, guesser.email, typed);
      return proof && { result: await act(store, proof) };
    });
    if (!done) throw this.wrongGuess();
    await this.forgive(guesser);
    return done.result;
  }

  /** Counts a guess until it is forgiven. Throws 429 while whoever guesses has to wait. */
  async admitGuess(guesser: Guesser): Promise<void> {
    const wait = await this.store.secondFactors.countGuess(guesser, GUESSES, this.clock.now());
    if (wait !== undefined) throw this.limits.refuse(LIMIT, wait * 1000);
  }

  async forgive(guesser: Guesser): Promise<void> {
    await this.store.secondFactors.forgiveGuesses(guesser);
  }

  wrongGuess(): OAuthError {
    this.noteFailure();
    return invalidMember('code', 'is wrong');
  }

  /** Notes that a second factor was wrong where the password was right. */
  noteFailure(): void {
    this.events.record('ADMIN_SECOND_FACTOR_FAILURE');
  }

  /**
   * Uses up a code by one statement, which says whether it was good. Runs in a transaction that has locked the account:
   * the app that the code is compared with is the one that counts.
   */
  private async spend(
    { secondFactors, events }: Store,
    email: string,
    typed: string,
  ): Promise<Exclude<Proof, 'PASSKEY'> | undefined> {
    const read = readCode(typed);
    if (read?.kind === 'RECOVERY_CODE') {
      if (!(await secondFactors.spendRecoveryCode(email, read.hash))) return undefined;
      await events.insert([this.events.event('ADMIN_RECOVERY_CODE_USED')]);
      return 'RECOVERY_CODE';
    }
    const app = read && (await secondFactors.find(email));
    const secret = app && this.secrets.unwrap(app.sealedSecret, BINDINGS.secondFactor(email));
    const step = secret && stepOfCode(secret, read.code, this.clock.milliseconds());
    return step !== undefined && (await secondFactors.spendStep(email, step)) ? 'CODE' : undefined;
  }
}
