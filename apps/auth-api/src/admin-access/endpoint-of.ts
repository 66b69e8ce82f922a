import { ADMIN_API_PATH, ADMIN_ENDPOINTS, type AdminEndpointName } from '@passant/contracts';
import type { FastifyRequest } from 'fastify';

/** Method and route without the names of the parameters, which differ between contract and controllers. */
function keyOf(method: string, route: string): string {
  return `${method} ${route.replace(/\{\w+\}|:\w+/g, ':')}`;
}

const NAMES = new Map(
  Object.entries(ADMIN_ENDPOINTS).map(([name, { method, path }]) => [
    keyOf(method, ADMIN_API_PATH + path),
    name as AdminEndpointName,
  ]),
);

/** The endpoint of the admin API that a request is for; `HEAD` asks what `GET` does. */
export function endpointOf({ method, routeOptions }: FastifyRequest): AdminEndpointName | undefined {
  return NAMES.get(keyOf(method === 'HEAD' ? 'GET' : method, routeOptions.url ?? ''));
}
