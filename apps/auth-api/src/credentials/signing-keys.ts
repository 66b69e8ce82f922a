import { createPrivateKey, type KeyObject } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DEFAULT_SIGNING_ALGORITHM, SigningAlgorithm } from '@passant/contracts';
import { type ConfigurationSnapshot, type SigningKeyEntity, Store } from '@passant/persistence';
import { OAuthError, type SigningKeyState, Unavailable, planWithdrawal } from '@passant/protocol';
import { type JWK, SignJWT } from 'jose';
import { Clock } from '../platform/clock.js';
import { Configuration } from '../platform/configuration.js';
import { faultOf } from '../platform/fault.js';
import { EventLog } from '../observation/event-log.js';
import { generateSigningKey } from './key-generation.js';
import { Secrets } from './secrets.js';
import { BINDINGS } from './wrapping.js';

/**
 * Maximum lifetime in seconds of anything the server signs: that of the longest-lived access token, plus an hour of
 * margin.
 */
const LONGEST_SIGNATURE = 86_400 + 3_600;

/** Seconds after which another server may be asked instead of one that cannot open its key. */
const RETRY_AFTER = 1;

interface SigningKey {
  kid: string;
  algorithm: SigningAlgorithm;
  key: KeyObject;
}

/** The states of published keys, from the end of a key's life to its beginning. */
const PUBLISHED: readonly SigningKeyState[] = ['previous', 'current', 'next'];

/**
 * The server's signing keys. Each algorithm has one current key that signs, one announced for later, previous ones, and
 * those withdrawn because they leaked. Private keys are stored encrypted.
 */
@Injectable()
export class SigningKeys implements OnApplicationBootstrap {
  private readonly logger = new Logger('SigningKeys');
  /** The current key of each algorithm. */
  private signers = new Map<SigningAlgorithm, SigningKey>();
  private published: SigningKeyEntity[] = [];
  private withdrawn: SigningKeyEntity[] = [];

  constructor(
    private readonly store: Store,
    private readonly configuration: Configuration,
    private readonly secrets: Secrets,
    private readonly events: EventLog,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.makeFirstKeys();
    await this.configuration.refresh();
    await this.configuration.onChange((snapshot) => this.take(snapshot));
    // Later, such a key is waited for; at the start it is a setting that is wrong, and nothing is served.
    for (const algorithm of this.algorithms) this.signerOf(algorithm);
  }

  /**
   * Signs claims with the current key of an algorithm.
   * @param type the JWT's `typ`
   * @param algorithm the algorithm that the recipient expects
   */
  async sign(
    claims: Record<string, unknown>,
    type = 'JWT',
    algorithm: SigningAlgorithm = DEFAULT_SIGNING_ALGORITHM,
  ): Promise<string> {
    const { kid, key } = this.signerOf(algorithm);
    return new SignJWT(claims).setProtectedHeader({ alg: algorithm, kid, typ: type }).sign(key);
  }

  /** The public keys for verifiers (RFC 7517): previous, current, next. */
  jwks(): { keys: JWK[] } {
    return { keys: this.published.map((key) => key.publicJwk as JWK) };
  }

  /** All keys with their states: the withdrawn ones, then the others in the order of {@link jwks}. */
  all(): readonly SigningKeyEntity[] {
    return [...this.withdrawn, ...this.published];
  }

  /** The algorithms of this server's signatures, without duplicates. */
  get algorithms(): SigningAlgorithm[] {
    return SigningAlgorithm.options.filter((algorithm) => keyOf(this.published, algorithm, 'current') !== undefined);
  }

  /**
   * The announced key becomes the current one, and a new key is announced. The key that was current stays published
   * until everything it signed has expired, however often the keys are rotated in the meantime. Takes effect
   * immediately on this instance, and within a second on all others.
   * Throws `conflict` if somebody else rotated the keys at the same time.
   * @param algorithm whose keys to rotate; all algorithms if omitted
   */
  async rotate(algorithm?: SigningAlgorithm): Promise<void> {
    const rotating = algorithm === undefined ? SigningAlgorithm.options : [algorithm];
    const steps = await Promise.all(rotating.map((one) => this.stepOf(one)));
    const now = this.clock.now();
    await this.store.transaction(async (store) => {
      const keys = await store.signingKeys.lock();
      const stillSigns = (kid: string) => keys.some((key) => key.kid === kid && key.state === 'current');
      if (!steps.every(({ current }) => stillSigns(current.kid))) throw changedMeanwhile();
      await store.signingKeys.deleteOutlived(now);
      for (const { current, next, generated } of steps) {
        await store.signingKeys.advance(generated.algorithm, now + LONGEST_SIGNATURE);
        await store.signingKeys.insert(generated);
        const facts = { before: { current: current.kid }, after: { current: next?.kid ?? null, next: generated.kid } };
        await store.events.insert([
          this.events.event('JWT_KEYS_ROTATED', { ...facts, details: { algorithm: generated.algorithm } }),
        ]);
      }
    });
    await this.configuration.refresh();
  }

  /**
   * Withdraws leaked keys: they are no longer published and never sign again, so nothing they signed is accepted here.
   * Each affected algorithm continues with its announced key, or with a new one if there is none. Takes effect
   * immediately on this instance, and within a second on all others.
   * Throws `not_found` for a key that does not exist, and `conflict` for a key that is already withdrawn or if somebody
   * else changed the keys at the same time.
   * @param reason recorded with the event
   */
  async withdraw(kids: readonly string[], reason: string): Promise<void> {
    const plan = planWithdrawal(this.all(), kids);
    // Generated before the transaction, so that the transaction does not wait for it.
    const generated = await Promise.all(plan.vacant.map(({ algorithm, state }) => this.generate(state, algorithm)));
    await this.store.transaction(async (store) => {
      if (!isDeepStrictEqual(planWithdrawal(await store.signingKeys.lock(), kids), plan)) throw changedMeanwhile();
      await store.signingKeys.withdraw(kids, this.clock.now());
      await store.signingKeys.promote(plan.promoted.map(({ kid }) => kid));
      for (const key of generated) await store.signingKeys.insert(key);
      const after = await store.signingKeys.all();
      await store.events.insert(
        plan.withdrawn.map(({ kid, algorithm, state }) =>
          this.events.event('JWT_KEYS_WITHDRAWN', {
            details: { kid, algorithm, reason },
            before: { state },
            after: {
              current: keyOf(after, algorithm, 'current')!.kid,
              next: keyOf(after, algorithm, 'next')!.kid,
            },
          }),
        ),
      );
    });
    await this.configuration.refresh();
  }

  /** The keys that a rotation of one algorithm moves on, and the new key to announce. */
  private async stepOf(algorithm: SigningAlgorithm) {
    const [current, next] = [keyOf(this.published, algorithm, 'current')!, keyOf(this.published, algorithm, 'next')];
    return { current, next, generated: await this.generate('next', algorithm) };
  }

  /**
   * Generates missing keys before the server accepts requests: all keys at the first start, and the keys of an
   * algorithm that an earlier version did not have. They are generated in parallel and before the transaction, so that
   * the transaction does not wait for them.
   */
  private async makeFirstKeys(): Promise<void> {
    const known = await this.store.signingKeys.all();
    const missing = SigningAlgorithm.options.flatMap((algorithm) =>
      (['current', 'next'] as const)
        .filter((state) => !known.some((key) => key.algorithm === algorithm && key.state === state))
        .map((state) => this.generate(state, algorithm)),
    );
    if (missing.length === 0) return;
    const generated = await Promise.all(missing);
    await this.store.transaction(async (store) => {
      // Another instance that starts at the same time may have been faster; its keys are used then.
      for (const key of generated) await store.signingKeys.insert(key);
    });
  }

  private async generate(state: SigningKeyState, algorithm: SigningAlgorithm): Promise<SigningKeyEntity> {
    const { kid, publicJwk, privateJwk } = await generateSigningKey(algorithm);
    return {
      kid,
      algorithm,
      state,
      publicJwk,
      sealedPrivateJwk: this.secrets.wrap(Buffer.from(JSON.stringify(privateJwk)), BINDINGS.signingKey(kid)),
      createdAt: this.clock.now(),
      publishedUntil: null,
      withdrawnAt: null,
    };
  }

  private take({ signingKeys }: ConfigurationSnapshot): void {
    this.published = PUBLISHED.flatMap((state) =>
      SigningAlgorithm.options.flatMap((algorithm) =>
        signingKeys.filter((key) => key.state === state && key.algorithm === algorithm),
      ),
    );
    this.withdrawn = signingKeys.filter((key) => key.state === 'withdrawn');
    const signing = this.published.filter((key) => key.state === 'current');
    const known = new Map([...this.signers.values()].map((signer) => [signer.kid, signer]));
    // One that cannot be opened leaves none: the one before it may have been withdrawn.
    this.signers = new Map();
    for (const key of signing) {
      const signer = known.get(key.kid) ?? this.opened(key);
      if (signer) this.signers.set(key.algorithm, signer);
    }
  }

  private signerOf(algorithm: SigningAlgorithm): SigningKey {
    const signer = this.signers.get(algorithm);
    if (signer) return signer;
    throw new Unavailable('the signing key cannot be opened', RETRY_AFTER);
  }

  /** Whoever else hears of the configuration must not miss a change because a key cannot be opened. */
  private opened(key: SigningKeyEntity): SigningKey | undefined {
    try {
      return this.open(key);
    } catch (error) {
      this.logger.error(`The current signing key for ${key.algorithm} cannot be opened: ${faultOf(error)}`);
      return undefined;
    }
  }

  private open({ kid, algorithm, sealedPrivateJwk }: SigningKeyEntity): SigningKey {
    const jwk = JSON.parse(this.secrets.unwrap(sealedPrivateJwk!, BINDINGS.signingKey(kid)).toString('utf8')) as JWK;
    return { kid, algorithm, key: createPrivateKey({ key: jwk, format: 'jwk' }) };
  }
}

function keyOf(keys: readonly SigningKeyEntity[], algorithm: SigningAlgorithm, state: SigningKeyState) {
  return keys.find((key) => key.algorithm === algorithm && key.state === state);
}

function changedMeanwhile(): OAuthError {
  return new OAuthError('conflict', 'The keys were changed by someone else at the same moment.');
}
