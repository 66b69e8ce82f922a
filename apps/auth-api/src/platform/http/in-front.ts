import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyInstance } from 'fastify';

export type Listener = (request: IncomingMessage, response: ServerResponse) => void;

/** Has requests handed to `make`'s listener instead of the one that serves them now, which is given to it. */
export function putInFront({ server }: FastifyInstance, make: (behind: Listener) => Listener): void {
  const behind = server.listeners('request').at(-1)! as Listener;
  server.removeListener('request', behind);
  server.on('request', make(behind));
}
