import type { Database } from '@passant/persistence';
import type { FastifyInstance } from 'fastify';
import type { EventLog } from '../event-log.js';
import type { HourlyCounts } from '../hourly-counts.js';
import type { RefusalLog } from '../refusal-log.js';
import type { Metrics } from './metrics.js';

/** Statistics of a connection pool. The embedded database has a single connection and no such pool. */
interface Pool {
  totalCount: number;
  idleCount: number;
  waitingCount: number;
}

/** Connects the metrics to all responses, write queues and database connections. */
export function watchWithMetrics(
  fastify: FastifyInstance,
  metrics: Metrics,
  rooms: { events: EventLog; refusals: RefusalLog; hourly: HourlyCounts; database: Database },
): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    // All requests without a route share one label: clients that probe paths must not create labels.
    const route = request.is404 ? 'none' : (request.routeOptions.url ?? 'none');
    metrics.answered(request.method, route, reply.statusCode, reply.elapsedTime);
    done();
  });
  const { master: pool } = rooms.database.dataSource.driver as unknown as { master: Pool };
  metrics.watch({
    queues: () => ({ events: rooms.events.waiting, refusals: rooms.refusals.waiting, counts: rooms.hourly.waiting }),
    connections: () => ({
      in_use: pool.totalCount - pool.idleCount,
      idle: pool.idleCount,
      waited_for: pool.waitingCount,
    }),
  });
}
