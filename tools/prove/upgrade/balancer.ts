import {
  Agent,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
  createServer,
  request,
} from 'node:http';
import type { Server } from 'node:http';
import { StepFailed } from '../../lib/run.mjs';
import { holdsWithin } from '../durable/holds-within.js';

/** Milliseconds between two looks at whether a server is ready. */
const LOOK = 200;

/** Milliseconds between two looks at whether a server still has requests. */
const SOON = 20;

/** Milliseconds that a server may take to become ready, and to answer what it has, on the slowest machine. */
const PATIENCE = 180_000;

/** What a request was, and what became of it. */
export interface Sample {
  path: string;
  /** 502 if the server broke the connection. */
  status: number;
  milliseconds: number;
}

/** A server behind the balancer. */
class Target {
  readonly agent = new Agent({ keepAlive: true });
  isReady = false;
  isLeaving = false;
  underWay = 0;

  constructor(readonly url: string) {}
}

/**
 * A load balancer as operators have it: keeps connections to its servers, sends requests in turn to those whose readiness
 * check succeeds, and tries another one only if a connection was refused.
 */
export class Balancer {
  /** Told of each answered request. */
  onSample: (sample: Sample) => void = () => {};
  private readonly targets = new Map<string, Target>();
  private readonly timer: NodeJS.Timeout;
  private turn = 0;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {
    server.on('request', (incoming, outgoing) => void this.serve(incoming, outgoing));
    this.timer = setInterval(() => void this.look(), LOOK);
  }

  /** @param port of the loopback interface, where clients reach the servers */
  static async at(port: number): Promise<Balancer> {
    // Its own connections end after those who use it: nothing is cut off here.
    const server = createServer({ keepAliveTimeout: 600_000 });
    await new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
    return new Balancer(server, `http://127.0.0.1:${port}`);
  }

  /**
   * Adds a server and waits until requests are sent to it.
   * @throws {StepFailed} if it does not become ready
   */
  async add(url: string): Promise<void> {
    const target = new Target(url);
    this.targets.set(url, target);
    if (!(await holdsWithin(PATIENCE, () => target.isReady, SOON)))
      throw new StepFailed(`A server was not ready within ${PATIENCE / 1000} seconds.`);
  }

  /**
   * Sends no more requests to a server, and waits until it has answered those it has.
   * @throws {StepFailed} if it does not answer them
   */
  async takeOut(url: string): Promise<void> {
    const target = this.targets.get(url)!;
    target.isLeaving = true;
    if (!(await holdsWithin(PATIENCE, () => target.underWay === 0, SOON)))
      throw new StepFailed(`A server left requests without an answer for ${PATIENCE / 1000} seconds.`);
  }

  /** Forgets a server that has stopped. */
  remove(url: string): void {
    this.targets.get(url)?.agent.destroy();
    this.targets.delete(url);
  }

  async close(): Promise<void> {
    clearInterval(this.timer);
    this.server.closeAllConnections();
    await new Promise((done) => this.server.close(done));
    for (const { agent } of this.targets.values()) agent.destroy();
  }

  private async look(): Promise<void> {
    for (const target of this.targets.values()) {
      const answer = await fetch(`${target.url}/health/ready`).catch(() => undefined);
      target.isReady = answer?.status === 200;
    }
  }

  private async serve(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const since = performance.now();
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const { status, headers, body } = await this.forward(incoming, Buffer.concat(chunks));
    const path = (incoming.url ?? '').split('?', 1)[0]!;
    this.onSample({ path, status, milliseconds: performance.now() - since });
    outgoing.writeHead(status, headers).end(body);
  }

  private async forward(incoming: IncomingMessage, body: Buffer): Promise<Answer> {
    const able = [...this.targets.values()].filter(({ isReady, isLeaving }) => isReady && !isLeaving);
    this.turn += 1;
    for (let tried = 0; tried < able.length; tried += 1) {
      const target = able[(this.turn + tried) % able.length]!;
      target.underWay += 1;
      try {
        return await ask(target, incoming, body);
      } catch (error) {
        // A refused connection took nothing with it. Of one that broke nobody knows what the server did.
        if ((error as NodeJS.ErrnoException).code !== 'ECONNREFUSED') return broken((error as Error).message);
        target.isReady = false;
      } finally {
        target.underWay -= 1;
      }
    }
    return broken('no server is ready');
  }
}

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

const broken = (reason: string): Answer => ({
  status: 502,
  headers: { 'content-type': 'application/json' },
  body: Buffer.from(JSON.stringify({ error: `the balancer has no answer: ${reason}` })),
});

function ask({ url, agent }: Target, { method, url: path, headers }: IncomingMessage, body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const { connection: _own, 'transfer-encoding': _whole, ...passed } = headers;
    const outgoing = request(url + (path ?? '/'), {
      ...{ method, agent },
      headers: { ...passed, 'content-length': body.length },
    });
    outgoing.on('error', reject);
    outgoing.on('response', (reply) => {
      const chunks: Buffer[] = [];
      reply.on('data', (chunk: Buffer) => chunks.push(chunk));
      reply.on('error', reject);
      reply.on('end', () => {
        const { connection: _theirs, 'transfer-encoding': _chunked, 'keep-alive': _kept, ...rest } = reply.headers;
        resolve({ status: reply.statusCode!, headers: rest, body: Buffer.concat(chunks) });
      });
    });
    outgoing.end(body);
  });
}
