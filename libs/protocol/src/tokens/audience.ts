import { MAX_RESOURCE_LENGTH } from '@passant/contracts';
import { maySee } from '../clients/visibility.js';
import type { Client } from '../clients/client-records.js';
import { hasItsCharacters } from '../redirect-uris/redirect-uri.js';
import { shown } from '../refusals/checklist.js';
import { OAuthError } from '../refusals/errors.js';

/**
 * What is wrong with a resource identifier, as the end of a sentence; `undefined` if nothing is. It must be an absolute
 * URI without a fragment (RFC 8707 §2). Identifiers are compared as text, and clients take them from addresses that they
 * parsed, so one that no parser writes would never be named.
 */
export function resourceProblem(resource: string): string | undefined {
  if (resource.length > MAX_RESOURCE_LENGTH) return `must have at most ${MAX_RESOURCE_LENGTH} characters`;
  if (resource.includes('#')) return 'must have no fragment';
  const url = hasItsCharacters(resource) ? URL.parse(resource) : null;
  if (!url) return 'must be an absolute URI (RFC 3986), as https://orders.example.com';
  if (url.username !== '' || url.password !== '') return 'must hold no user name or password';
  const afterScheme = resource.slice(resource.indexOf(':') + 1);
  if (afterScheme === '' || /^\/\/(?:[/?:]|$)/.test(afterScheme))
    return 'must name a host, or something else behind the scheme';
  const isNormal = url.href === resource || url.href === `${resource}/`;
  return isNormal ? undefined : 'must be in its normal form';
}

/** What whoever named a resource identifier is told beside {@link resourceProblem}: which one it is, and its normal form. */
export function resourceTold(resource: string): string {
  const normal = URL.parse(resource)?.href;
  const isOther =
    normal !== undefined && hasItsCharacters(resource) && normal !== resource && normal !== `${resource}/`;
  return isOther ? `It is ${shown(resource)}. The normal form is ${shown(normal)}.` : `It is ${shown(resource)}.`;
}

/**
 * What is wrong with the identifier of an API, as {@link resourceProblem}. None may be the issuer, which stands for this
 * server itself, nor another address of this server, which has its host for itself: a token for the API would be taken
 * for one that is meant for the server's own endpoints, or for nobody.
 */
export function apiIdentifierProblem(resource: string, issuer: string): string | undefined {
  const problem = resourceProblem(resource);
  if (problem !== undefined) return problem;
  return isAt(resource, new URL(issuer)) ? 'must not be an address of this server' : undefined;
}

/** Whether an address is one of this server. Its public address may be reached with another scheme behind a proxy. */
function isAt(resource: string, { host }: URL): boolean {
  const { protocol, host: at } = new URL(resource);
  return (protocol === 'https:' || protocol === 'http:') && at === host;
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
  const unknown = wanted.find((resource) => !offered.has(resource));
  if (unknown !== undefined) {
    const isIdentifier = resourceProblem(unknown) === undefined;
    throw invalidTarget(isIdentifier ? 'no resource server of that name is offered' : 'no resource identifier at all');
  }
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
