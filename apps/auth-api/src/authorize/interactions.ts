import { Injectable } from '@nestjs/common';
import { type EpochSeconds, OAuthError, type OpaqueToken, formOpaqueToken, readOpaqueToken } from '@passant/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clock } from '../platform/clock.js';
import { Issuer } from '../platform/issuer.js';
import { Secrets } from '../platform/secrets.js';
import { binderTextOf, setBinderCookie } from './interaction-cookie.js';

/** Seconds a browser keeps its half. */
const BINDER_VALIDITY = 1800;
/** A binder that goes sooner than this would go while the person is still on the pages. */
const BINDER_RESERVE = 900;

/** Where a person stands on the login pages. It travels in the pages themselves; nothing of it is kept here. */
export interface Interaction {
  clientId: string;
  redirectUri: string;
  state?: string;
  nonce?: string;
  scopes: string[];
  codeChallenge: string;
  /** The provider that asked, with the transaction of a TWO_STEP registration. */
  provider?: string;
  transactionId?: string;
  /** What the person was asked with, where it is short enough to be carried along for another attempt. */
  challenge?: string;
  /** Answers that were not right. */
  attempts: number;
  /** The code that waits for the person's consent. */
  code?: string;
  expiresAt: EpochSeconds;
}

/**
 * Binds what a page carries to the browser it was made for. The page holds the interaction, encrypted under a key that
 * takes both the server and the cookie of that browser: a form from elsewhere cannot be made, and one that was taken
 * away cannot be used.
 */
@Injectable()
export class Interactions {
  constructor(
    private readonly secrets: Secrets,
    private readonly issuer: Issuer,
    private readonly clock: Clock,
  ) {}

  /** The half that the browser keeps, which is given to it here if it has none that lasts. */
  binderFor(request: FastifyRequest, reply: FastifyReply): OpaqueToken {
    const now = this.clock.now();
    const known = this.binderOf(request);
    if (known && known.notAfter >= now + BINDER_RESERVE) return known;
    const binder = formOpaqueToken('interaction', this.secrets.draw(16), now + BINDER_VALIDITY, this.secrets.tokenKey);
    setBinderCookie(reply, this.issuer, binder.text, BINDER_VALIDITY);
    return binder;
  }

  /** The text a page carries. */
  seal(binder: OpaqueToken, interaction: Interaction): string {
    return this.secrets.sealInteraction(binder.bytes, Buffer.from(JSON.stringify(interaction))).toString('base64url');
  }

  /** Reads what a page of this browser carried. Throws `invalid_token` with status 400, whatever is wrong with it. */
  open(request: FastifyRequest, text: string): Interaction {
    const binder = this.binderOf(request);
    if (!binder) throw strange('the browser keeps nothing that fits');
    let interaction: Interaction;
    try {
      const content = this.secrets.openInteraction(binder.bytes, Buffer.from(text, 'base64url'));
      interaction = JSON.parse(content.toString('utf8')) as Interaction;
    } catch {
      throw strange('made for another browser, or not here');
    }
    if (interaction.expiresAt <= this.clock.now()) throw strange('expired');
    return interaction;
  }

  private binderOf(request: FastifyRequest): OpaqueToken | undefined {
    const text = binderTextOf(request, this.issuer);
    return text === undefined
      ? undefined
      : readOpaqueToken('interaction', text, this.clock.now(), this.secrets.tokenKey);
  }
}

function strange(cause: string): OAuthError {
  const description = 'This page was open for too long, or your browser did not keep the cookie that belongs to it.';
  return new OAuthError('invalid_token', description, { cause, status: 400 });
}
