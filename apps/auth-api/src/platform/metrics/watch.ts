import type { Database } from '@passant/persistence';
import type { FastifyInstance } from 'fastify';
import type { EventLog } from '../event-log.js';
import type { Metrics } from './metrics.js';

/** What a pool of connections tells of itself; the embedded database has one connection and no such pool. */
interface Pool {
  totalCount: number;
  idleCount: number;
  waitingCount: number;
}

/** Lets the metrics see every answer, and what waits where. */
export function watchWithMetrics(
  fastify: FastifyInstance,
  metrics: Metrics,
  rooms: { events: EventLog; database: Database },
): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    // What belongs to no route is counted as one: whoever tries addresses must not make labels.
    const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
    metrics.answered(request.method, route, reply.statusCode, reply.elapsedTime);
    done();
  });
  const { master: pool } = rooms.database.dataSource.driver as unknown as { master: Pool };
  metrics.watch({
    queues: () => ({ events: rooms.events.waiting }),
    connections: () => ({
      in_use: pool.totalCount - pool.idleCount,
      idle: pool.idleCount,
      waited_for: pool.waitingCount,
    }),
  });
}
