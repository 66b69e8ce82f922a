import { Injectable } from '@nestjs/common';
import type { AddPasskey, AddedPasskey, OwnPasskey, OwnPasskeys, PasskeyCreation } from '@passant/contracts';
import { type PasskeyRecord, Store } from '@passant/persistence';
import { OAuthError } from '@passant/protocol';
import { Secrets } from '../credentials/secrets.js';
import { EventLog } from '../observation/event-log.js';
import { Clock } from '../platform/clock.js';
import { OwnerCheck, type Owner, type ShownProof, requireSession, sessionOf } from './owner-check.js';
import { PasskeyChallenges } from './passkey-challenges.js';
import { PasskeyCheck, descriptorOf } from './passkey-check.js';
import { ALGORITHMS, checkNewPasskey, passkeyRefused } from './passkey-verification.js';
import { PASSKEY_LIFETIME } from './session-cookie.js';
import { drawRecoveryCodes } from './totp.js';

/** Passkeys of one account. */
const MOST = 20;
/** WebAuthn §14.6.1 recommends 64 random bytes. */
const HANDLE_BYTES = 64;

/** The passkeys of administrators. */
@Injectable()
export class PasskeysService {
  constructor(
    private readonly store: Store,
    private readonly secrets: Secrets,
    private readonly clock: Clock,
    private readonly owners: OwnerCheck,
    private readonly passkeys: PasskeyCheck,
    private readonly challenges: PasskeyChallenges,
    private readonly events: EventLog,
  ) {}

  async list(email: string): Promise<OwnPasskeys> {
    const { origin, unavailable } = this.passkeys.site;
    const items = (await this.store.passkeys.listOf(email)).map(render);
    return { items, origin, ...(unavailable && { unavailable }) };
  }

  /** @returns what a browser makes a passkey with, and the token that it keeps meanwhile */
  async start(owner: Owner, shown: ShownProof): Promise<{ token: string; creation: PasskeyCreation }> {
    const { email } = owner;
    this.owners.requireLocal(owner);
    const { name } = this.passkeys.requireSite();
    const drawn = this.secrets.randomBytes(HANDLE_BYTES);
    const [known, handle] = await this.owners.prove(owner, shown, async ({ passkeys }) => {
      const all = await passkeys.listOf(email);
      if (all.length >= MOST) throw tooManyPasskeys();
      return [all, await passkeys.handleOf(email, drawn)] as const;
    });
    const { token, value } = this.challenges.draw({ for: 'new passkey', of: sessionOf(owner) });
    const creation: PasskeyCreation = {
      challenge: value,
      rp: { id: name, name: `Passant ${name}` },
      user: { id: handle.toString('base64url'), name: email, displayName: email },
      pubKeyCredParams: ALGORITHMS.map((alg) => ({ type: 'public-key', alg })),
      timeout: PASSKEY_LIFETIME * 1000,
      attestation: 'none',
      excludeCredentials: known.map(descriptorOf),
      authenticatorSelection: { residentKey: 'required', requireResidentKey: true, userVerification: 'required' },
    };
    return { token, creation };
  }

  /**
   * Stores what the browser made. The first second factor of an account comes with recovery codes, and ends the sessions
   * that were opened without it.
   * @param token as the browser kept it
   */
  async add(owner: Owner, { name, passkey: given }: AddPasskey, token: string | undefined): Promise<AddedPasskey> {
    const { email } = owner;
    const session = sessionOf(owner);
    const challenge = this.challenges.find(token, { for: 'new passkey', of: session });
    if (!challenge) throw passkeyRefused('this session was asked for none, or too long ago');
    const checked = await checkNewPasskey(given, challenge.value, this.passkeys.requireSite());
    if ('failed' in checked) throw passkeyRefused(checked.failed);
    const { codes, hashes } = drawRecoveryCodes((bytes) => this.secrets.randomBytes(bytes));
    const { passed } = checked;
    const createdAt = this.clock.now();
    const transports = given.response.transports ?? [];
    return this.store.transaction(async (store) => {
      await store.admins.lockAccount(email);
      await requireSession(store, owner);
      if (!(await this.challenges.spend(store, challenge))) throw passkeyRefused('the challenge was answered before');
      const { hasApp, passkeys } = await store.secondFactors.factorsOf(email);
      if (passkeys >= MOST) throw tooManyPasskeys();
      const id = await store.passkeys.insert({ ...passed, email, name, transports, createdAt }, MOST);
      if (id === undefined) throw new OAuthError('conflict', 'This passkey is there already.');
      const isFirst = !hasApp && passkeys === 0;
      if (isFirst) {
        await store.secondFactors.replaceRecoveryCodes(email, hashes);
        await store.admins.deleteSessionsOf(email, session);
      }
      await store.events.insert([this.events.event('ADMIN_PASSKEY_ADDED', { details: { passkey: name } })]);
      const passkey = render({ ...passed, id, name, transports, createdAt, lastUsedAt: null });
      return { passkey, ...(isFirst && { recovery_codes: codes }) };
    });
  }

  async remove(owner: Owner, id: string, shown: ShownProof): Promise<void> {
    const { email } = owner;
    await this.owners.prove(owner, shown, async ({ passkeys, secondFactors, events }) => {
      const name = await passkeys.remove(email, id);
      if (name === undefined) throw new OAuthError('not_found', 'You have no such passkey.');
      await secondFactors.settleRemoval(email);
      await events.insert([this.events.event('ADMIN_PASSKEY_REMOVED', { details: { passkey: name } })]);
    });
  }
}

function render({ id, name, backupEligible, createdAt, lastUsedAt }: PasskeyRecord): OwnPasskey {
  return {
    ...{ id, name, synced: backupEligible, created_at: createdAt },
    ...(lastUsedAt !== null && { last_used_at: lastUsedAt }),
  };
}

const tooManyPasskeys = () => new OAuthError('conflict', `You have ${MOST} passkeys. Remove one first.`);
