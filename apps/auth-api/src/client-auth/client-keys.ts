import { Injectable } from '@nestjs/common';
import type { AssertionAlgorithm, Client } from '@passant/protocol';
import { importJWK, type JWK } from 'jose';
import { Clock } from '../platform/clock.js';
import { RemoteKeys } from './remote-keys.js';

export type ImportedKey = Awaited<ReturnType<typeof importJWK>>;

/** Imported keys that are kept; the ones used longest ago leave first. */
const CAPACITY = 10_000;

/** A key, or its absence, and where it was looked for, in words for an administrator. */
export interface KeyFound {
  key?: ImportedKey;
  /** What it verifies, and nothing else (RFC 8725 §3.1). */
  algorithm?: AssertionAlgorithm;
  where: string;
}

/** The public keys of clients, registered or fetched, imported once. */
@Injectable()
export class ClientKeys {
  private readonly imported = new Map<string, Promise<ImportedKey>>();

  constructor(
    private readonly remote: RemoteKeys,
    private readonly clock: Clock,
  ) {}

  async find(client: Client, kid: string): Promise<KeyFound> {
    const now = this.clock.now();
    if (client.jwksUri !== null) {
      const found = await this.remote.find(client.jwksUri, kid);
      if (!found) return { where: 'none that could be fetched from jwks_uri' };
      return { ...(await this.import(found.jwk)), where: `found, fetched ${now - found.fetchedAt} seconds ago` };
    }
    const jwk = client.jwks?.keys.find((key) => key.kid === kid);
    if (!jwk) return { where: `none of its ${client.jwks?.keys.length ?? 0} keys` };
    return { ...(await this.import(jwk)), where: `found, registered ${now - client.createdAt} seconds ago` };
  }

  private async import(jwk: object): Promise<Required<Pick<KeyFound, 'key' | 'algorithm'>>> {
    const { alg } = jwk as { alg: AssertionAlgorithm };
    return { key: await this.keyOf(jwk, alg), algorithm: alg };
  }

  private keyOf(jwk: JWK, algorithm: AssertionAlgorithm): Promise<ImportedKey> {
    // Its numbers are the identity of a key: one that is replaced under the same kid is imported anew.
    const identity = jwk.kty === 'RSA' ? `${jwk.n}.${jwk.e}` : `${jwk.x}.${jwk.y}`;
    const known = this.imported.get(identity);
    if (known) {
      this.imported.delete(identity);
      this.imported.set(identity, known);
      return known;
    }
    const importing = importJWK(jwk, algorithm);
    this.imported.set(identity, importing);
    if (this.imported.size > CAPACITY) this.imported.delete(this.imported.keys().next().value!);
    return importing;
  }
}
