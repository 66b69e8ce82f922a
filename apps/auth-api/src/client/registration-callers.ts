import { Injectable } from '@nestjs/common';
import { readBearer } from '../client-auth/bearer-token.js';
import { MasterToken } from '../platform/master-token.js';
import { RegistrationPolicy } from '../platform/registration-policy.js';
import { InitialAccessTokens } from './initial-access-tokens.js';
import { RegistrationThrottle } from './registration-throttle.js';

/** Who asks for a client. `tokenHash`: the initial access token to spend. */
export type RegistrationCaller = { by: 'master' | 'open' | 'statement' } | { by: 'token'; tokenHash: Buffer };

/** Finds out who asks for a client to be registered. */
@Injectable()
export class RegistrationCallers {
  constructor(
    private readonly master: MasterToken,
    private readonly tokens: InitialAccessTokens,
    private readonly policy: RegistrationPolicy,
    private readonly throttle: RegistrationThrottle,
  ) {}

  /**
   * Who asks, by the token of the header. Without one it is an app with a software statement, or anybody where
   * registration is open, while there is room; whether there is for an app is asked when its statement turned out good.
   * Throws 401 with a bare challenge for no token, `invalid_token`, `insufficient_scope`, or 429.
   * @param address where the request comes from
   * @param stated whether a software statement comes along
   */
  async require(header: string | undefined, address: string, stated: boolean): Promise<RegistrationCaller> {
    if (header === undefined && stated) return { by: 'statement' };
    if (header === undefined && this.policy.settings.open) {
      this.throttle.take(address, null);
      return { by: 'open' };
    }
    const token = readBearer(header);
    if (this.master.matches(token)) return { by: 'master' };
    return { by: 'token', tokenHash: await this.tokens.require(token) };
  }
}
