import { Injectable } from '@nestjs/common';
import type { Client } from '@passant/protocol';
import { importJWK, type JWK } from 'jose';
import { Clock } from '../platform/clock.js';
import { RemoteKeys } from './remote-keys.js';

export type ImportedKey = Awaited<ReturnType<typeof importJWK>>;

/** Imported keys that are kept; the ones used longest ago leave first. */
const CAPACITY = 10_000;

/** A key, or its absence, and where it was looked for, in words for an administrator. */
export interface KeyFound {
  key?: ImportedKey;
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
      return { key: await this.import(found.jwk), where: `found, fetched ${now - found.fetchedAt} seconds ago` };
    }
    const jwk = client.jwks?.keys.find((key) => key.kid === kid);
    if (!jwk) return { where: `none of its ${client.jwks?.keys.length ?? 0} keys` };
    return { key: await this.import(jwk), where: `found, registered ${now - client.createdAt} seconds ago` };
  }

  private import(jwk: object): Promise<ImportedKey> {
    // The coordinates are the identity of a key: one that is replaced under the same kid is imported anew.
    const { x, y } = jwk as { x: string; y: string };
    const identity = `${x}.${y}`;
    const known = this.imported.get(identity);
    if (known) {
      this.imported.delete(identity);
      this.imported.set(identity, known);
      return known;
    }
    const importing = importJWK(jwk as JWK, 'ES256');
    this.imported.set(identity, importing);
    if (this.imported.size > CAPACITY) this.imported.delete(this.imported.keys().next().value!);
    return importing;
  }
}
