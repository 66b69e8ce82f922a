import { ADMIN_API_PATH } from '@passant/contracts';
import type { FastifyRequest } from 'fastify';

const CUSTOM_REGISTRATION = /^\/oauth\/(v2\/)?custom-registration\//;

/** Whether a request may be a stateless registration, after which nothing about the person may remain. */
export function mayBeStateless({ routeOptions }: FastifyRequest): boolean {
  return CUSTOM_REGISTRATION.test(routeOptions?.url ?? '');
}

/**
 * Whether a request belongs to the admin API. Compares the route rather than the URL, because a URL can be spelled in
 * many ways, all of which the router resolves. If no route matched, the URL is compared.
 */
export function isOfAdminApi({ routeOptions, url }: FastifyRequest): boolean {
  return (routeOptions.url ?? url).startsWith(ADMIN_API_PATH);
}
