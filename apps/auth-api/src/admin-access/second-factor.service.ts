import { Injectable } from '@nestjs/common';
import type { OwnSecondFactor, RecoveryCodes, StartedSecondFactor } from '@passant/contracts';
import { Store } from '@passant/persistence';
import { OAuthError } from '@passant/protocol';
import { Secrets } from '../credentials/secrets.js';
import { BINDINGS } from '../credentials/wrapping.js';
import { EventLog } from '../observation/event-log.js';
import { Clock } from '../platform/clock.js';
import { Issuer } from '../platform/issuer.js';
import { SecondFactorPolicy } from '../platform/second-factor-policy.js';
import { CodeCheck } from './code-check.js';
import { OwnerCheck, type Owner, type ShownProof, guesserOf, requireSession, sessionOf } from './owner-check.js';
import type { Origin } from './password-check.js';
import { SECRET_BYTES, drawRecoveryCodes, readCode, renderSecret, stepOfCode } from './totp.js';

/** Seconds for which a secret waits to be confirmed. */
const SET_UP_LIFETIME = 600;

/** The second factor of administrators: codes of an authenticator app (RFC 6238), and recovery codes. */
@Injectable()
export class SecondFactorService {
  constructor(
    private readonly store: Store,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
    private readonly owners: OwnerCheck,
    private readonly codes: CodeCheck,
    private readonly events: EventLog,
    private readonly issuer: Issuer,
    private readonly policy: SecondFactorPolicy,
  ) {}

  async own(email: string): Promise<OwnSecondFactor> {
    const found = await this.store.secondFactors.find(email);
    const { passkeys, recoveryCodes } = await this.store.secondFactors.factorsOf(email);
    return {
      state: found ? 'ON' : 'OFF',
      required: this.policy.required,
      passkeys,
      recovery_codes: recoveryCodes,
      ...(found ? { since: found.createdAt } : {}),
    };
  }

  /** Draws a secret, which counts for nothing before it is confirmed. Throws `conflict` if there is one that counts. */
  async start(owner: Owner, shown: ShownProof): Promise<StartedSecondFactor> {
    const { email } = owner;
    const sessionHash = sessionOf(owner);
    const secret = this.secrets.randomBytes(SECRET_BYTES);
    const now = this.clock.now();
    const expiresAt = now + SET_UP_LIFETIME;
    const sealed = this.secrets.wrap(secret, BINDINGS.secondFactor(email));
    await this.owners.prove(owner, shown, async ({ secondFactors }) => {
      if (!(await secondFactors.start(email, sealed, { sessionHash, now, expiresAt }))) {
        throw new OAuthError('conflict', 'You have an authenticator app already. Remove it first.');
      }
    });
    const name = `Passant ${new URL(this.issuer.publicUrl).hostname}`.replaceAll(':', ' ');
    return { ...renderSecret(secret, name, email), expires_at: expiresAt };
  }

  /**
   * Lets the secret count, since somebody has it: from now on nobody signs in with the password alone. Sessions that were
   * opened without it end. Throws `not_found` in any session but the one that it was shown in, and 429 while whoever
   * guesses has to wait: who found an open session knows no secret.
   */
  async confirm(owner: Owner, typed: string, origin: Origin): Promise<RecoveryCodes> {
    const { email } = owner;
    const session = sessionOf(owner);
    const sealed = await this.store.secondFactors.findStarted(email, session, this.clock.now());
    if (!sealed) throw new OAuthError('not_found', 'There is nothing to confirm, or not any more. Begin again.');
    const guesser = guesserOf(email, origin);
    await this.codes.admitGuess(guesser);
    const read = readCode(typed);
    const secret = this.secrets.unwrap(sealed, BINDINGS.secondFactor(email));
    const step = read?.kind === 'CODE' ? stepOfCode(secret, read.code, this.clock.milliseconds()) : undefined;
    if (step === undefined) throw this.codes.wrongGuess();
    const { codes, hashes } = drawRecoveryCodes((bytes) => this.secrets.randomBytes(bytes));
    await this.store.transaction(async ({ admins, secondFactors, events }) => {
      await admins.lockAccount(email);
      await requireSession({ admins }, owner);
      if (!(await secondFactors.confirm(email, sealed, { step, codeHashes: hashes, now: this.clock.now() }))) {
        throw new OAuthError('conflict', 'Another secret was made meanwhile. Begin again.');
      }
      await admins.deleteSessionsOf(email, session);
      await events.insert([this.events.event('ADMIN_SECOND_FACTOR_SET_UP')]);
    });
    await this.codes.forgive(guesser);
    return { recovery_codes: codes };
  }

  /** New recovery codes in place of all earlier ones. */
  async renewRecoveryCodes(owner: Owner, shown: ShownProof): Promise<RecoveryCodes> {
    const { codes, hashes } = drawRecoveryCodes((bytes) => this.secrets.randomBytes(bytes));
    await this.owners.prove(owner, shown, async ({ secondFactors, events }) => {
      if (!(await secondFactors.replaceRecoveryCodes(owner.email, hashes))) throw noSecondFactor();
      await events.insert([this.events.event('ADMIN_RECOVERY_CODES_RENEWED')]);
    });
    return { recovery_codes: codes };
  }

  /** Removes the authenticator app. Passkeys stay, and with them the recovery codes. */
  async remove(owner: Owner, shown: ShownProof): Promise<void> {
    await this.owners.prove(owner, shown, async ({ secondFactors, events }) => {
      if (!(await secondFactors.remove(owner.email))) throw noSecondFactor();
      await events.insert([this.events.event('ADMIN_SECOND_FACTOR_REMOVED')]);
    });
  }

  /**
   * Removes authenticator app and passkeys of somebody else, who may have lost them. Whoever has the device of the other
   * is out as well.
   */
  async removeOf(remover: Owner, email: string): Promise<void> {
    if (email === remover.email) {
      throw new OAuthError('conflict', 'Remove your own second factor on the page of your account.');
    }
    await this.store.transaction(async ({ admins, secondFactors, events }) => {
      await admins.lockAccount(email);
      if ((await secondFactors.removeAll(email)) === 0) {
        throw new OAuthError('not_found', 'There is no administrator of this address with a second factor.');
      }
      await admins.deleteSessionsOf(email);
      const details = { administrator: email };
      await events.insert([this.events.event('ADMIN_SECOND_FACTOR_REMOVED', { details })]);
    });
  }
}

const noSecondFactor = () => new OAuthError('not_found', 'Your account has no second factor.');
