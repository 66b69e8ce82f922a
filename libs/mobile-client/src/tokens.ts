import type { TokenAnswer } from '@passant/contracts';

const HIDDEN = '[tokens]';

/**
 * What a registration gave. It lives in memory alone: the values are private, and whoever logs, inspects or serializes
 * this object sees none of them.
 */
export class Tokens {
  #issued: TokenAnswer | undefined;
  /** When the access token expires, in epoch seconds of the server. */
  readonly expiresAt: number;
  readonly scope: readonly string[];

  constructor(
    issued: TokenAnswer,
    private readonly now: () => number,
  ) {
    this.#issued = issued;
    this.expiresAt = now() + issued.expires_in;
    this.scope = issued.scope.split(' ').filter(Boolean);
  }

  /** @throws if it was forgotten */
  get accessToken(): string {
    return this.issued.access_token;
  }

  /** Present if `openid` was granted. It says who the person is. */
  get idToken(): string | undefined {
    return this.issued.id_token;
  }

  /** Present if the application allows it, never after a stateless registration. */
  get refreshToken(): string | undefined {
    return this.issued.refresh_token;
  }

  /** The `Authorization` header for a resource server (RFC 6750 §2.1). */
  get authorization(): string {
    return `Bearer ${this.accessToken}`;
  }

  get expired(): boolean {
    return this.now() >= this.expiresAt;
  }

  /** Drops the values. */
  forget(): void {
    this.#issued = undefined;
  }

  toString(): string {
    return HIDDEN;
  }

  toJSON(): string {
    return HIDDEN;
  }

  private get issued(): TokenAnswer {
    if (this.#issued) return this.#issued;
    throw new TypeError('These tokens were forgotten.');
  }
}
