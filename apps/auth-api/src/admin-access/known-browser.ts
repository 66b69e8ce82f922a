import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { OwnerProof } from '@passant/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Secrets } from '../credentials/secrets.js';
import { cookieName, cookieOf } from '../platform/http/cookies.js';
import { addressOf, networkOf } from '../platform/http/source.js';
import { Issuer } from '../platform/issuer.js';
import type { ShownProof } from './owner-check.js';
import type { Origin } from './password-check.js';
import { PASSKEY_COOKIE } from './session-cookie.js';

const NAME = 'passant_browser';
/** Seconds. */
const LIFETIME = 180 * 86_400;
/** Bytes that tell browsers apart. */
const ID_BYTES = 12;

/**
 * Remembers, in the browser only, that an administrator signed in with it. This grants no access. It only keeps failed
 * attempts that strangers make in the administrator's name from slowing down the administrator.
 */
@Injectable()
export class KnownBrowser {
  constructor(
    private readonly secrets: Secrets,
    private readonly issuer: Issuer,
  ) {}

  /** The browser's identifier, if somebody signed in to this account with it. */
  find(request: FastifyRequest, account: string): string | undefined {
    const [id = '', proof = ''] = (cookieOf(request, cookieName(NAME, this.issuer)) ?? '').split('.');
    const [given, expected] = [Buffer.from(proof, 'base64url'), this.proofOf(id, account)];
    return id !== '' && given.length === expected.length && timingSafeEqual(given, expected) ? id : undefined;
  }

  /** Where an attempt to give the password of an account comes from. */
  originOf(request: FastifyRequest, account: string): Origin {
    return { source: networkOf(addressOf(request)), browser: this.find(request, account) };
  }

  /** A proof of who owns an account, with what says where it came from. */
  shown(request: FastifyRequest, account: string, proof: OwnerProof): ShownProof {
    return { proof, token: PASSKEY_COOKIE.read(request, this.issuer), origin: this.originOf(request, account) };
  }

  /**
   * Marks the browser of somebody who is signed in as known for this account. A session makes one browser known, however
   * often it is asked: whoever found it open would else guess the password with ever new ones.
   * @param session the token of the session
   */
  remember(request: FastifyRequest, reply: FastifyReply, account: string, session: string): void {
    if (this.find(request, account) !== undefined) return;
    const id = this.idOf(session);
    const value = `${id}.${this.proofOf(id, account).toString('base64url')}`;
    const attributes = [`Max-Age=${LIFETIME}`, 'Path=/', 'HttpOnly', 'SameSite=Strict'];
    if (this.issuer.isSecure) attributes.push('Secure');
    void reply.header('set-cookie', [`${cookieName(NAME, this.issuer)}=${value}`, ...attributes].join('; '));
  }

  private idOf(session: string): string {
    const hash = createHmac('sha256', this.secrets.browserKey).update(
      JSON.stringify(['browser of', 'session', session]),
    );
    return hash.digest().subarray(0, ID_BYTES).toString('base64url');
  }

  private proofOf(id: string, account: string): Buffer {
    return createHmac('sha256', this.secrets.browserKey)
      .update(JSON.stringify([id, account.toLowerCase()]))
      .digest();
  }
}
