import { Injectable } from '@nestjs/common';
import type { PasskeyAnswer, PasskeyQuestion } from '@passant/contracts';
import { type OwnedPasskey, Store } from '@passant/persistence';
import { OAuthError, isSameSecret } from '@passant/protocol';
import { EventLog } from '../observation/event-log.js';
import { Clock } from '../platform/clock.js';
import { Issuer } from '../platform/issuer.js';
import { type ChallengePurpose, PasskeyChallenges } from './passkey-challenges.js';
import { type PasskeySite, passkeySiteOf } from './passkey-site.js';
import { type Checked, DECOY, checkAnswer } from './passkey-verification.js';
import { PASSKEY_LIFETIME } from './session-cookie.js';

/** A question for a passkey, with the token that the browser keeps until it answers. */
export interface AskedPasskey {
  token: string;
  question: PasskeyQuestion;
}

/** An answer to a challenge. */
export interface GivenPasskey {
  passkey: PasskeyAnswer;
  /** As the browser kept it. */
  token: string | undefined;
}

/** Asks for passkeys of administrators, and checks what comes. */
@Injectable()
export class PasskeyCheck {
  constructor(
    private readonly store: Store,
    private readonly challenges: PasskeyChallenges,
    private readonly clock: Clock,
    private readonly events: EventLog,
    private readonly issuer: Issuer,
  ) {}

  get site(): PasskeySite {
    return passkeySiteOf(this.issuer.publicUrl);
  }

  /** Where passkeys are taken. Throws `conflict` where browsers take none. */
  requireSite(): PasskeySite {
    const { site } = this;
    if (site.unavailable === undefined) return site;
    throw new OAuthError(
      'conflict',
      'Passkeys are bound to a name, and the public URL of this server has an IP address.',
    );
  }

  /** @param email whose passkeys may answer; absent: whoever has one here */
  async ask(purpose: ChallengePurpose, email?: string): Promise<AskedPasskey> {
    const { name } = this.requireSite();
    const known = email === undefined ? undefined : await this.store.passkeys.listOf(email);
    const { token, value } = this.challenges.draw(purpose);
    return {
      token,
      question: {
        challenge: value,
        rpId: name,
        timeout: PASSKEY_LIFETIME * 1000,
        userVerification: 'required',
        ...(known && { allowCredentials: known.map(descriptorOf) }),
      },
    };
  }

  /** The passkey that an answer names, whether it is good or not. */
  async find({ passkey }: GivenPasskey): Promise<OwnedPasskey | undefined> {
    return this.store.passkeys.find(Buffer.from(passkey.id, 'base64url'));
  }

  /**
   * Does something for which a passkey is due, in the transaction that uses up the challenge. An answer of a passkey
   * that does not exist takes as long as a wrong one of a passkey that does.
   * @param found as {@link find} gave it
   * @param email whose passkey it must be
   */
  async prove<Result>(
    { passkey, token }: GivenPasskey,
    { purpose, found, email }: { purpose: ChallengePurpose; found: OwnedPasskey | undefined; email?: string },
    act: (store: Store, owner: OwnedPasskey) => Promise<Result>,
  ): Promise<Checked<Result>> {
    const challenge = this.challenges.find(token, purpose);
    if (!challenge) return { failed: 'this browser was asked nothing, or too long ago' };
    const checked = await checkAnswer(passkey, found ?? DECOY, challenge.value, this.requireSite());
    if (!found) return { failed: 'nobody has this passkey' };
    if ('failed' in checked) return checked;
    if (email !== undefined && found.email !== email) return { failed: 'it is of another administrator' };
    if (!namesOwner(passkey, found, email !== undefined)) return { failed: 'it was made for another account' };
    const { counter } = checked.passed;
    const done = await this.store.transaction<Checked<Result> | 'COPY'>(async (store) => {
      await store.admins.lockAccount(found.email);
      if (!(await this.challenges.spend(store, challenge))) return { failed: 'the challenge was answered before' };
      if (!(await store.passkeys.use(found, counter, this.clock.now()))) return 'COPY';
      return { passed: await act(store, found) };
    });
    if (done !== 'COPY') return done;
    this.events.record('ADMIN_PASSKEY_COPY_SUSPECTED', { admin: found.email, details: { counter } });
    return { failed: 'its counter did not go on, so that somebody may have a copy of it' };
  }
}

/** What browsers know a passkey by. */
export const descriptorOf = ({ credentialId, transports }: { credentialId: Buffer; transports: string[] }) => ({
  id: credentialId.toString('base64url'),
  type: 'public-key' as const,
  ...(transports.length > 0 && { transports }),
});

/** WebAuthn §7.2, step 6: without a name, the authenticator must say whose it is; with one, it may. */
function namesOwner({ response: { userHandle } }: PasskeyAnswer, { handle }: OwnedPasskey, isNamed: boolean): boolean {
  return userHandle === undefined ? isNamed : isSameSecret(userHandle, handle.toString('base64url'));
}
