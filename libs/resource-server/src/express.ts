import type { IncomingMessage, ServerResponse } from 'node:http';
import { asksFor, published, requireMetadata } from './metadata.js';
import { Refusal } from './refusal.js';
import type { Requirement, ResourceServer } from './resource-server.js';
import type { ActiveToken } from './token.js';

export { tokenOf } from './token.js';

declare module 'node:http' {
  interface IncomingMessage {
    /** What the access token is about, set once {@link requireToken} has accepted the request. */
    token?: ActiveToken;
  }
}

/**
 * Middleware for Express, Connect, and any other framework that passes Node's own request and response objects. It
 * accepts requests whose token meets the requirement, sets `request.token`, and answers all other requests with a
 * refusal.
 */
export function requireToken(
  requirement: Requirement,
): (request: IncomingMessage, response: ServerResponse, next: (error?: unknown) => void) => void {
  return (request, response, next) => {
    requirement.check(request.headers.authorization).then(
      (token) => {
        request.token = token;
        next();
      },
      (error: unknown) => {
        if (!(error instanceof Refusal)) return next(error);
        // Somebody else, a time-out for example, has answered meanwhile.
        if (response.headersSent) return;
        response.statusCode = error.status;
        for (const [name, value] of Object.entries(error.headers)) response.setHeader(name, value);
        response.setHeader('content-type', 'application/json; charset=utf-8');
        response.end(JSON.stringify(error.body));
      },
    );
  };
}

/**
 * Middleware for the same frameworks that publishes the metadata of the resource server (RFC 9728 §3), so that clients
 * find out whom to ask for tokens. It passes on all other requests. Throws `TypeError` if the resource server has no
 * `resource`.
 */
export function publishMetadata(
  resourceServer: ResourceServer,
): (request: IncomingMessage, response: ServerResponse, next: () => void) => void {
  const metadata = requireMetadata(resourceServer);
  const { headers, body } = published(metadata);
  return (request, response, next) => {
    // Express takes the path at which middleware is mounted away from `url`.
    const target = (request as { originalUrl?: string }).originalUrl ?? request.url;
    if (!asksFor(metadata, request.method, target)) return next();
    response.writeHead(200, headers).end(body);
  };
}
