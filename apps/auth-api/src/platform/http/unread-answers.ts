import type { FastifyInstance } from 'fastify';

/** Milliseconds after which an answer of which nothing more is taken is given up. */
const PATIENCE = 60_000;

/**
 * Closes connections whose peer asked for something and does not read it. Node limits how long a request may take to
 * arrive, but not how long its answer may lie there: anybody could hold connections and what they have in memory for
 * ever. An answer that makes progress, however slowly, goes on, and so does a stream that has nothing to say.
 */
export function giveUpUnreadAnswers(fastify: FastifyInstance, milliseconds = PATIENCE): void {
  fastify.addHook('onSend', (_request, reply, payload, done) => {
    // It ends with the answer: Node then sets the time-out of an idle connection, and none for the next request.
    reply.raw.setTimeout(milliseconds, () => {
      const { socket } = reply.raw;
      if (socket && socket.writableLength > 0) socket.destroy();
    });
    done(null, payload);
  });
}
