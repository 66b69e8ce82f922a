import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { deriveSigningKey, SEED_BYTES, type DerivedKey } from './derived-key.js';

/**
 * The keys derived from one master key. Each purpose has its own key, so that no value of one kind can be passed off as
 * another.
 */
export class ServerKeys {
  /** Authenticates opaque tokens. */
  readonly tokenKey: KeyObject;
  /** Authenticates initial access tokens. */
  readonly initialAccessTokenKey: KeyObject;
  /** Identifies the master key without revealing anything about it. */
  readonly check: Buffer;
  /** Signs software statements; does not change when the signing keys of tokens are rotated. */
  readonly statementKey: DerivedKey;
  /** Signs the anchors of the audit. */
  readonly auditKey: DerivedKey;
  /** Authenticates exported files. */
  readonly exportKey: KeyObject;
  /** Recognises browsers in which administrators have signed in. */
  readonly browserKey: Buffer;
  /** Hides whom a limit holds for. */
  readonly limitKey: Buffer;
  /** Draws challenges for passkeys of administrators. */
  readonly passkeyKey: Buffer;
  readonly wrappingKey: Buffer;
  private readonly personKey: Buffer;
  private readonly cacheKey: Buffer;
  private readonly interactionKey: Buffer;

  constructor(masterKey: Buffer) {
    const derive = (purpose: string, bytes = 32) =>
      Buffer.from(hkdfSync('sha256', masterKey, Buffer.alloc(0), `passant ${purpose}`, bytes));
    this.tokenKey = createSecretKey(derive('opaque tokens'));
    this.initialAccessTokenKey = createSecretKey(derive('initial access tokens'));
    this.check = derive('master key check');
    this.statementKey = deriveSigningKey(derive('software statements', SEED_BYTES));
    this.auditKey = deriveSigningKey(derive('audit anchors', SEED_BYTES));
    this.exportKey = createSecretKey(derive('exported files'));
    this.browserKey = derive('known browsers');
    this.limitKey = derive('limits');
    this.passkeyKey = derive('passkey challenges');
    this.wrappingKey = derive('key wrapping');
    this.personKey = derive('people of codes');
    this.cacheKey = derive('script cache');
    this.interactionKey = derive('login pages');
  }

  /** The lookup key of a script cache entry. It is an HMAC because the script's own key may identify a person. */
  cacheEntry(provider: string, key: string): Buffer {
    return createHmac('sha256', this.cacheKey)
      .update(JSON.stringify([provider, key]))
      .digest();
  }

  /** The encryption key of a value in a script's cache. */
  cachedValueKey(provider: string, key: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.cacheKey, Buffer.from(key), `value ${provider}`, 32));
  }

  /** Whose an authorization code is, so that it can be found by a person without naming one. */
  personOfCode(clientId: string, provider: string, userId: string): Buffer {
    return createHmac('sha256', this.personKey)
      .update(JSON.stringify([clientId, provider, userId]))
      .digest();
  }

  /** The encryption key of the state that a login page carries. */
  keyOfInteraction(binder: Uint8Array): Buffer {
    return Buffer.from(hkdfSync('sha256', this.interactionKey, binder, 'interaction', 32));
  }
}
