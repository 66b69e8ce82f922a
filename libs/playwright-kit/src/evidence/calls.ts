import { channel } from 'node:diagnostics_channel';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** A request that a service of the test received: the fake scheme, the inbox, an API. */
export interface SeenCall {
  from: 'Passant' | 'Test' | 'Browser';
  to: string;
  method: string;
  /** Path without the query, which may contain secrets. */
  path: string;
  /** When it came, in milliseconds of `performance.now()`. */
  began: number;
  /** Absent while there is no response. */
  answer?: { status: number; at: number };
}

interface Message {
  request: IncomingMessage;
  response: ServerResponse;
}

const STARTS = channel('http.server.request.start');
const ENDS = channel('http.server.response.finish');

/** Records the requests that services in this process receive, whoever sends them. */
export class Calls {
  readonly seen: SeenCall[] = [];
  private readonly open = new Map<IncomingMessage, SeenCall>();

  /**
   * @param names of the services, by port
   * @param sentByTest method and URL of what the test itself sent; what was found is removed
   */
  constructor(
    private readonly names: ReadonlyMap<number, string>,
    private readonly sentByTest: string[],
  ) {
    STARTS.subscribe(this.began);
    ENDS.subscribe(this.ended);
  }

  /** Stops recording. */
  end(): void {
    STARTS.unsubscribe(this.began);
    ENDS.unsubscribe(this.ended);
  }

  private readonly began = (message: unknown): void => {
    const { request } = message as Message;
    const to = this.names.get(request.socket.localPort ?? 0);
    if (to === undefined) return;
    const { method = 'GET', url = '/' } = request;
    const call = { from: this.senderOf(request), to, method, path: url.split('?', 1)[0]!, began: performance.now() };
    this.seen.push(call);
    this.open.set(request, call);
  };

  private readonly ended = (message: unknown): void => {
    const { request, response } = message as Message;
    const call = this.open.get(request);
    if (call) call.answer = { status: response.statusCode, at: performance.now() };
    this.open.delete(request);
  };

  private senderOf({ method, url, headers }: IncomingMessage): SeenCall['from'] {
    const sent = this.sentByTest.indexOf(`${method} http://${headers.host}${url}`);
    if (sent >= 0) {
      this.sentByTest.splice(sent, 1);
      return 'Test';
    }
    return headers['user-agent']?.startsWith('Mozilla/') ? 'Browser' : 'Passant';
  }
}
