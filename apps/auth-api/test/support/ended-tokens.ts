import { createHash } from 'node:crypto';
import { type IncomingMessage, get } from 'node:http';
import { EndedTokens, PATHS } from '@passant/contracts';
import type { ResourceServer } from './resource-server.js';

/** The name of a token in the feed of ended tokens. */
export const nameOf = (token: string) => createHash('sha256').update(Buffer.from(token, 'hex')).digest('base64url');

/**
 * A stream of ended tokens, as a resource server reads it, on its own connection: when a stream is aborted, `fetch`
 * opens another connection, which stays idle and so keeps a server from closing.
 */
export class EndedStream {
  private static readonly opened = new Set<EndedStream>();
  private readonly chunks: AsyncIterator<string>;
  private text = '';

  private constructor(readonly response: IncomingMessage) {
    response.setEncoding('utf8');
    EndedStream.opened.add(this);
    this.chunks = response[Symbol.asyncIterator]() as AsyncIterator<string>;
  }

  /** @param lastEventId position of the last message received */
  static async open(url: string, caller: ResourceServer, lastEventId?: string): Promise<EndedStream> {
    const headers = {
      authorization: caller.basic,
      accept: 'text/event-stream',
      ...(lastEventId === undefined ? {} : { 'last-event-id': lastEventId }),
    };
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      get(url + PATHS.endedTokens, { headers, agent: false }, resolve).on('error', reject);
    });
    if (response.statusCode === 200) return new EndedStream(response);
    response.destroy();
    throw new Error(`The stream answered ${response.statusCode}.`);
  }

  /** The next message; `undefined` if the stream has ended. */
  async next(): Promise<EndedTokens | undefined> {
    for (;;) {
      const end = this.text.indexOf('\n\n');
      if (end >= 0) {
        const message = this.text.slice(0, end);
        this.text = this.text.slice(end + 2);
        const [, id, data] = /^id: (\S+)\ndata: (.+)$/.exec(message) ?? [];
        const news = EndedTokens.parse(JSON.parse(data!));
        if (news.position !== id) throw new Error(`The event ${id} tells of ${news.position}.`);
        return news;
      }
      const { done, value } = await this.chunks.next();
      if (done) return undefined;
      this.text += value;
    }
  }

  /** The next message that contains any news. */
  async news(): Promise<EndedTokens | undefined> {
    for (;;) {
      const next = await this.next();
      if (!next || next.all || next.ended.length > 0) return next;
    }
  }

  static closeAll(): void {
    for (const stream of EndedStream.opened) stream.close();
  }

  close(): void {
    EndedStream.opened.delete(this);
    this.response.destroy();
  }
}
