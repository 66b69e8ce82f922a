import { standardClaimsOf } from '@passant/contracts';
import { invalidMember } from '../refusals/errors.js';
import { PROTECTED_CLAIMS, UNSAFE_KEYS } from '../scripts/script-outcome.js';
import type { PersonTokenPlan } from '../tokens/token-request.js';

/** The claims that administrators have mapped to a scope, in addition to those of the standard. */
export type MappedClaims = (scope: string) => readonly string[];

/** The claims that a scope releases to a client that uses the code flow: standard claims and mapped claims. */
export function claimsOf(scope: string, mapped: MappedClaims): string[] {
  return [...new Set([...standardClaimsOf(scope), ...mapped(scope)])];
}

/**
 * The user details that the scopes release, out of everything the identity scheme provided. A claim with a language tag
 * is released together with the claim it translates (OpenID Connect Core §5.2).
 */
export function releasedClaims(
  details: Readonly<Record<string, unknown>>,
  scopes: readonly string[],
  mapped: MappedClaims,
): Record<string, unknown> {
  const released = new Set(scopes.flatMap((scope) => claimsOf(scope, mapped)));
  const isReleased = (name: string) => released.has(name) || released.has(name.split('#', 1)[0]!);
  return Object.fromEntries(Object.entries(details).filter(([name]) => isReleased(name)));
}

/**
 * The plan, reduced to the claims its tokens may contain. A person in the code flow consented to the scopes they were
 * shown, so nothing else is released. A custom registration gives the app everything its provider says, as its contract
 * requires. Applied after the web hooks, so that their changes to scopes and user details are restricted as well.
 */
export function releaseByScope<Plan extends PersonTokenPlan>(plan: Plan, mapped: MappedClaims): Plan {
  if (!plan.person.claimsByScope) return plan;
  const userDetails = releasedClaims(plan.subject.userDetails, plan.scopes, mapped);
  return { ...plan, subject: { ...plan.subject, userDetails } };
}

/**
 * The claims an administrator maps to a scope, without duplicates.
 * Throws `invalid_request` for `openid`, which releases only the subject, for claims that the server itself sets, and for
 * names that no identity scheme could provide.
 */
export function requireMappable(scope: string, claims: readonly string[]): string[] {
  const refuse = (problem: string) => invalidMember('claims', problem);
  if (scope === 'openid' && claims.length > 0) {
    throw refuse('must be empty for openid, which releases the subject alone; name them for another scope');
  }
  const own = claims.find((claim) => PROTECTED_CLAIMS.has(claim));
  if (own !== undefined) throw refuse(`${own} is a claim of the server itself`);
  const unsafe = claims.find((claim) => UNSAFE_KEYS.has(claim));
  if (unsafe !== undefined) throw refuse(`${unsafe} cannot name a claim: scripts and web hooks cannot set it either`);
  return [...new Set(claims)];
}
