import { Injectable } from '@nestjs/common';
import {
  EXPIRY_UNIT,
  type EpochSeconds,
  OAuthError,
  type OpaqueToken,
  formOpaqueToken,
  readOpaqueToken,
} from '@passant/protocol';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Clock } from '../platform/clock.js';
import { Issuer } from '../platform/issuer.js';
import { Secrets } from '../credentials/secrets.js';
import { BINDER_PLACES, binderTextsOf, setBinderCookie } from './interaction-cookie.js';

/** Seconds that a browser keeps its half of the key; pages begun within twenty minutes share one. */
const BINDER_VALIDITY = 1800;

/** A person's progress through the login pages. It travels in the pages themselves; the server stores none of it. */
export interface Interaction {
  clientId: string;
  /**
   * The client's incarnation: an interaction begun for one client does not continue for another with the same
   * identifier.
   */
  incarnation: string;
  /** The issuance of its application; absent if it has none. */
  issuance?: string;
  redirectUri: string;
  state?: string;
  nonce?: string;
  scopes: string[];
  /** Resources that the client named; absent if none. */
  resources?: string[];
  codeChallenge?: string;
  /** The code will end in a stateless token. */
  stateless?: true;
  /** The provider that asked the person, with the transaction of a TWO_STEP registration. */
  provider?: string;
  /** That of the provider when it began to ask. */
  providerIssuance?: string;
  transactionId?: string;
  /** The challenge that the person was shown, if it is short enough to be carried along for another attempt. */
  challenge?: string;
  /** Number of failed attempts. */
  attempts: number;
  /** The code that awaits the person's consent. */
  code?: string;
  expiresAt: EpochSeconds;
}

/**
 * Binds the data in a page to the browser that it was made for. The page holds the interaction, encrypted under a key
 * derived from both the server's secret and the browser's cookie: a form from elsewhere cannot be forged, and a stolen
 * one cannot be used.
 */
@Injectable()
export class Interactions {
  /** The slot last assigned to a browser that sent no cookie. */
  private blindPlace = 0;

  constructor(
    private readonly secrets: Secrets,
    private readonly issuer: Issuer,
    private readonly clock: Clock,
  ) {}

  /**
   * The browser's half of the key, valid until its pages have expired. A half that expires sooner is not replaced;
   * another is added, so that pages made with the earlier one remain valid.
   */
  binderFor(request: FastifyRequest, reply: FastifyReply, interaction: Interaction): OpaqueToken {
    const kept = this.bindersOf(request);
    const lasting = kept.find((binder) => binder !== undefined && binder.notAfter >= interaction.expiresAt);
    if (lasting) return lasting;
    // The expiry in the token is rounded up and must not be later than that of the cookie.
    const notAfter = this.clock.now() + BINDER_VALIDITY - EXPIRY_UNIT;
    const binder = formOpaqueToken('interaction', this.secrets.randomBytes(16), notAfter, this.secrets.tokenKey);
    setBinderCookie(reply, this.issuer, this.placeFor(request, kept), binder.text, BINDER_VALIDITY);
    return binder;
  }

  /**
   * Whether the browser may have a cookie that it did not send: it sends no `Lax` cookie with a POST from another site.
   * Redirected here by GET, it does.
   */
  comesBlindly(request: FastifyRequest): boolean {
    return (
      request.method === 'POST' &&
      request.headers['sec-fetch-site'] === 'cross-site' &&
      this.bindersOf(request).every((binder) => binder === undefined)
    );
  }

  /** The sealed interaction that a page carries. */
  seal(binder: OpaqueToken, interaction: Interaction): string {
    return this.secrets.sealInteraction(binder.bytes, Buffer.from(JSON.stringify(interaction))).toString('base64url');
  }

  /**
   * Opens the interaction from a page of this browser. Throws `invalid_token` with status 400, whatever is wrong with
   * it.
   */
  open(request: FastifyRequest, text: string): Interaction {
    const binders = this.bindersOf(request).filter((binder) => binder !== undefined);
    if (binders.length === 0) throw strange('the browser keeps nothing that fits');
    const sealed = Buffer.from(text, 'base64url');
    for (const binder of binders) {
      const interaction = this.openWith(binder, sealed);
      if (!interaction) continue;
      if (interaction.expiresAt <= this.clock.now()) throw strange('expired');
      return interaction;
    }
    throw strange('made for another browser, or not here');
  }

  private openWith(binder: OpaqueToken, sealed: Buffer): Interaction | undefined {
    try {
      return JSON.parse(this.secrets.openInteraction(binder.bytes, sealed).toString('utf8')) as Interaction;
    } catch {
      return undefined;
    }
  }

  /** The browser's binders, in slot order; expired ones count as absent. */
  private bindersOf(request: FastifyRequest): (OpaqueToken | undefined)[] {
    return binderTextsOf(request, this.issuer).map((text) =>
      text === undefined ? undefined : readOpaqueToken('interaction', text, this.clock.now(), this.secrets.tokenKey),
    );
  }

  /**
   * Chooses a slot for a new binder: a free one, or that of the binder that expires first. A browser that sends no
   * cookie with a POST may have some all the same, most likely in the first slot, which is left alone.
   */
  private placeFor(request: FastifyRequest, kept: (OpaqueToken | undefined)[]): number {
    if (request.method === 'POST' && kept.every((binder) => binder === undefined)) {
      this.blindPlace = (this.blindPlace % (BINDER_PLACES - 1)) + 1;
      return this.blindPlace;
    }
    const free = kept.indexOf(undefined);
    if (free >= 0) return free;
    return kept.reduce((first, binder, place) => (binder!.notAfter < kept[first]!.notAfter ? place : first), 0);
  }
}

function strange(cause: string): OAuthError {
  const description = 'This page was open for too long, or your browser did not keep the cookie that belongs to it.';
  return new OAuthError('invalid_token', description, { cause, status: 400 });
}
