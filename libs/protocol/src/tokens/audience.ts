import { maySee } from '../clients/visibility.js';
import type { Client } from '../clients/client-records.js';
import { OAuthError } from '../refusals/errors.js';

/** Maximum length of a resource identifier, in characters, and maximum number per request or resource server. */
export const MAX_RESOURCE_LENGTH = 2048;
export const MAX_RESOURCES = 10;

/**
 * What is wrong with a resource identifier (RFC 8707 §2), which must be an absolute URI without a fragment;
 * `undefined` if nothing is.
 */
export function resourceProblem(resource: string): string | undefined {
  if (resource.length > MAX_RESOURCE_LENGTH) return `must have at most ${MAX_RESOURCE_LENGTH} characters`;
  // Characters not allowed in a URI are refused, whatever a parser makes of them.
  if (/[\s\u0000-\u001f\u007f"<>\\^`{|}]/.test(resource) || !URL.canParse(resource)) return 'must be an absolute URI';
  return resource.includes('#') ? 'must have no fragment' : undefined;
}

/**
 * Resources that a client may request tokens for: those of the API clients that may see tokens of its application, and
 * this server itself. Empty as long as no such API client has a resource identifier; `resource` is then ignored. One
 * that is disabled has one all the same: what was asked for it alone must not become a token for everybody.
 * @param application of the client; null if it has none
 */
export function offeredResources(
  apiClients: readonly Client[],
  application: string | null,
  issuer: string,
): ReadonlySet<string> {
  const named = apiClients.filter((caller) => caller.resources.length > 0 && maySee(caller, { application }));
  if (named.length === 0) return new Set();
  return new Set([...named.filter(({ enabled }) => enabled).flatMap(({ resources }) => resources), issuer]);
}

/**
 * The audience of an access token. It never exceeds an earlier grant: a request may name some of the grant's resources.
 * If none of them is left, the request is refused, because a token without an audience would be accepted by everybody.
 * Throws `invalid_target` (RFC 8707 §2).
 * @param requested what the request names; if absent, what was granted
 * @param offered see {@link offeredResources}
 * @param granted resources of the grant the token is based on; empty if it is for no resource in particular
 */
export function grantAudience(
  requested: readonly string[] | undefined,
  offered: ReadonlySet<string>,
  granted: readonly string[] = [],
): string[] {
  if (offered.size === 0 && granted.length === 0) return [];
  const wanted = [...new Set(requested ?? [])];
  if (wanted.length === 0) {
    const left = granted.filter((resource) => offered.has(resource));
    if (left.length === 0 && granted.length > 0) throw invalidTarget('none of the granted resources is left');
    return left;
  }
  if (wanted.some((resource) => resourceProblem(resource) !== undefined)) throw invalidTarget('not an absolute URI');
  if (wanted.some((resource) => !offered.has(resource)))
    throw invalidTarget('no resource server of that name is offered');
  if (granted.length > 0 && wanted.some((resource) => !granted.includes(resource))) {
    throw invalidTarget('not among the resources of the grant');
  }
  return wanted;
}

function invalidTarget(cause: string): OAuthError {
  return new OAuthError('invalid_target', 'The resource is unknown, malformed or not for this client.', { cause });
}

/** Whether a token is for this resource, or for none in particular. */
export function isFor(token: { audience: readonly string[] | null }, resource: string): boolean {
  return token.audience === null || token.audience.includes(resource);
}

/**
 * Whether an API client may see a token: it must be of one of its applications and, if its sight is limited to
 * resources, be for one of its resources.
 */
export function maySeeToken(
  caller: Pick<Client, 'visibleApplications' | 'resources' | 'introspectionSight'>,
  token: { application: string | null; audience: readonly string[] | null },
): boolean {
  if (!maySee(caller, token)) return false;
  if (caller.introspectionSight === 'APPLICATIONS') return true;
  return token.audience !== null && token.audience.some((resource) => caller.resources.includes(resource));
}
