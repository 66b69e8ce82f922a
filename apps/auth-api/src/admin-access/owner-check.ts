import { Injectable } from '@nestjs/common';
import type { OwnerProof } from '@passant/contracts';
import { type Guesser, Store } from '@passant/persistence';
import { OAuthError, invalidMember } from '@passant/protocol';
import { CodeCheck } from './code-check.js';
import { type AskedPasskey, PasskeyCheck } from './passkey-check.js';
import { type Origin, PasswordCheck } from './password-check.js';
import { passkeyRefused } from './passkey-verification.js';
import { SignInThrottle } from './sign-in-throttle.js';

/** An administrator who is signed in, with the session that goes on when the others end. */
export interface Owner {
  email: string;
  session?: { tokenHash: Buffer; isOfCompany: boolean };
}

/** What somebody shows for being the owner, and where it came from. */
export interface ShownProof {
  proof: OwnerProof;
  /** What the browser kept of the question for a passkey. */
  token: string | undefined;
  origin: Origin;
}

/** Requires that somebody is the owner of the account, and not only in front of their screen. */
@Injectable()
export class OwnerCheck {
  constructor(
    private readonly store: Store,
    private readonly passwords: PasswordCheck,
    private readonly codes: CodeCheck,
    private readonly passkeys: PasskeyCheck,
    private readonly throttle: SignInThrottle,
  ) {}

  /** Throws `forbidden` for whoever comes from the company, which keeps what they sign in with. */
  requireLocal({ session }: Owner): void {
    if (session?.isOfCompany) throw ofCompany();
  }

  async ask(owner: Owner): Promise<AskedPasskey> {
    this.requireLocal(owner);
    return this.passkeys.ask({ for: 'proof of ownership', of: sessionOf(owner) }, owner.email);
  }

  /**
   * Does something, with the account locked, in the transaction that uses up what was shown for it: a passkey, or the
   * password, and with it a code where the account has a second factor. Throws `invalid_request` for whatever of it is
   * wrong, 429 while the caller has to wait, and what {@link requireLocal} and {@link requireSession} throw.
   * @param work is told the hash of the password that was shown; `null`: it was a passkey
   * @param prepare what takes too long for a transaction. It is not done for whoever shows a wrong password
   */
  async prove<Result>(
    owner: Owner,
    shown: ShownProof,
    work: (store: Store, verified: string | null) => Promise<Result>,
    prepare: () => Promise<void> = async () => {},
  ): Promise<Result> {
    this.requireLocal(owner);
    const actFor = (verified: string | null) => async (store: Store) => {
      await requireSession(store, owner);
      return work(store, verified);
    };
    if (shown.proof.passkey) {
      await prepare();
      return this.proveByPasskey(owner, shown, actFor(null));
    }
    const { proof, origin } = shown;
    const { email } = owner;
    const act = actFor(await this.passwords.requireOwn(email, proof.current_password ?? '', origin));
    const { hasApp, passkeys } = await this.store.secondFactors.factorsOf(email);
    if (hasApp || passkeys > 0) {
      if (proof.code === undefined) throw missingCode();
      await prepare();
      return this.codes.prove(guesserOf(email, origin), proof.code, act);
    }
    await prepare();
    return this.store.transaction(async (store) => {
      // One that was set up at this moment is seen now, or waits until this is done.
      await store.admins.lockAccount(email);
      const now = await store.secondFactors.factorsOf(email);
      if (now.hasApp || now.passkeys > 0) throw missingCode();
      return act(store);
    });
  }

  private async proveByPasskey<Result>(
    owner: Owner,
    { proof, token, origin }: ShownProof,
    act: (store: Store) => Promise<Result>,
  ): Promise<Result> {
    const given = { passkey: proof.passkey!, token };
    const found = await this.passkeys.find(given);
    const purpose = { for: 'proof of ownership' as const, of: sessionOf(owner) };
    const checked = await this.throttle.attemptChecked({ ...origin, account: owner.email }, () =>
      this.passkeys.prove(given, { purpose, found, email: owner.email }, act),
    );
    if ('failed' in checked) throw passkeyRefused(checked.failed);
    return checked.passed;
  }
}

/** The hash of the token of the session that somebody is signed in with. API clients never come here. */
export function sessionOf({ session }: Owner): Buffer {
  if (!session) throw new Error('A second factor belongs to somebody with a session.');
  return session.tokenHash;
}

/**
 * Requires that the session of a request goes on: it may have been ended while the request was under way, and what makes
 * somebody stay must not come after that. Runs in a transaction that has locked the account. Throws `unauthorized`.
 */
export async function requireSession(store: Pick<Store, 'admins'>, owner: Owner): Promise<void> {
  if (!(await store.admins.holdSession(sessionOf(owner)))) throw new OAuthError('unauthorized', 'Sign in first.');
}

export const guesserOf = (email: string, { browser }: Origin): Guesser => ({
  email,
  knownBrowser: browser !== undefined,
});

const ofCompany = () =>
  new OAuthError(
    'forbidden',
    'You sign in by your company, which keeps what you sign in with. There is nothing of it here.',
  );
const missingCode = () => invalidMember('code', 'is required');
