import type { FastifyReply, FastifyRequest } from 'fastify';
import { cookieName, cookieOf } from '../platform/http/cookies.js';
import type { Issuer } from '../platform/issuer.js';

/** A secret that a browser keeps until it ends, and that no script and no other site reaches. */
class SecretCookie {
  constructor(
    private readonly name: string,
    /** Seconds; absent: until the browser is closed. */
    private readonly lifetime?: number,
  ) {}

  /** The value that the browser sent. */
  read(request: FastifyRequest, issuer: Issuer): string | undefined {
    return cookieOf(request, cookieName(this.name, issuer));
  }

  set(reply: FastifyReply, issuer: Issuer, value: string): void {
    this.write(reply, issuer, value, this.lifetime);
  }

  clear(reply: FastifyReply, issuer: Issuer): void {
    this.write(reply, issuer, '', 0);
  }

  private write(reply: FastifyReply, issuer: Issuer, value: string, lifetime: number | undefined): void {
    const attributes = ['Path=/', 'HttpOnly', 'SameSite=Strict', ...(issuer.isSecure ? ['Secure'] : [])];
    if (lifetime !== undefined) attributes.push(`Max-Age=${lifetime}`);
    void reply.header('set-cookie', [`${cookieName(this.name, issuer)}=${value}`, ...attributes].join('; '));
  }
}

/** Seconds within which the second factor has to follow the password. */
export const SIGN_IN_LIFETIME = 300;

/** Seconds within which a passkey has to answer. */
export const PASSKEY_LIFETIME = 300;

/** The token of a session. */
export const SESSION_COOKIE = new SecretCookie('passant_session');
/** The token of a sign-in that waits for the second factor. */
export const SIGN_IN_COOKIE = new SecretCookie('passant_sign_in', SIGN_IN_LIFETIME);
/** What the challenge belongs to that a passkey is asked with. */
export const PASSKEY_COOKIE = new SecretCookie('passant_passkey', PASSKEY_LIFETIME);

/** Seconds within which a browser has to come back from the OpenID provider of the company. */
export const COMPANY_SIGN_IN_LIFETIME = 600;
/** What a sign-in by the company began with. */
export const COMPANY_SIGN_IN_COOKIE = new SecretCookie('passant_company_sign_in', COMPANY_SIGN_IN_LIFETIME);
