import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';

/**
 * Logs one line per response, regardless of the log level: the request and its result. Routes are logged as declared,
 * without the path and query values that a caller sent, and no IP address is logged: nothing identifies a person.
 */
export function keepAccessLog(fastify: FastifyInstance, logger: Logger): void {
  const log = logger.child({ context: 'Access' }, { level: 'info' });
  fastify.addHook('onResponse', (request, reply, done) => {
    log.info({
      request_id: request.id,
      method: request.method,
      route: request.is404 ? 'none' : (request.routeOptions.url ?? 'none'),
      status: reply.statusCode,
      milliseconds: Math.round(reply.elapsedTime * 10) / 10,
    });
    done();
  });
}
