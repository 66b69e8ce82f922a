import { createHash, randomBytes } from 'node:crypto';
import { PATHS, type TokenAnswer } from '@passant/contracts';
import type { Exchange } from '@passant/mobile-client';
import type { Page } from './browser.js';
import { type Proof, tokenOf } from './token-client.js';

/** A client that uses the authorization code flow: it builds requests and handles the responses. */
export class RelyingParty {
  readonly verifier = randomBytes(32).toString('base64url');

  constructor(
    private readonly serverUrl: string,
    readonly clientId: string,
    readonly redirectUri: string,
    readonly proof: Proof,
  ) {}

  /** A complete and valid request. A spec states only what it changes; `undefined` omits a parameter. */
  request(changes: Record<string, string | undefined> = {}): string {
    const parameters = {
      response_type: 'code',
      client_id: this.clientId,
      redirect_uri: this.redirectUri,
      code_challenge: createHash('sha256').update(this.verifier).digest('base64url'),
      code_challenge_method: 'S256',
      state: 'state of the client',
      ...changes,
    };
    const given = Object.entries(parameters).filter((entry): entry is [string, string] => entry[1] !== undefined);
    return `${PATHS.authorize}?${new URLSearchParams(given).toString()}`;
  }

  /** Exchanges a code for tokens. */
  exchange(
    code: string,
    changes: Record<string, string> = {},
    proof: Proof = this.proof,
  ): Promise<Exchange<TokenAnswer>> {
    return tokenOf(this.serverUrl, proof, {
      grant_type: 'authorization_code',
      code,
      redirect_uri: this.redirectUri,
      code_verifier: this.verifier,
      ...changes,
    });
  }
}

/** The code in an authorization response. */
export function codeOf(page: Page): string {
  const { code } = page.answer;
  if (code === undefined) throw new Error(`There is no code in ${page.location?.href ?? page.html}`);
  return code;
}
