import { Injectable } from '@nestjs/common';
import type { JsonWebKeySet } from '@passant/contracts';
import { type Check, type Client, checkKeys, fittingKeys, identityOf } from '@passant/protocol';
import { importJWK, type JWK } from 'jose';
import { Clock } from '../platform/clock.js';
import { nobodysKey } from './nobodys-keys.js';
import { type PublishedKeys, RemoteKeys } from './remote-keys.js';
import { RecentMap } from '../platform/recent-map.js';

export type ImportedKey = Awaited<ReturnType<typeof importJWK>>;

/** Maximum number of imported keys kept; the least recently used ones are evicted. */
const CAPACITY = 10_000;

/** The members of an assertion's header that say which key it was signed with. */
export interface KeyHint {
  kid?: string | undefined;
  alg?: string | undefined;
}

/** The keys that an assertion may have been signed with. */
export interface KeysFound {
  /** All matching keys. Each verifies the assertion's algorithm and nothing else (RFC 8725 §3.1). */
  keys: ImportedKey[];
  /** Whether there is a key to try, and where it was looked for. */
  check: Check;
  /** For keys from a `jwks_uri`: what was published there, and whether it was known before this request. */
  published?: PublishedKeys | undefined;
}

/** The public keys of clients, registered or fetched. Each is imported only once for an algorithm. */
@Injectable()
export class ClientKeys {
  private readonly imported = new RecentMap<string, Promise<ImportedKey>>(CAPACITY);

  constructor(
    private readonly remote: RemoteKeys,
    private readonly clock: Clock,
  ) {}

  /** The client's matching keys, as currently known. */
  async find(client: Client, hint: KeyHint): Promise<KeysFound> {
    if (client.jwksUri !== null) return this.ofPublished(await this.remote.find(client.jwksUri), hint);
    const where = `registered ${this.clock.now() - client.createdAt} seconds ago`;
    return this.chosen(client.jwks?.keys ?? [], hint, where);
  }

  /**
   * The same after fetching the client's `jwks_uri` again, because none of the keys found would do: the client may have
   * rotated its keys. `undefined` if there is nothing to fetch, or that was done a moment ago.
   */
  async findAnew(client: Client, hint: KeyHint, found: KeysFound): Promise<KeysFound | undefined> {
    // If several keys match an assertion without a `kid`, a fetch cannot say which one is meant.
    if (client.jwksUri === null || (!found.check.passed && found.keys.length > 0)) return undefined;
    const published = await this.remote.findAnew(client.jwksUri, found.published);
    return published && this.ofPublished(published, hint);
  }

  /** A key of that algorithm with which nothing is ever signed; `undefined` for an algorithm that no client uses. */
  async ofNobody(algorithm: unknown): Promise<ImportedKey | undefined> {
    const jwk = nobodysKey(algorithm);
    return jwk && this.keyOf(jwk, jwk.alg);
  }

  private async ofPublished(published: PublishedKeys | undefined, hint: KeyHint): Promise<KeysFound> {
    if (!published) return this.chosen([], hint, 'since nothing could be fetched from jwks_uri');
    const where = `fetched ${this.clock.now() - published.set.fetchedAt} seconds ago`;
    return { ...(await this.chosen(published.set.keys, hint, where)), published };
  }

  private async chosen(all: JsonWebKeySet['keys'], hint: KeyHint, where: string): Promise<KeysFound> {
    const fitting = fittingKeys(all, hint);
    const keys = await Promise.all(fitting.map((jwk) => this.keyOf(jwk, hint.alg)));
    return { keys, check: checkKeys(hint, { fitting: fitting.length, all: all.length, where }) };
  }

  private keyOf(jwk: JWK, algorithm: string | undefined): Promise<ImportedKey> {
    // A key that is replaced under the same kid is imported anew, and one of several algorithms once for each.
    const identity = `${algorithm} ${identityOf(jwk)}`;
    const imported = this.imported.get(identity) ?? importJWK(jwk, algorithm);
    this.imported.set(identity, imported);
    return imported;
  }
}
