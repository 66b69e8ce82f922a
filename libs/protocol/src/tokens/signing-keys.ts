import type { SigningAlgorithm } from '@passant/contracts';
import { OAuthError } from '../refusals/errors.js';

/** The lifecycle state of a key. `withdrawn`: it must no longer be trusted. */
export type SigningKeyState = 'next' | 'current' | 'previous' | 'withdrawn';

/** The properties of a key that decisions are based on. */
export interface SigningKeyFacts {
  kid: string;
  algorithm: SigningAlgorithm;
  state: SigningKeyState;
}

/** The result of a withdrawal. */
export interface Withdrawal {
  withdrawn: SigningKeyFacts[];
  /** Announced keys that sign from now on. */
  promoted: SigningKeyFacts[];
  /** Roles for which no key is left, so that new keys are generated. */
  vacant: Pick<SigningKeyFacts, 'algorithm' | 'state'>[];
}

/**
 * Withdraws keys such that every algorithm keeps one that signs and one that is announced. The announced key takes over
 * unless it is withdrawn as well, because verifiers already know it.
 * Throws `not_found` for a key that does not exist and `conflict` for one that is already withdrawn;
 * nothing happens then.
 */
export function planWithdrawal(keys: readonly SigningKeyFacts[], kids: readonly string[]): Withdrawal {
  const withdrawn = [...new Set(kids)].map((kid) => requireTrusted(keys, kid));
  const plan: Withdrawal = { withdrawn: withdrawn.map(factsOf), promoted: [], vacant: [] };
  for (const algorithm of new Set(withdrawn.map((key) => key.algorithm))) {
    const left = (state: SigningKeyState) =>
      keys.find((key) => key.algorithm === algorithm && key.state === state && !withdrawn.includes(key));
    const [current, next] = [left('current'), left('next')];
    if (!current && next) plan.promoted.push(factsOf(next));
    if (!current && !next) plan.vacant.push({ algorithm, state: 'current' });
    if (!current || !next) plan.vacant.push({ algorithm, state: 'next' });
  }
  return plan;
}

function requireTrusted(keys: readonly SigningKeyFacts[], kid: string): SigningKeyFacts {
  const key = keys.find((one) => one.kid === kid);
  if (!key) throw new OAuthError('not_found', 'There is no such signing key.');
  if (key.state === 'withdrawn') throw new OAuthError('conflict', 'The signing key was withdrawn before.');
  return key;
}

function factsOf({ kid, algorithm, state }: SigningKeyFacts): SigningKeyFacts {
  return { kid, algorithm, state };
}
