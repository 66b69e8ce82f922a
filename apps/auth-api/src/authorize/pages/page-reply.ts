import { REDIRECT_STATUS } from '@passant/protocol';
import type { FastifyReply } from 'fastify';
import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { STYLE_SOURCE } from './page-style.js';

/** Pages are not cached or framed, and send no referrer. */
const HEADERS = {
  'cache-control': 'no-store',
  pragma: 'no-cache',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
};

/**
 * What a page may do: be displayed, and submit its form. Browsers check every redirect that follows a form submission
 * against `form-action`, including those on the client's own site, so the policy allows the scheme and not a single
 * address.
 */
function contentSecurityPolicy(redirectUri: string | undefined): string {
  const scheme = redirectUri === undefined ? undefined : new URL(redirectUri).protocol;
  const formAction = ["'self'", ...(scheme === undefined ? [] : [...new Set(['https:', scheme])])];
  return [
    "default-src 'none'",
    `style-src ${STYLE_SOURCE}`,
    'img-src data:',
    "base-uri 'none'",
    `form-action ${formAction.join(' ')}`,
    "frame-ancestors 'none'",
  ].join('; ');
}

/** @param options `redirectUri`: where submitting the form of this page may lead */
export function sendPage(
  reply: FastifyReply,
  page: ReactElement,
  options: { status?: number; redirectUri?: string } = {},
): void {
  void reply
    .status(options.status ?? 200)
    .headers({
      ...HEADERS,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': contentSecurityPolicy(options.redirectUri),
    })
    .send(`<!doctype html>${renderToStaticMarkup(page)}`);
}

/** Redirects the browser, always by GET (RFC 9700 §4.12). */
export function sendTo(reply: FastifyReply, location: string): void {
  void reply
    .status(REDIRECT_STATUS)
    .headers({ ...HEADERS, location })
    .send('');
}
