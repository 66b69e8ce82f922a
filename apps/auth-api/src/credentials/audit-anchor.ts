import type { KeyObject } from 'node:crypto';
import { AnchorStatement, type AuditAnchor } from '@passant/contracts';
import type { Store } from '@passant/persistence';
import { canonicalJson } from '@passant/protocol';
import { CompactSign, type CryptoKey, compactVerify, errors } from 'jose';
import type { DerivedKey } from './derived-key.js';

const ALGORITHM = 'ES256';
/** `typ` of the JWS, so that no anchor passes for anything else that is signed. */
const TYPE = 'passant-audit-anchor+json';

/** Public keys by their `kid`. */
export type AnchorKeys = ReadonlyMap<string, KeyObject | CryptoKey>;

/** The day of an anchor. @param now milliseconds since the epoch */
export const dateOf = (now: number): string => new Date(now).toISOString().slice(0, 10);

/** Signs how far the chain has come, and keeps that as the anchor of a day. Does nothing while there is no record. */
export async function makeAnchor(store: Store, key: DerivedKey, date: string): Promise<void> {
  const head = await store.audit.head();
  if (!head) return;
  const { sequence, hash } = head;
  const statement = { date, sequence, hash, count: await store.audit.count(sequence) };
  await store.audit.keepAnchor(await signAnchor(statement, key));
}

async function signAnchor(statement: AnchorStatement, { kid, privateKey }: DerivedKey): Promise<AuditAnchor> {
  const jws = await new CompactSign(Buffer.from(canonicalJson(statement)))
    .setProtectedHeader({ alg: ALGORITHM, kid, typ: TYPE })
    .sign(privateKey);
  return { ...statement, kid, jws };
}

/**
 * Whether an anchor says what one of the keys signed; `unknown_key` if none of them is the one that it names.
 */
export async function verifyAnchor(
  { jws, kid, ...statement }: AuditAnchor,
  keys: AnchorKeys,
): Promise<'signed' | 'forged' | 'unknown_key'> {
  const key = keys.get(kid);
  if (!key) return 'unknown_key';
  try {
    const { payload, protectedHeader } = await compactVerify(jws, key, { algorithms: [ALGORITHM] });
    const isOurs = protectedHeader.kid === kid && protectedHeader.typ === TYPE;
    const signed = AnchorStatement.parse(JSON.parse(Buffer.from(payload).toString('utf8')));
    return isOurs && canonicalJson(signed) === canonicalJson(statement) ? 'signed' : 'forged';
  } catch (error) {
    if (error instanceof errors.JOSEError) return 'forged';
    throw error;
  }
}
