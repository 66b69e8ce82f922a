import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** Milliseconds after which an answer of which nothing more is taken is given up. */
const PATIENCE = 60_000;

/**
 * How many requests of one connection may be without an answer that was taken. Whoever pipelines without reading would
 * otherwise hold hundreds of answers in memory for one packet. Node reads on until a chunk of 64 KiB is used up.
 */
const MOST_UNANSWERED = 16;

const unanswered = new WeakMap<Socket, number>();

/** How many requests of a connection have no answer that was taken, the newest included. */
export const unansweredOn = (socket: Socket): number => unanswered.get(socket) ?? 0;

/**
 * Closes connections on which more is asked than is read, before any more work is done for them. RFC 9112 §9.3.2: a
 * client that pipelines repeats what was not answered.
 */
export function limitPipelines(fastify: FastifyInstance): void {
  fastify.server.prependListener('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    const count = unansweredOn(socket) + 1;
    unanswered.set(socket, count);
    response.once('close', () => unanswered.set(socket, unansweredOn(socket) - 1));
    if (count > MOST_UNANSWERED) socket.destroy();
  });
  fastify.addHook('onRequest', (request, reply, done) => {
    // What came in the same chunk is still handed on.
    if (request.raw.socket.destroyed) reply.hijack();
    else done();
  });
}

/**
 * Closes connections whose peer asked for something and does not read it. Node limits how long a request may take to
 * arrive, but not how long its answer may lie there: anybody could hold connections and what they have in memory for
 * ever. An answer that makes progress, however slowly, goes on, and so does a stream that has nothing to say.
 */
export function giveUpUnreadAnswers(fastify: FastifyInstance, milliseconds = PATIENCE): void {
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    // It ends with the answer: Node then sets the time-out of an idle connection, and none for the next request.
    giveUp(reply.raw, milliseconds);
    done(null, payload);
  });
}

/** The same for an answer that was written in one piece: there is nothing to watch if the system took all of it. */
export function giveUpUnread(response: ServerResponse): void {
  // An answer without its connection waits for those before it.
  if (response.socket?.writableLength !== 0) giveUp(response, PATIENCE);
}

function giveUp(response: ServerResponse, milliseconds: number): void {
  response.setTimeout(milliseconds, () => {
    const { socket } = response;
    if (socket && socket.writableLength > 0) socket.destroy();
  });
}
