import { createPrivateKey, type KeyObject } from 'node:crypto';
import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import type { SigningAlgorithm } from '@passant/contracts';
import { type ConfigurationSnapshot, type SigningKeyEntity, Store } from '@passant/persistence';
import { OAuthError } from '@passant/protocol';
import { type JWK, SignJWT } from 'jose';
import { Clock } from './clock.js';
import { Configuration } from './configuration.js';
import { EventLog } from './event-log.js';
import { drawSigningKey } from './key-drawing.js';
import { Secrets } from './secrets.js';

/** Seconds that whatever the server signs lives at most: as long as the longest access token, and an hour to spare. */
const LONGEST_SIGNATURE = 86_400 + 3_600;

interface SigningKey {
  kid: string;
  algorithm: SigningAlgorithm;
  key: KeyObject;
}

/** In the order of a key's life, read backwards: what was, what is, what will be. */
const STATES: readonly SigningKeyEntity['state'][] = ['previous', 'current', 'next'];

/** Who signs with an algorithm, where several keys could. */
const RANK: Record<SigningKeyEntity['state'], number> = { previous: 0, next: 1, current: 2 };

/** The keys the server signs with: one current, one announced for later, and those gone by. Private parts are kept encrypted. */
@Injectable()
export class SigningKeys implements OnApplicationBootstrap {
  private current: SigningKey | undefined;
  /** The key that signs with each algorithm: the current one, or else one of those that are published beside it. */
  private signers = new Map<SigningAlgorithm, SigningKey>();
  private keys: SigningKeyEntity[] = [];

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
  }

  /**
   * Signs claims with the current key.
   * @param type `typ` of the JWT
   * @param algorithm where the recipient takes only this one: the current key of that kind, or a published one. Throws
   *   `server_error` where there is none.
   */
  async sign(claims: Record<string, unknown>, type = 'JWT', algorithm?: SigningAlgorithm): Promise<string> {
    const signer = algorithm === undefined ? this.current : this.signers.get(algorithm);
    if (!signer) {
      throw new OAuthError('server_error', 'The server could not complete the request.', {
        cause: `there is no key to sign with ${algorithm}: rotate the keys to that algorithm`,
      });
    }
    return new SignJWT(claims)
      .setProtectedHeader({ alg: signer.algorithm, kid: signer.kid, typ: type })
      .sign(signer.key);
  }

  /** Public keys, for whoever verifies (RFC 7517): previous, current, next. */
  jwks(): { keys: JWK[] } {
    return { keys: this.keys.map((key) => key.publicJwk as JWK) };
  }

  /** The keys with their states, in the order of {@link jwks}. */
  all(): readonly SigningKeyEntity[] {
    return this.keys;
  }

  /** What signatures of this server may be made with, each algorithm once. */
  get algorithms(): SigningAlgorithm[] {
    return [...new Set(this.keys.map((key) => key.algorithm))];
  }

  /** What is signed with unless somebody asks for another algorithm. */
  get currentAlgorithm(): SigningAlgorithm {
    return this.current!.algorithm;
  }

  /**
   * The announced key begins to sign, and a new one is announced. The key that signed so far stays published until all
   * that it signed has expired, however often the keys are rotated meanwhile. Holds on this instance at once, on every other within a second.
   * Throws `conflict` if somebody else rotated at the same moment.
   * @param algorithm of the new next key; that of the next key so far unless given
   */
  async rotate(algorithm?: SigningAlgorithm): Promise<void> {
    const stateOf = (state: SigningKeyEntity['state']) => this.keys.find((key) => key.state === state);
    const [current, next] = [stateOf('current')!, stateOf('next')];
    const drawn = await this.draw('next', algorithm ?? next?.algorithm ?? current.algorithm);
    const now = this.clock.now();
    await this.store.transaction(async (store) => {
      if (!(await store.signingKeys.lockCurrent(current.kid))) {
        throw new OAuthError('conflict', 'The keys were rotated by someone else at the same moment.');
      }
      await store.signingKeys.deleteOutlived(now);
      await store.signingKeys.advance(now + LONGEST_SIGNATURE);
      await store.signingKeys.insert(drawn);
      const facts = { before: { current: current.kid }, after: { current: next?.kid ?? null, next: drawn.kid } };
      await store.events.insert([
        this.events.event('JWT_KEYS_ROTATED', { ...facts, details: { algorithm: drawn.algorithm } }),
      ]);
    });
    await this.configuration.refresh();
  }

  private async makeFirstKeys(): Promise<void> {
    await this.store.transaction(async (store) => {
      const states = new Set((await store.signingKeys.all()).map((key) => key.state));
      for (const state of ['current', 'next'] as const) {
        if (!states.has(state)) await store.signingKeys.insert(await this.draw(state, 'ES256'));
      }
    });
  }

  private async draw(state: SigningKeyEntity['state'], algorithm: SigningAlgorithm): Promise<SigningKeyEntity> {
    const { kid, publicJwk, privateJwk } = await drawSigningKey(algorithm);
    return {
      kid,
      algorithm,
      state,
      publicJwk,
      sealedPrivateJwk: this.secrets.wrap(Buffer.from(JSON.stringify(privateJwk)), kid),
      createdAt: this.clock.now(),
      publishedUntil: null,
    };
  }

  private take({ signingKeys }: ConfigurationSnapshot): void {
    const current = signingKeys.find((key) => key.state === 'current');
    if (!current) return;
    this.keys = STATES.flatMap((state) => signingKeys.filter((key) => key.state === state));
    // Whoever signs last in this order wins: the current key, then the announced one, then the latest of the others.
    const byRank = [...this.keys].sort((left, right) => RANK[left.state] - RANK[right.state]);
    const known = new Map([...this.signers.values()].map((signer) => [signer.kid, signer]));
    this.signers = new Map(byRank.map((key) => [key.algorithm, known.get(key.kid) ?? this.open(key)]));
    this.current = this.signers.get(current.algorithm);
  }

  private open({ kid, algorithm, sealedPrivateJwk }: SigningKeyEntity): SigningKey {
    const jwk = JSON.parse(this.secrets.unwrap(sealedPrivateJwk, kid).toString('utf8')) as JWK;
    return { kid, algorithm, key: createPrivateKey({ key: jwk, format: 'jwk' }) };
  }
}
