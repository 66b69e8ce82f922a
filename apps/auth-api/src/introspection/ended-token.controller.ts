import { Controller, Get, Headers, Query, Req, Res } from '@nestjs/common';
import { type EndedTokens, EndedTokensQuery } from '@passant/contracts';
import { type Client, OAuthError } from '@passant/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import { ForApiClients } from '../client-auth/api-scope.guard.js';
import { Caller } from '../client-auth/caller.strategy.js';
import { prefers } from '../platform/http/accept.js';
import { EndedTokenFeed, type Listener } from './ended-token-feed.js';
import { EndedTokenStream } from './ended-token-stream.js';

const STREAM = 'text/event-stream';

/** Tells back ends that cache introspection results which tokens have ended, so that they need not ask again. */
@Controller('oauth/api/v2/token/ended')
@ForApiClients('onegini_api_token_introspection', 'tokens')
export class EndedTokenController {
  constructor(private readonly feed: EndedTokenFeed) {}

  @Get()
  async read(
    @Caller() caller: Client,
    @Query({ schema: EndedTokensQuery }) query: z.output<typeof EndedTokensQuery>,
    @Headers('accept') accept: string | undefined,
    @Headers('last-event-id') lastEventId: string | undefined,
    @Req() { method }: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    // WHATWG HTML §9.2: a reconnecting client names the last event; its URL is still that of the first request.
    const after = lastEventId ?? query.after;
    void reply.header('cache-control', 'no-store');
    // A HEAD response has no body, so it is never streamed.
    if (method === 'GET' && prefers(accept, STREAM, 'application/json')) return this.stream(caller, after, reply);
    const news = await this.poll(caller, after, query.wait, reply);
    if (news) void reply.send(news);
  }

  private async stream(caller: Client, after: string | undefined, reply: FastifyReply): Promise<void> {
    const stream = new EndedTokenStream();
    const leave = await this.feed.listen(caller, after, stream);
    stream.once('close', leave);
    // Keeps proxies from buffering the stream.
    void reply.headers({ 'content-type': STREAM, 'x-accel-buffering': 'no' }).send(stream);
  }

  /** The first result with news, or the first one after the time is up; `undefined` if the caller has disconnected. */
  private async poll(
    caller: Client,
    after: string | undefined,
    seconds: number,
    reply: FastifyReply,
  ): Promise<EndedTokens | undefined> {
    const { promise, resolve, reject } = Promise.withResolvers<EndedTokens | undefined>();
    promise.catch(() => {}); // it may reject before it is awaited
    let isDue = seconds === 0;
    const listener: Listener = {
      hear: (news) => {
        // When the time is up, only a read made after that is returned.
        if (news.all || news.ended.length > 0 || isDue) resolve(news);
      },
      miss: (error) => {
        if (isDue) reject(error);
      },
      end: () => reject(new OAuthError('temporarily_unavailable', 'The service is temporarily unavailable.')),
    };
    const leave = await this.feed.listen(caller, after, listener);
    const due = setTimeout(() => (isDue = true), seconds * 1000);
    reply.raw.once('close', () => resolve(undefined));
    try {
      return await promise;
    } finally {
      clearTimeout(due);
      leave();
    }
  }
}
