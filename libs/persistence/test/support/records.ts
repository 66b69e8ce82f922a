import { randomBytes } from 'node:crypto';
import type { AccessTokenRecord } from '@passant/protocol';
import { anInstance } from '@passant/protocol/testing';
import type { Store, TokenKey } from '../../src/index.js';

export const NOW = 1_800_000_000;

/** The owner of the transactions that {@link aTransaction} stores. */
export const OWNER = { identityProvider: 'scheme', clientId: anInstance().clientId };

/** A new token, on every call, of the client of {@link anInstance}. */
export function anAccessToken(changes: Partial<AccessTokenRecord> = {}): AccessTokenRecord {
  return {
    tokenHash: randomBytes(32),
    type: 'DEFAULT',
    clientId: OWNER.clientId,
    application: 'TestAppId',
    appPlatform: 'ios',
    appVersion: '1.0',
    scopes: ['profile'],
    audience: null,
    issuedAt: NOW,
    expiresAt: NOW + 900,
    profile: null,
    family: null,
    identityProvider: null,
    sealed: randomBytes(40),
    ...changes,
  };
}

/** The key with which a holder's token is looked up. */
export function keyOf({ tokenHash, expiresAt }: AccessTokenRecord): TokenKey {
  return { hash: tokenHash, notAfter: expiresAt };
}

/** A pending transaction. @returns its hash */
export async function aTransaction(store: Store): Promise<Buffer> {
  const idHash = randomBytes(32);
  await store.registrationTransactions.insert({
    ...OWNER,
    idHash,
    sealedData: null,
    scriptVersion: 1,
    attempts: 0,
    expiresAt: NOW + 300,
  });
  return idHash;
}
