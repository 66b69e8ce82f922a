import { Injectable } from '@nestjs/common';
import { readBearer } from '../client-auth/bearer-token.js';
import { MasterToken } from '../credentials/master-token.js';
import { RegistrationPolicy } from '../platform/registration-policy.js';
import { InitialAccessTokens } from './initial-access-tokens.js';
import { RegistrationThrottle } from '../client-metadata/registration-throttle.js';

/** Who requests a registration. `tokenHash`: the initial access token to spend. */
export type RegistrationCaller = { by: 'master' | 'open' | 'statement' } | { by: 'token'; tokenHash: Buffer };

/** Identifies the caller of a registration request. */
@Injectable()
export class RegistrationCallers {
  constructor(
    private readonly master: MasterToken,
    private readonly tokens: InitialAccessTokens,
    private readonly policy: RegistrationPolicy,
    private readonly throttle: RegistrationThrottle,
  ) {}

  /**
   * Identifies the caller by the token in the header. Without a token, it is an app with a software statement, or
   * anybody if registration is open, within the rate limit. The rate limit of an app is checked once its statement has
   * been verified.
   * Throws 401 with a bare challenge if there is no token, `invalid_token`, `insufficient_scope`, or 429.
   * @param address the caller's network address
   * @param stated whether the request includes a software statement
   */
  async require(header: string | undefined, address: string, stated: boolean): Promise<RegistrationCaller> {
    if (header === undefined && stated) return { by: 'statement' };
    if (header === undefined && this.policy.settings.open) {
      await this.throttle.takeOpen(address);
      return { by: 'open' };
    }
    const token = readBearer(header);
    if (this.master.matches(token)) return { by: 'master' };
    return { by: 'token', tokenHash: await this.tokens.require(token) };
  }
}
