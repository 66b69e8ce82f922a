import { isSafe } from './safe-url.js';

/** What a resource server publishes about itself (RFC 9728), and where. */
export interface ResourceMetadata {
  /** URL of the document, which challenges name. */
  url: string;
  /** Path of that URL. The query, if there is one, is not part of it. */
  path: string;
  document: Readonly<Record<string, unknown>>;
}

/** Members that the options decide. */
const OURS = ['resource', 'authorization_servers', 'bearer_methods_supported'];

const WELL_KNOWN = '/.well-known/oauth-protected-resource';

/**
 * Metadata of a protected resource. Throws `TypeError` if its identifier cannot have any, because it is no URL at which
 * a document could be published.
 * @param resource identifier of the resource server, published letter for letter
 * @param issuer the authorization server that issues tokens for it
 * @param more further members of RFC 9728 §2: `resource_name`, `scopes_supported` …
 */
export function metadataOf(
  resource: string,
  issuer: string,
  more: Readonly<Record<string, unknown>>,
): ResourceMetadata {
  // RFC 9728 §1.2 demands https, and no fragment.
  if (!URL.canParse(resource) || resource.includes('#') || !isSafe(new URL(resource)))
    throw new TypeError('resource must begin with https:// and have no fragment, unless the API is on this machine.');
  const { origin, pathname, search } = new URL(resource);
  const taken = Object.keys(more).find((name) => OURS.includes(name));
  if (taken !== undefined) throw new TypeError(`metadata must not have the member ${taken}.`);
  // RFC 9728 §3.1: the well-known part stands between host and path; a slash alone after the host is no path.
  const path = WELL_KNOWN + (pathname === '/' ? '' : pathname);
  return {
    url: origin + path + search,
    path,
    document: { resource, authorization_servers: [issuer], bearer_methods_supported: ['header'], ...more },
  };
}

/** Headers and body of the answer that publishes metadata. Scripts of any page may read it: it is for everybody. */
export function published({ document }: ResourceMetadata): { headers: Record<string, string>; body: string } {
  return {
    headers: { 'content-type': 'application/json; charset=utf-8', 'access-control-allow-origin': '*' },
    body: JSON.stringify(document),
  };
}

/** Whether a request asks for the metadata. @param target path of the request, possibly with a query */
export function asksFor({ path }: ResourceMetadata, method: string | undefined, target: string | undefined): boolean {
  return (method === 'GET' || method === 'HEAD') && target?.split('?')[0] === path;
}

/** The metadata of a resource server that has any. Throws `TypeError` otherwise. */
export function requireMetadata({ metadata }: { metadata: ResourceMetadata | undefined }): ResourceMetadata {
  if (metadata) return metadata;
  throw new TypeError('publishMetadata needs the option resource.');
}
