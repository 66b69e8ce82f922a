import type { CompleteRegistrationResponse } from '@passant/contracts';
import { type Exchange, send } from '@passant/mobile-client';
import { StepFailed } from '../../lib/run.mjs';
import type { Canaries } from './canaries.js';
import type { Evidence, Place } from './evidence.js';
import type { Outside } from './outside.js';
import type { Order } from './scripts.js';

/** What came back, whoever asked. */
interface Reply {
  status: number;
  headers: Headers;
  /** Parsed JSON, or the text of a page. */
  body: unknown;
}

/** A token that was issued, and whom it is about. */
export interface Issued {
  token: string;
  subject: string;
}

/**
 * Where it may stand who somebody is whom an ordinary registration made a profile for: in its tables and in what shows
 * them. Where it has to stand, finding it says that the scan sees what is really there.
 */
export const WHERE_PROFILES_ARE: readonly Place[] = [
  ...(['database-files', 'dump', 'write-ahead-log', 'queues', 'database-log', 'events', 'console'] as const),
];

/** What is sent by whoever passes: every text with a canary of its own, every answer held against what it has to be. */
export class Traffic {
  /** Tokens of stateless registrations. */
  readonly issued: Issued[] = [];
  /** Requests sent, and how many of them were refused. */
  sent = 0;
  refused = 0;
  /** Under which administrators open the traces of refusals. */
  readonly errorIds: string[] = [];

  constructor(
    readonly url: string,
    readonly canaries: Canaries,
    private readonly outside: Outside,
    private readonly evidence: Evidence,
  ) {}

  /** What a script is told to do, and what it is given to say. @param places where the person may be found all the same */
  order(flow: string, action: Order['action'], places: readonly Place[] = []): Order {
    const draw = (what: string) => this.canaries.draw(`${what} (${flow})`);
    return {
      action,
      person: this.canaries.draw(`subject (${flow})`, places),
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
   * Keeps what a refusal said: whoever reads logs of a proxy, or a screenshot, sees that.
   * @throws {StepFailed} for another status than expected: what was to be shown did not happen
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

  /** Remembers a token of a stateless registration. */
  took(order: Order, { body }: Exchange): void {
    const { oauth_token: issued } = (body ?? {}) as Partial<CompleteRegistrationResponse>;
    if (!issued) return;
    this.canaries.key(`access token (${order.action})`, issued.access_token);
    if (issued.id_token) this.canaries.key(`ID token (${order.action})`, issued.id_token);
    this.issued.push({ token: issued.access_token, subject: order.person! });
  }
}
