import { randomBytes } from 'node:crypto';
import type { AccessTokenRecord } from '@passant/protocol';
import { anInstance } from '@passant/protocol/testing';
import type { Store, TokenKey } from '../../src/index.js';

export const NOW = 1_800_000_000;

/** Whose transactions {@link aTransaction} keeps. */
export const OWNER = { identityProvider: 'scheme', clientId: anInstance().clientId };

/** A token of the client that {@link anInstance} is; another one with every call. */
export function anAccessToken(changes: Partial<AccessTokenRecord> = {}): AccessTokenRecord {
  return {
    tokenHash: randomBytes(32),
    type: 'DEFAULT',
    clientId: OWNER.clientId,
    application: 'TestAppId',
    appPlatform: 'ios',
    appVersion: '1.0',
    scopes: ['profile'],
    issuedAt: NOW,
    expiresAt: NOW + 900,
    profile: null,
    family: null,
    sealed: randomBytes(40),
    ...changes,
  };
}

/** As whoever holds the token would look it up. */
export function keyOf({ tokenHash, expiresAt }: AccessTokenRecord): TokenKey {
  return { hash: tokenHash, notAfter: expiresAt };
}

/** A transaction that somebody began. @returns what it is found by */
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
