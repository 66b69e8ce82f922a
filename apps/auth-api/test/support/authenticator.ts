import { ADMIN_ENDPOINTS, adminPath } from '@passant/contracts';
import { type Exchange, send } from '@passant/mobile-client';
import { Secret, TOTP } from 'otpauth';
import type { AdminApi } from './admin-api.js';
import { PASSWORD } from './given.js';

/** An authenticator app with the secret of one account. */
export class Authenticator {
  private readonly generator: TOTP;

  /** @param now milliseconds since the epoch, as the server sees them */
  constructor(
    private readonly now: () => number,
    secret: string,
  ) {
    this.generator = new TOTP({ secret: Secret.fromBase32(secret) });
  }

  /** What the app shows. @param ahead seconds that its clock is ahead of the server's */
  code(ahead = 0): string {
    return this.generator.generate({ timestamp: this.now() + ahead * 1000 });
  }

  /** Six digits that are no code around now. */
  wrongCode(): string {
    const good = [-60, -30, 0, 30, 60].map((ahead) => this.code(ahead));
    return ['000000', '000001', '000002', '000003', '000004', '000005'].find((code) => !good.includes(code))!;
  }
}

/** An administrator with a second factor, signed in where it was set up. */
export interface TwoFactorAdmin {
  api: AdminApi;
  email: string;
  authenticator: Authenticator;
  secret: string;
  recoveryCodes: string[];
}

/** Sets up a second factor. A code of the current step is used up by that. */
export async function withSecondFactor(now: () => number, api: AdminApi): Promise<TwoFactorAdmin> {
  const { secret } = await api.call('startOwnSecondFactor', { body: { current_password: PASSWORD } });
  const authenticator = new Authenticator(now, secret);
  const { recovery_codes } = await api.call('confirmOwnSecondFactor', { body: { code: authenticator.code() } });
  return { api, email: api.email, authenticator, secret, recoveryCodes: recovery_codes };
}

/** Gives the password, and returns what a browser keeps of the answer. */
export async function beginSignIn(url: string, email: string, cookie = '', password = PASSWORD) {
  const reply = await send('POST', url + adminPath(ADMIN_ENDPOINTS.signIn), {
    json: { email, password },
    headers: { cookie },
  });
  return { reply, cookie: [cookieOf(reply), cookie].filter(Boolean).join('; ') };
}

/** Gives a code in a browser in which the password was given. */
export const giveCode = (url: string, cookie: string, code: string): Promise<Exchange> =>
  send('POST', url + adminPath(ADMIN_ENDPOINTS.completeSignIn), { json: { code }, headers: { cookie } });

/** The first cookie that an answer sets. */
export function cookieOf(reply: Exchange): string {
  return reply.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
}
