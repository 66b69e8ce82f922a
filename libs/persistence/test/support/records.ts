import { randomBytes } from 'node:crypto';
import { type AccessTokenRecord, type Basis, basisOfStep } from '@passant/protocol';
import { anApplication, aProvider, anInstance } from '@passant/protocol/testing';
import type { Store, TokenKey } from '../../src/index.js';

export const NOW = 1_800_000_000;

/** The owner of the transactions that {@link aTransaction} stores. */
export const OWNER = { identityProvider: 'scheme', clientId: anInstance().clientId };

/** What a decision about a client rests on, as {@link anInstance} and the others are when they are stored. */
export function aBasis(changes: { clientId?: string; application?: string } = {}): Basis {
  const { clientId = OWNER.clientId, application = anApplication().identifier } = changes;
  return basisOfStep({
    client: anInstance({ clientId }),
    application: anApplication({ identifier: application }),
    provider: null,
  });
}

/** The same for a person whom {@link aProvider} authenticated. */
export const aBasisWithProvider = (clientId?: string): Basis => ({
  ...aBasis(clientId === undefined ? {} : { clientId }),
  provider: aProvider(),
});

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
  const transaction = { ...OWNER, idHash, sealedData: null, scriptVersion: 1, attempts: 0, expiresAt: NOW + 300 };
  await store.registrationTransactions.insert(transaction, aBasis());
  return idHash;
}
