import { createCipheriv, createDecipheriv, createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { drawRandom } from './random.js';
import { deriveStatementKey, STATEMENT_SEED_BYTES, type StatementKey } from './statement-key.js';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Chance and keys. Every key is derived from the master key for one purpose, so that no value of one kind can be
 * passed off as another.
 */
export class Secrets {
  /** Authenticates opaque tokens. */
  readonly tokenKey: KeyObject;
  /** Authenticates initial access tokens. */
  readonly initialAccessTokenKey: KeyObject;
  /** Recognises the master key without telling anything about it. */
  readonly check: Buffer;
  /** Signs software statements; stays when the signing keys of tokens are rotated. */
  readonly statementKey: StatementKey;
  private readonly wrappingKey: Buffer;
  private readonly cacheKey: Buffer;
  private readonly interactionKey: Buffer;

  constructor(masterKey: Buffer) {
    const derive = (purpose: string, bytes = 32) =>
      Buffer.from(hkdfSync('sha256', masterKey, Buffer.alloc(0), `passant ${purpose}`, bytes));
    this.tokenKey = createSecretKey(derive('opaque tokens'));
    this.initialAccessTokenKey = createSecretKey(derive('initial access tokens'));
    this.check = derive('master key check');
    this.statementKey = deriveStatementKey(derive('software statements', STATEMENT_SEED_BYTES));
    this.wrappingKey = derive('key wrapping');
    this.cacheKey = derive('script cache');
    this.interactionKey = derive('login pages');
  }

  /** Random bytes. */
  draw(bytes: number): Buffer {
    return drawRandom(bytes);
  }

  /** A secret to hand out: 256 random bits, base64url. */
  drawSecret(): string {
    return this.draw(32).toString('base64url');
  }

  /** Encrypts a key or property that is kept; `context` binds it to the row it belongs to. */
  wrap(content: Uint8Array, context: string): Buffer {
    return encrypt(this.wrappingKey, content, context, this.draw(NONCE_BYTES));
  }

  unwrap(sealed: Buffer, context: string): Buffer {
    return decrypt(this.wrappingKey, sealed, context);
  }

  /** What an entry of a script's cache is found by; the key itself may say who someone is. */
  cacheEntry(provider: string, key: string): Buffer {
    return createHmac('sha256', this.cacheKey)
      .update(JSON.stringify([provider, key]))
      .digest();
  }

  /** Encrypts a cached value under a key that needs the entry's own key text to be derived again. */
  sealCached(provider: string, key: string, value: string): Buffer {
    return encrypt(this.cachedValueKey(provider, key), Buffer.from(value), 'cache', this.draw(NONCE_BYTES));
  }

  openCached(provider: string, key: string, sealed: Buffer): string {
    return decrypt(this.cachedValueKey(provider, key), sealed, 'cache').toString('utf8');
  }

  /** Encrypts what a login page carries to its next one, so that it can be read only beside what the browser keeps. */
  sealInteraction(binder: Uint8Array, content: Uint8Array): Buffer {
    return encrypt(this.keyOfInteraction(binder), content, 'interaction', this.draw(NONCE_BYTES));
  }

  /** Opens what {@link sealInteraction} closed. Throws if it comes from another browser or was tampered with. */
  openInteraction(binder: Uint8Array, sealed: Buffer): Buffer {
    return decrypt(this.keyOfInteraction(binder), sealed, 'interaction');
  }

  private keyOfInteraction(binder: Uint8Array): Buffer {
    return Buffer.from(hkdfSync('sha256', this.interactionKey, binder, 'interaction', 32));
  }

  private cachedValueKey(provider: string, key: string): Buffer {
    return Buffer.from(hkdfSync('sha256', this.cacheKey, Buffer.from(key), `value ${provider}`, 32));
  }
}

function encrypt(key: Buffer, content: Uint8Array, context: string, nonce: Buffer): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(context));
  return Buffer.concat([nonce, cipher.update(content), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Buffer, sealed: Buffer, context: string): Buffer {
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
    .setAAD(Buffer.from(context))
    .setAuthTag(sealed.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
}
