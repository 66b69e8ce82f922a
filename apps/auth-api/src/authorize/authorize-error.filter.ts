import { Catch, Injectable } from '@nestjs/common';
import { AuthorizationRefusal, type OAuthError, answerLocation } from '@passant/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { OAuthErrorFilter } from '../platform/http/oauth-error.filter.js';
import { Issuer } from '../platform/issuer.js';
import { sendPage, sendTo } from './pages/page-reply.js';
import { RefusalPage } from './pages/refusal-page.js';

/** Tells the client by way of the browser where it may be told, and the person otherwise. */
@Catch()
@Injectable()
export class AuthorizeErrorFilter extends OAuthErrorFilter {
  constructor(private readonly issuer: Issuer) {
    super();
  }

  protected override write(error: OAuthError, status: number, request: FastifyRequest, reply: FastifyReply): void {
    if (error instanceof AuthorizationRefusal) {
      const members = { error: error.code, error_description: error.message };
      sendTo(reply, answerLocation(error.address, this.issuer.identifier, members));
      return;
    }
    const { retryAfter, headers } = error.options;
    void reply.headers({ ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }), ...headers });
    sendPage(reply, RefusalPage({ error, reference: request.id }), { status });
  }
}
