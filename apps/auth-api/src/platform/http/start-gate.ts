import { OAuthError } from '@passant/protocol';
import type { FastifyInstance } from 'fastify';

/** Seconds after which the start is likely to be complete. */
const RETRY_AFTER = 1;

/**
 * Whether a listening server also handles requests. The server takes its port before it makes any irreversible change,
 * so that the start can no longer fail on the port afterwards. Until the start is complete, callers are told to retry.
 */
export class StartGate {
  private isOpen = false;

  open(): void {
    this.isOpen = true;
  }

  /**
   * Refuses requests that arrive too early. The liveness check still succeeds, so that a process manager sees that the
   * process is alive.
   */
  watch(fastify: FastifyInstance): void {
    fastify.addHook('onRequest', (request, _reply, done) => {
      if (this.isOpen || request.url === '/health/live') done();
      else done(new OAuthError('temporarily_unavailable', 'The service is starting.', { retryAfter: RETRY_AFTER }));
    });
  }
}
