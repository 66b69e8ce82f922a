import { Agent, request as requestHttp } from 'node:http';
import { text as wholeOf } from 'node:stream/consumers';
import type { Operation } from './document.js';
import { CURRENT, type Drawn, SPARE, kindOf, pairsOf, textOf } from './request.js';
import type { World } from './world.js';

/** Milliseconds after which a request is given up. */
const GIVEN_UP = 60_000;

/** A request as it was sent, and its answer. */
export interface Sent {
  method: string;
  url: string;
  body: string;
  type: string | undefined;
  status: number;
  headers: Headers;
  text: string;
  milliseconds: number;
}

/** Sends requests over connections that are kept. */
export class Sender {
  private readonly agent = new Agent({ keepAlive: true });

  constructor(private readonly world: World) {}

  async send(operation: Operation, given: Drawn): Promise<Sent> {
    const drawn = given.isWhole ? await this.whole(operation) : given;
    const path = await this.filled(operation, drawn);
    const query = new URLSearchParams(drawn.query).toString();
    const headers: Record<string, string | string[]> = { ...(await this.world.headersOf(drawn.caller)) };
    for (const [name, value] of drawn.headers) {
      const text = value === CURRENT ? await this.versionOf(operation, path) : value;
      headers[name] = name in headers ? [headers[name]!, text].flat() : text;
    }
    const body = await this.written(operation, drawn);
    if (body !== undefined) {
      headers['content-type'] = drawn.body!.type;
      // Of a DELETE, Node would send a body without saying how long it is.
      headers['content-length'] = `${Buffer.byteLength(body)}`;
    }
    const url = path + (query === '' ? '' : `?${query}`);
    const since = performance.now();
    const reply = await this.exchange(operation.method, url, headers, body);
    const milliseconds = performance.now() - since;
    this.afterwards(operation, drawn, reply.status);
    return { ...reply, method: operation.method, url, body: body ?? '', type: drawn.body?.type, milliseconds };
  }

  close(): void {
    this.agent.destroy();
  }

  /** A request that goes together, as the world makes it. */
  private async whole({ id, body: described }: Operation): Promise<Drawn> {
    const { caller, path = {}, headers = [], body } = await this.world.wholes.make(id);
    const written = body === undefined || !described ? undefined : { type: described.type, value: body };
    return { caller, path, query: [], headers: [['accept', 'application/json'], ...headers], body: written };
  }

  private async filled({ path }: Operation, drawn: Drawn): Promise<string> {
    let filled = path;
    for (const [name, value] of Object.entries(drawn.path)) {
      const text = value === SPARE ? await this.world.spares.one(kindOf(path, name)) : value;
      filled = filled.replace(`{${name}}`, encodeURIComponent(text));
    }
    return filled;
  }

  /** The `etag` of what the address names, if it has one. */
  private async versionOf({ path: template }: Operation, path: string): Promise<string> {
    const at = template.split('/').findIndex((segment) => segment.startsWith('{'));
    const owner =
      at < 0
        ? path.replace(/\/apply$/, '')
        : path
            .split('/')
            .slice(0, at + 1)
            .join('/');
    const { text } = await this.exchange('GET', owner, await this.world.headersOf('administrator'), undefined);
    return /"etag":"((?:[^"\\]|\\.)*)"/.exec(text)?.[1]?.replaceAll('\\"', '"') ?? '"none"';
  }

  private async written({ body }: Operation, drawn: Drawn): Promise<string | undefined> {
    if (!drawn.body) return undefined;
    const { value, text } = drawn.body;
    if (text !== undefined) return text;
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
    const whole = drawn.caller === 'app' && isObject ? { ...value, ...(await this.world.assertion()) } : value;
    if (body?.type !== 'application/x-www-form-urlencoded') return JSON.stringify(whole);
    if (!isObject) return textOf(whole);
    return new URLSearchParams(pairsOf(whole as object)).toString();
  }

  /** What a request did away with is made anew. */
  private afterwards({ path, method }: Operation, drawn: Drawn, status: number): void {
    const isSignedIn = ['administrator', 'auditor'].includes(drawn.caller);
    if (
      isSignedIn &&
      (status === 401 || (status < 300 && /session|own-|administrators/.test(path) && method !== 'GET'))
    )
      this.world.forget();
    // What was only changed is still there. An address that it no longer has leads nowhere.
    const mayBeGone = method === 'DELETE' ? status < 300 : status === 404;
    if (!mayBeGone) return;
    for (const [name, value] of Object.entries(drawn.path))
      if (value === SPARE) this.world.spares.forget(kindOf(path, name));
  }

  private exchange(
    method: string,
    path: string,
    headers: Record<string, string | string[]>,
    body: string | undefined,
  ): Promise<{ status: number; headers: Headers; text: string }> {
    return new Promise((done, fail) => {
      const options = { method, headers, agent: this.agent, path };
      const outgoing = requestHttp(this.world.url, options, (reply) => {
        const received = new Headers();
        for (const [name, values] of Object.entries(reply.headersDistinct)) {
          for (const value of values ?? []) received.append(name, value);
        }
        wholeOf(reply).then((text) => done({ status: reply.statusCode!, headers: received, text }), fail);
      });
      outgoing.setTimeout(GIVEN_UP, () => outgoing.destroy(new Error(`nothing came for ${GIVEN_UP / 1000} seconds`)));
      outgoing.once('error', (error: NodeJS.ErrnoException) => {
        // A connection that was kept may just have been closed for being idle; a new one has no such reason.
        if (error.code !== 'ECONNRESET' || !outgoing.reusedSocket) return fail(error);
        this.agent.destroy();
        this.exchange(method, path, headers, body).then(done, fail);
      });
      outgoing.end(body);
    });
  }
}
