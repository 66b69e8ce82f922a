import { asksFor, published, requireMetadata } from './metadata.js';
import { Refusal } from './refusal.js';
import type { Requirement, ResourceServer } from './resource-server.js';
import type { ActiveToken } from './token.js';

export { tokenOf } from './token.js';

/** A Fastify request that has been accepted. */
export interface WithToken {
  /** What the access token is about. */
  token?: ActiveToken;
}

/** The parts of Fastify's request and reply that are used here; they are the same in all versions. */
interface Request extends WithToken {
  method?: string;
  url?: string;
  headers: { authorization?: string | undefined };
}
interface Reply {
  code(status: number): Reply;
  headers(headers: Record<string, string>): Reply;
  send(body: unknown): Reply;
}

/**
 * A Fastify hook for `onRequest` or `preHandler`. It accepts requests whose token meets the requirement, sets
 * `request.token`, and answers all other requests with a refusal.
 */
export function requireToken(requirement: Requirement): (request: object, reply: object) => Promise<unknown> {
  return async (request, reply) => {
    try {
      (request as Request).token = await requirement.check((request as Request).headers.authorization);
      return undefined;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return (reply as Reply).code(error.status).headers(error.headers).send(error.body);
    }
  };
}

/**
 * A Fastify hook for `onRequest` of the whole server that publishes the metadata of the resource server (RFC 9728 §3),
 * so that clients find out whom to ask for tokens. Throws `TypeError` if the resource server has no `resource`.
 */
export function publishMetadata(resourceServer: ResourceServer): (request: object, reply: object) => Promise<unknown> {
  const metadata = requireMetadata(resourceServer);
  const { headers, body } = published(metadata);
  return async (request, reply) => {
    const { method, url } = request as Request;
    return asksFor(metadata, method, url) ? (reply as Reply).code(200).headers(headers).send(body) : undefined;
  };
}
