import type { CompleteRegistrationResponse, IssuedToken } from '@passant/contracts';
import { type Exchange, send } from '@passant/mobile-client';
import { StepFailed } from '../../lib/run.mjs';
import type { Canaries } from './canaries.js';
import type { Evidence, Place } from './evidence.js';
import type { Outside } from './outside.js';
import type { Order } from './scripts.js';

/** A response of any kind. */
interface Reply {
  status: number;
  headers: Headers;
  /** Parsed JSON, or the text of a page. */
  body: unknown;
}

/** An issued token and its subject. */
export interface Issued {
  token: string;
  subject: string;
}

/**
 * Where a person may be found for whom an ordinary registration created a profile: in its tables and in what shows
 * them. In the places where a profile must be, finding it proves that the scan sees what is there.
 */
export const WHERE_PROFILES_ARE: readonly Place[] = [
  ...(['database-files', 'dump', 'write-ahead-log', 'queues', 'database-log', 'events', 'console'] as const),
];

/** Sends requests. Every text in them has its own canary, and every response is checked. */
export class Traffic {
  /** Tokens of stateless registrations. */
  readonly issued: Issued[] = [];
  /** Requests sent, and how many of them were refused. */
  sent = 0;
  refused = 0;
  /** IDs under which administrators open the traces of refusals. */
  readonly errorIds: string[] = [];

  constructor(
    readonly url: string,
    readonly canaries: Canaries,
    private readonly outside: Outside,
    private readonly evidence: Evidence,
  ) {}

  /**
   * What a script should do, and the texts it should output. @param places where the person may be found nevertheless
   */
  order(flow: string, action: Order['action'], places: readonly Place[] = []): Order {
    const draw = (what: string) => this.canaries.draw(`${what} (${flow})`);
    return {
      action,
      person: this.canaries.drawSubject(`subject (${flow})`, places),
      firstName: this.canaries.draw(`attribute (${flow})`, places),
      response: draw('script output'),
      keep: draw('registration data'),
      log: draw('log line'),
      url: `${this.outside.url}/scheme/${action === 'fetch' ? '' : 'fail'}?person=${encodeURIComponent(draw('address'))}`,
    };
  }

  data(order: Order): string {
    return this.canaries.whole(`data of ${order.action}`, JSON.stringify(order));
  }

  post(path: string, options: Parameters<typeof send>[2]): Promise<Exchange> {
    return send('POST', this.url + path, options);
  }

  /**
   * Checks the status, and keeps error responses as evidence: anyone who reads a proxy's log or a screenshot can see
   * them.
   * @throws {StepFailed} for an unexpected status: what the flow was meant to show did not happen
   */
  note<Noted extends Reply>(what: string, expected: number, reply: Noted): Noted {
    const body = typeof reply.body === 'string' ? reply.body : JSON.stringify(reply.body);
    if (reply.status !== expected) {
      throw new StepFailed(`"${what}" was answered ${reply.status} and not ${expected}: ${body}`);
    }
    this.sent += 1;
    if (reply.status < 400) return reply;
    this.refused += 1;
    const shown = `${[...reply.headers].join('\n')}\n${body}`;
    this.evidence.add('error-pages', `${reply.status}, ${what}`, shown);
    const id = /"error_id":"([^"]+)"/.exec(shown)?.[1];
    if (id !== undefined) this.errorIds.push(id);
    return reply;
  }

  /** Records a token of a stateless registration. */
  took(order: Order, { body }: Exchange): void {
    const { oauth_token: issued } = (body ?? {}) as Partial<CompleteRegistrationResponse>;
    if (issued) this.tookTokens(order, issued);
  }

  /** Records tokens about someone without a profile. @param lives whether they stay valid until the scan */
  tookTokens(order: Order, issued: IssuedToken, lives = true): void {
    this.canaries.key(`access token (${order.action})`, issued.access_token);
    if (issued.refresh_token) this.canaries.key(`refresh token (${order.action})`, issued.refresh_token);
    if (issued.id_token) this.canaries.key(`ID token (${order.action})`, issued.id_token);
    if (lives) this.issued.push({ token: issued.access_token, subject: order.person! });
  }
}
