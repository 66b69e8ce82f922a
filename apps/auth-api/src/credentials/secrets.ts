import { createCipheriv, createDecipheriv, type KeyObject } from 'node:crypto';
import {
  type EpochSeconds,
  Unavailable,
  type OpaqueKind,
  type OpaqueToken,
  readIdentifierToken,
  readOpaqueToken,
} from '@passant/protocol';
import { pooledRandomBytes } from '../platform/random.js';
import { ServerKeys } from './server-keys.js';
import type { DerivedKey } from './derived-key.js';
import type { Binding } from './wrapping.js';

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Seconds after which another server may be asked instead of one that does not know the master key. */
const RETRY_AFTER = 1;

/**
 * Kinds of tokens whose validity is decided by a database row; the HMAC only rejects tokens that are not worth a query.
 */
export type StoredKind = Exclude<OpaqueKind, 'interaction' | 'test-transaction'>;

function refuse(): never {
  throw new Unavailable('this process does not know the master key in use', RETRY_AFTER);
}

/**
 * Random values and keys. While the master key is being changed, there are two sets of keys. Everything new is made
 * with the one that the database names. What was made with the other is still opened and recognised, provided that a
 * database row decides about its validity. Once the database names one that this process does not know, everything is refused
 * with `temporarily_unavailable`: the one that it knows leaked perhaps, and it recognises nothing that others make.
 */
export class Secrets {
  /** The keys of the configured master key and, if there is one, of the previous master key. */
  private readonly configured: readonly ServerKeys[];
  /** Those of the master key in use; `undefined` if it is none of the configured ones. */
  private inUse: ServerKeys | undefined;

  constructor(masterKey: Buffer, previous?: Buffer) {
    this.inUse = new ServerKeys(masterKey);
    this.configured = [this.inUse, ...(previous ? [new ServerKeys(previous)] : [])];
  }

  private get keys(): ServerKeys {
    return this.inUse ?? refuse();
  }

  /** All keys that something may have been made with, as long as that of new things is among them. */
  private get known(): readonly ServerKeys[] {
    return this.inUse ? this.configured : refuse();
  }

  /** Check value of the configured master key. */
  get check(): Buffer {
    return this.configured[0]!.check;
  }

  /** Check value of the previous master key, if there is one. */
  get previousCheck(): Buffer | undefined {
    return this.configured[1]?.check;
  }

  /**
   * Uses the master key with this check value from now on.
   * @returns false if it is neither of the two, and nothing can be made or recognised until it is
   */
  follow(check: Buffer): boolean {
    this.inUse = this.configured.find((keys) => keys.check.equals(check));
    return this.inUse !== undefined;
  }

  /** Authenticates exported files of a database, if the check value names the configured or the previous master key. */
  exportKey(check: Buffer): KeyObject | undefined {
    return this.configured.find((keys) => keys.check.equals(check))?.exportKey;
  }

  /** Authenticates opaque tokens. */
  get tokenKey() {
    return this.keys.tokenKey;
  }

  /** Authenticates initial access tokens. */
  get initialAccessTokenKey() {
    return this.keys.initialAccessTokenKey;
  }

  /** Recognises browsers in which administrators have signed in. */
  get browserKey(): Buffer {
    return this.keys.browserKey;
  }

  /** Hides whom a limit holds for. */
  get limitKey(): Buffer {
    return this.keys.limitKey;
  }

  /** Draws challenges for passkeys of administrators. */
  get passkeyKey(): Buffer {
    return this.keys.passkeyKey;
  }

  /** Signs software statements. */
  get statementKey(): DerivedKey {
    return this.keys.statementKey;
  }

  /** The keys that software statements are verified with. */
  get statementKeys(): DerivedKey[] {
    return this.known.map((keys) => keys.statementKey);
  }

  /** Signs the anchors of the audit. */
  get auditKey(): DerivedKey {
    return this.keys.auditKey;
  }

  /** The keys that anchors are verified with. */
  get auditKeys(): DerivedKey[] {
    return this.known.map((keys) => keys.auditKey);
  }

  /** Reads a token that is stored in the database; see {@link readOpaqueToken}. */
  readToken(kind: StoredKind, text: string, now: EpochSeconds): OpaqueToken | undefined {
    return this.first((keys) => readOpaqueToken(kind, text, now, keys.tokenKey));
  }

  /** The hash under which an initial access token is stored, if this server issued the token. */
  readInitialAccessToken(text: string): Buffer | undefined {
    return this.first((keys) => readIdentifierToken(text, keys.initialAccessTokenKey));
  }

  /** Cryptographically random bytes. */
  randomBytes(bytes: number): Buffer {
    return pooledRandomBytes(bytes);
  }

  /** A new secret to hand out: 256 random bits in base64url. */
  generateSecret(): string {
    return this.randomBytes(32).toString('base64url');
  }

  /** Encrypts a stored key or property, bound to the row it belongs to. */
  wrap(content: Uint8Array, binding: Binding): Buffer {
    return encrypt(this.keys.wrappingKey, content, binding, this.randomBytes(NONCE_BYTES));
  }

  /**
   * Decrypts what {@link wrap} encrypted. Throws if the value belongs to another row, or if no available key decrypts
   * it.
   */
  unwrap(sealed: Buffer, binding: Binding): Buffer {
    return this.open(sealed, binding, (keys) => keys.wrappingKey);
  }

  /**
   * Rewraps a value with the configured master key. Returns `undefined` if the value already uses that key. Throws if
   * no available key decrypts it.
   */
  rewrap(sealed: Buffer, binding: Binding): Buffer | undefined {
    const { wrappingKey } = this.known[0]!;
    if (attempt(() => decrypt(wrappingKey, sealed, binding))) return undefined;
    return encrypt(wrappingKey, this.unwrap(sealed, binding), binding, this.randomBytes(NONCE_BYTES));
  }

  /** The lookup key of a script cache entry. */
  cacheEntry(provider: string, key: string): Buffer {
    return this.keys.cacheEntry(provider, key);
  }

  /** The lookup keys of the entry under the other master key. */
  otherCacheEntries(provider: string, key: string): Buffer[] {
    return this.known.filter((keys) => keys !== this.keys).map((keys) => keys.cacheEntry(provider, key));
  }

  /** Encrypts a cached value. Deriving the encryption key again requires the entry's own key text. */
  sealCached(provider: string, key: string, value: string): Buffer {
    const valueKey = this.keys.cachedValueKey(provider, key);
    return encrypt(valueKey, Buffer.from(value), 'cache', this.randomBytes(NONCE_BYTES));
  }

  openCached(provider: string, key: string, sealed: Buffer): string {
    return this.open(sealed, 'cache', (keys) => keys.cachedValueKey(provider, key)).toString('utf8');
  }

  /**
   * Whose an authorization code is. The client and the provider belong to it, so that codes of one person have nothing
   * in common across clients.
   */
  personOfCode(clientId: string, provider: string, userId: string): Buffer {
    return this.keys.personOfCode(clientId, provider, userId);
  }

  /** What codes of a person may have been marked with: there is one under each master key. */
  personsOfCode(clientId: string, provider: string, userId: string): Buffer[] {
    return this.known.map((keys) => keys.personOfCode(clientId, provider, userId));
  }

  /**
   * Encrypts the state that one login page passes to the next. It can be read only together with the value that the
   * browser keeps.
   */
  sealInteraction(binder: Uint8Array, content: Uint8Array): Buffer {
    return encrypt(this.keys.keyOfInteraction(binder), content, 'interaction', this.randomBytes(NONCE_BYTES));
  }

  /**
   * Decrypts what {@link sealInteraction} encrypted. Throws if the state comes from another browser or was tampered
   * with.
   */
  openInteraction(binder: Uint8Array, sealed: Buffer): Buffer {
    // Only with the key in use: no database row proves that this server issued the state, so a leaked key could forge
    // it.
    return decrypt(this.keys.keyOfInteraction(binder), sealed, 'interaction');
  }

  private open(sealed: Buffer, context: string, keyOf: (keys: ServerKeys) => Buffer): Buffer {
    const opened = this.first((keys) => attempt(() => decrypt(keyOf(keys), sealed, context)));
    if (!opened) throw new Error(`What is bound to "${context}" opens under no key of this server.`);
    return opened;
  }

  /** The first result that is not `undefined`: with the key in use, then with the other key. */
  private first<Answer>(ask: (keys: ServerKeys) => Answer | undefined): Answer | undefined {
    const answer = ask(this.keys);
    if (answer !== undefined || this.known.length === 1) return answer;
    return ask(this.known.find((keys) => keys !== this.keys)!);
  }
}

function attempt<Result>(work: () => Result): Result | undefined {
  try {
    return work();
  } catch {
    return undefined;
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
