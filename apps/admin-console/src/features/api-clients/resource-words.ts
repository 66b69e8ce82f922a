import { ISSUER_PATH, type SightPreview } from '@passant/contracts';
import { counted } from '../../lib/sentence.js';

/**
 * The tokens that an API client would no longer see if it saw only tokens for its resources, as one sentence per
 * application.
 * @returns an empty array if nobody has a live token at the moment
 */
export function lossesInWords({ complete, applications }: SightPreview): string[] {
  const lines = applications.map(({ application, seen, kept, unnamed }) => {
    const whose = application ?? 'Clients without application';
    if (kept === seen) return `${whose}: all of its ${counted(seen, 'live token|live tokens')} would still be seen.`;
    const lost = `${seen - kept} of ${counted(seen, 'live token|live tokens')} would look inactive`;
    return unnamed === 0 ? `${whose}: ${lost}.` : `${whose}: ${lost}; for ${unnamed} of them no resource was asked.`;
  });
  return complete ? lines : [...lines, 'There are more tokens than were counted.'];
}

/** Whether any token would no longer be seen. */
export const losesAny = ({ applications }: SightPreview): boolean => applications.some(({ seen, kept }) => kept < seen);

/** URL of a resource's metadata: the well-known part is inserted between host and path (RFC 9728 §3.1). */
export function metadataAddress(resource: string): string | undefined {
  if (!URL.canParse(resource)) return undefined;
  const { protocol, host, pathname, search } = new URL(resource);
  if (protocol !== 'https:' && protocol !== 'http:') return undefined;
  const path = pathname === '/' ? '' : pathname;
  return `${protocol}//${host}/.well-known/oauth-protected-resource${path}${search}`;
}

/** The metadata that a resource server publishes about itself (RFC 9728 §2). @param origin origin of this server */
export function protectedResourceMetadata(origin: string, resource: string, name: string): string {
  return JSON.stringify(
    {
      resource,
      authorization_servers: [origin + ISSUER_PATH],
      bearer_methods_supported: ['header'],
      resource_name: name,
    },
    null,
    2,
  );
}
