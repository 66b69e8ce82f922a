import { PATHS, type ErrorBody } from '@passant/contracts';
import { type Exchange, send } from '@passant/mobile-client';
import { StepFailed } from '../lib/run.mjs';
import { PATIENCE, TooLate, inTime } from './patience.js';
import type { Printer } from './print.js';

/** The user asked the demo to stop. */
export class Interrupted extends Error {}

/** The connection to one server: prints every exchange, and explains in one sentence why there is none. */
export class Wire {
  constructor(
    readonly url: string,
    private readonly printer: Printer,
    private readonly stop: AbortSignal,
  ) {}

  /**
   * Makes one exchange and prints it.
   * @throws {StepFailed} if there is no response, if it is not JSON, or if the server failed (status 500 and above)
   * @throws {Interrupted} if the user asked the demo to stop
   */
  async through<Body>(work: () => Promise<Exchange<Body>>): Promise<Exchange<Body>> {
    const exchange = await this.answered(work);
    this.printer.exchange(exchange);
    if (exchange.status >= 500) throw new StepFailed(await this.outage(exchange));
    return exchange;
  }

  /** @throws {StepFailed} if the server cannot be reached or is not ready */
  async requireReady(): Promise<void> {
    const reply = await this.answered(() => send<{ status?: string } | undefined>('GET', this.url + PATHS.ready));
    if (reply.status === 200 && reply.body?.status === 'ready') return;
    throw new StepFailed(
      reply.status === 503
        ? `The server at ${this.url} is not ready: its database or its script engine does not answer.`
        : `What answers at ${this.url} is not Passant.`,
    );
  }

  private async answered<Body>(work: () => Promise<Exchange<Body>>): Promise<Exchange<Body>> {
    if (this.stop.aborted) throw new Interrupted();
    try {
      return await inTime(work());
    } catch (error) {
      if (this.stop.aborted) throw new Interrupted('', { cause: error });
      throw new StepFailed(this.problem(error));
    }
  }

  private problem(error: unknown): string {
    if (error instanceof SyntaxError)
      return (
        `What answers at ${this.url} is not Passant: it sent something that is no JSON. ` +
        'Give the address of the server, without /admin/ or /oauth.'
      );
    if (error instanceof TooLate) return `The server at ${this.url} did not answer within ${PATIENCE / 1000} seconds.`;
    const cause = (error as { cause?: { code?: string; message?: string } }).cause;
    return (
      `The server at ${this.url} cannot be reached: ${cause?.code ?? cause?.message ?? String(error)}. ` +
      'Start it there, or give the address that npm start printed.'
    );
  }

  /** The server itself failed. Its readiness tells whether the database is the cause. */
  private async outage({ request, status, body }: Exchange): Promise<string> {
    const { error, error_id: id } = (body ?? {}) as Partial<ErrorBody>;
    const what = `${request.method} ${new URL(request.url).pathname} was answered ${status} ${error ?? ''}`.trimEnd();
    const log = id === undefined ? 'Its log has the cause.' : `Its log has the cause under error_id ${id}.`;
    const ready = await inTime(send('GET', this.url + PATHS.ready)).catch(() => undefined);
    return ready?.status === 200
      ? `The server failed: ${what}. ${log}`
      : `The server has become unready, its database is away or was deleted: ${what}. ${log}`;
  }
}
