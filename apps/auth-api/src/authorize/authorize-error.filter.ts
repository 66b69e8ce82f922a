import { Catch, Injectable } from '@nestjs/common';
import { PATHS } from '@passant/contracts';
import { AuthorizationRefusal, type OAuthError, answerLocation } from '@passant/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { prefers } from '../platform/http/accept.js';
import { OAuthErrorFilter } from '../platform/http/oauth-error.filter.js';
import { Issuer } from '../platform/issuer.js';
import { sendPage, sendTo } from './pages/page-reply.js';
import type { WayBack } from './pages/stranger-link.js';
import { RefusalPage } from './pages/refusal-page.js';

/** 415 Unsupported Media Type. */
const WRONG_TYPE = 415;

/**
 * Reports a refusal to the client by redirect where that is possible, and to the person otherwise. The browser is never
 * redirected to an address that nobody vouched for: the person sees the error and may follow a link there (RFC 9700
 * §4.11.2).
 */
@Catch()
@Injectable()
export class AuthorizeErrorFilter extends OAuthErrorFilter {
  constructor(private readonly issuer: Issuer) {
    super();
  }

  protected override write(error: OAuthError, status: number, request: FastifyRequest, reply: FastifyReply): void {
    const wayBack = error instanceof AuthorizationRefusal ? this.wayBackOf(error) : undefined;
    if (wayBack?.isTrusted) sendTo(reply, wayBack.location);
    else if (isForProgram(status, request)) super.write(error, status, request, reply);
    else showRefusal(error, status, request, reply, wayBack);
  }

  private wayBackOf({ address, code, message }: AuthorizationRefusal): WayBack & { isTrusted: boolean } {
    const { redirectUri, isTrusted } = address;
    const members = { error: code, error_description: message };
    return { location: answerLocation(address, this.issuer.identifier, members), redirectUri, isTrusted };
  }
}

/**
 * Handles refusals at every other address, and of requests that reached no handler. A refusal at the login pages is
 * rendered as a page if the client is a browser.
 */
@Catch()
export class EntranceErrorFilter extends OAuthErrorFilter {
  protected override write(error: OAuthError, status: number, request: FastifyRequest, reply: FastifyReply): void {
    if (isPersonWaiting(request)) showRefusal(error, status, request, reply);
    else super.write(error, status, request, reply);
  }
}

/**
 * Whether a refusal of the authorization endpoint is one for a program. A body of another type is refused as it is
 * where no endpoint knows the type at all, before the request gets here. Everything else is told to the person, unless
 * JSON alone was asked for.
 */
function isForProgram(status: number, request: FastifyRequest): boolean {
  if (status === WRONG_TYPE) return !isPersonWaiting(request);
  const { accept } = request.headers;
  return prefers(accept, 'application/json', 'text/html') && !prefers(accept, 'text/html', 'application/json');
}

/** Whether a person would see the refusal: the address belongs to the login pages, and the client is a browser. */
function isPersonWaiting({ routeOptions, url, headers }: FastifyRequest): boolean {
  // The router matches every spelling of an address; if it found no route, the raw address has to do.
  const path = routeOptions?.url ?? url.split('?', 1)[0]!;
  const isPage = path === PATHS.authorize || path.startsWith(`${PATHS.authorize}/`);
  return isPage && prefers(headers.accept, 'text/html', 'application/json');
}

/** Shows the refusal to the person only. @param wayBack link by which they may tell the client */
function showRefusal(
  error: OAuthError,
  status: number,
  request: FastifyRequest,
  reply: FastifyReply,
  wayBack?: WayBack,
): void {
  const { retryAfter, headers } = error.options;
  void reply.headers({ ...(retryAfter === undefined ? {} : { 'retry-after': String(retryAfter) }), ...headers });
  sendPage(reply, RefusalPage({ error, reference: request.id, wayBack }), { status });
}
