import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { connect as connectTcp, isIP } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { NotTested } from './verdict.js';

/** A response as it came. */
export interface Reply {
  /** Method and path that were asked, without the query. */
  asked: string;
  status: number;
  headers: Headers;
  text: string;
  /** The parsed body; `undefined` if it is not JSON. */
  json: unknown;
}

export interface Asking {
  headers?: Record<string, string>;
  json?: unknown;
  form?: Record<string, string> | [string, string][];
  /** Sent as it is. */
  body?: string | Buffer;
}

/** Milliseconds to wait for a response: longer than any script may run. */
const PATIENCE = 60_000;

/** Characters of a response that are kept. */
const MOST = 2_000_000;

/** Sends what no well-behaved client would send, and reads whatever comes. */
export class Wire {
  /**
   * @param url origin of the server, without a trailing slash
   * @param stop ends every request
   */
  constructor(
    readonly url: string,
    private readonly stop: AbortSignal,
  ) {}

  /** Sends a request; follows no redirect. @throws {NotTested} if there is no response */
  async ask(method: string, path: string, asking: Asking = {}): Promise<Reply> {
    const { headers, body } = written(asking);
    const url = new URL(this.url + path);
    const asked = `${method} ${url.pathname}`;
    try {
      const reply = await this.exchange(url, method, headers, body);
      const text = await textOf(reply);
      return { asked, status: reply.statusCode ?? 0, headers: headersOf(reply), text, json: parsed(text) };
    } catch (error) {
      if (this.stop.aborted) throw error;
      throw new NotTested(`${asked} got no response: ${(error as Error).message}`);
    }
  }

  /**
   * Sends bytes that no library would send, and reads what comes until the server closes the connection, or says nothing
   * for a while after it answered.
   */
  async bytes(text: string): Promise<string> {
    const { hostname, port, protocol } = new URL(this.url);
    const host = hostname.replace(/^\[|\]$/g, '');
    const secure = protocol === 'https:';
    return new Promise((done, fail) => {
      const at = { host, port: Number(port || (secure ? 443 : 80)) };
      const socket = secure ? connectTls({ ...at, ...(isIP(host) ? {} : { servername: host }) }) : connectTcp(at);
      let read = '';
      const end = () => {
        socket.destroy();
        done(read);
      };
      socket.once(secure ? 'secureConnect' : 'connect', () => socket.write(text, 'latin1'));
      socket.setTimeout(PATIENCE, end);
      socket.on('data', (chunk: Buffer) => {
        read += chunk.toString('latin1');
        socket.setTimeout(QUIET);
      });
      socket.once('error', (error: NodeJS.ErrnoException) => {
        // A server that closes without reading everything resets the connection; that is an answer.
        if (error.code === 'ECONNRESET' || error.code === 'EPIPE') end();
        else fail(new NotTested(`There is no connection: ${error.message}`));
      });
      socket.once('close', end);
      this.stop.addEventListener('abort', end, { once: true });
    });
  }

  private exchange(
    url: URL,
    method: string,
    headers: Record<string, string>,
    body: string | Buffer | undefined,
  ): Promise<IncomingMessage> {
    return new Promise((done, fail) => {
      const send = url.protocol === 'https:' ? requestHttps : requestHttp;
      const options = { method, headers: { accept: 'application/json', ...headers }, signal: this.stop };
      const outgoing: ClientRequest = send(url, options, done);
      outgoing.setTimeout(PATIENCE, () => outgoing.destroy(new Error(`nothing came for ${PATIENCE / 1000} seconds`)));
      outgoing.once('error', fail).end(body);
    });
  }
}

/** Milliseconds of silence after which a raw response counts as complete. */
const QUIET = 300;

function written({ headers = {}, json, form, body }: Asking): {
  headers: Record<string, string>;
  body: string | Buffer | undefined;
} {
  if (json !== undefined)
    return { headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(json) };
  if (form !== undefined) {
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    return { headers: { ...type, ...headers }, body: new URLSearchParams(form).toString() };
  }
  return { headers, body };
}

async function textOf(reply: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of reply) {
    text += (chunk as Buffer).toString('utf8');
    if (text.length > MOST) break;
  }
  return text;
}

function headersOf(reply: IncomingMessage): Headers {
  const headers = new Headers();
  for (const [name, values] of Object.entries(reply.headersDistinct)) {
    for (const value of values ?? []) headers.append(name, value);
  }
  return headers;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
