import type { FastifyReply } from 'fastify';
import type { ReactElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { STYLE_SOURCE } from './page-style.js';

/** Nothing of a page is kept, framed, or named to others. */
const HEADERS = {
  'cache-control': 'no-store',
  pragma: 'no-cache',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
};

/**
 * What a page may do: be looked at, and send its form. Browsers hold every redirect that follows a form against
 * `form-action`, those on the client's own site included; so the scheme is let through, not one address.
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

/** @param options `redirectUri`: where the form of this page may end */
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

/** Sends the browser on, by GET whatever it came with (RFC 9700 §4.12). */
export function sendTo(reply: FastifyReply, location: string): void {
  void reply
    .status(303)
    .headers({ ...HEADERS, location })
    .send('');
}
