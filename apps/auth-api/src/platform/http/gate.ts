import { OAuthError } from '@passant/protocol';
import type { FastifyInstance } from 'fastify';

/** Seconds after which the start is likely to be complete, or another server to be asked instead of this one. */
const RETRY_AFTER = 1;

/**
 * Whether a listening server also handles requests. The server takes its port before it makes any irreversible change,
 * so that the start can no longer fail on the port afterwards. Until the start is complete, callers are told to retry.
 * A server that is about to stop handles them to the end, but says that it is not ready and keeps no connection open.
 */
export class Gate {
  private state: 'starting' | 'open' | 'leaving' = 'starting';

  open(): void {
    this.state = 'open';
  }

  get isOpen(): boolean {
    return this.state === 'open';
  }

  /** The server is about to stop. @returns whether it was open */
  leave(): boolean {
    const wasOpen = this.state === 'open';
    this.state = 'leaving';
    return wasOpen;
  }

  /**
   * Refuses requests that arrive too early. The liveness check still succeeds, so that a process manager sees that the
   * process is alive.
   */
  watch(fastify: FastifyInstance): void {
    fastify.addHook('onRequest', (request, reply, done) => {
      if (this.state === 'leaving') void reply.header('connection', 'close');
      // An address can be spelt in many ways, and have a query.
      const { url: route } = request.routeOptions;
      if (this.state === 'starting' && route !== '/health/live') done(notReady('The service is starting.'));
      else if (this.state === 'leaving' && route === '/health/ready') done(notReady('The service is stopping.'));
      else done();
    });
  }
}

function notReady(description: string): OAuthError {
  return new OAuthError('temporarily_unavailable', description, { retryAfter: RETRY_AFTER });
}
