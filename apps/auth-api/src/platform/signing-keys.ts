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

interface CurrentKey {
  kid: string;
  algorithm: SigningAlgorithm;
  key: KeyObject;
}

/** In the order of a key's life, read backwards: what was, what is, what will be. */
const STATES: readonly SigningKeyEntity['state'][] = ['previous', 'current', 'next'];

/** The keys the server signs with: one current, one announced for later, one gone by. Private parts are kept encrypted. */
@Injectable()
export class SigningKeys implements OnApplicationBootstrap {
  private current: CurrentKey | undefined;
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

  /** Signs claims with the current key. @param type `typ` of the JWT */
  async sign(claims: Record<string, unknown>, type = 'JWT'): Promise<string> {
    const { kid, algorithm, key } = this.current!;
    return new SignJWT(claims).setProtectedHeader({ alg: algorithm, kid, typ: type }).sign(key);
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

  get currentAlgorithm(): SigningAlgorithm {
    return this.current!.algorithm;
  }

  /**
   * The announced key begins to sign, and a new one is announced. The key that signed so far stays published until the
   * next rotation. Holds on this instance at once, on every other within a second.
   * Throws `conflict` if somebody else rotated at the same moment.
   * @param algorithm of the new next key; that of the next key so far unless given
   */
  async rotate(algorithm?: SigningAlgorithm): Promise<void> {
    const stateOf = (state: SigningKeyEntity['state']) => this.keys.find((key) => key.state === state);
    const [current, next] = [stateOf('current')!, stateOf('next')];
    const drawn = await this.draw('next', algorithm ?? next?.algorithm ?? current.algorithm);
    await this.store.transaction(async (store) => {
      if (!(await store.signingKeys.lockCurrent(current.kid))) {
        throw new OAuthError('conflict', 'The keys were rotated by someone else at the same moment.');
      }
      await store.signingKeys.deletePrevious();
      await store.signingKeys.move('current', 'previous');
      await store.signingKeys.move('next', 'current');
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
    };
  }

  private take({ signingKeys }: ConfigurationSnapshot): void {
    const current = signingKeys.find((key) => key.state === 'current');
    if (!current) return;
    if (current.kid !== this.current?.kid) {
      const jwk = JSON.parse(this.secrets.unwrap(current.sealedPrivateJwk, current.kid).toString('utf8')) as JWK;
      this.current = {
        kid: current.kid,
        algorithm: current.algorithm,
        key: createPrivateKey({ key: jwk, format: 'jwk' }),
      };
    }
    this.keys = STATES.flatMap((state) => signingKeys.filter((key) => key.state === state));
  }
}
