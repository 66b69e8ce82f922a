import {
  AuthenticationResult,
  EnabledAuthentication,
  EnabledTypes,
  PATHS,
  type StartAuthenticationRequest,
  StartedAuthentication,
} from '@passant/contracts';
import { type Exchange, send } from '@passant/mobile-client';
import type { ResourceServer } from './resource-server.js';

/**
 * A back end that asks people to confirm on their devices. Successful responses are validated against their contracts.
 */
export class Portal {
  /** @param caller an API client with the scope for mobile authentication */
  constructor(
    private readonly url: string,
    private readonly caller: ResourceServer,
  ) {}

  get clientId(): string {
    return this.caller.clientId;
  }

  async request(form: Record<string, string>, headers?: Record<string, string>): Promise<Exchange> {
    return send('POST', this.url + PATHS.authenticateUser, {
      headers: headers ?? { authorization: this.caller.basic },
      form,
    });
  }

  async ask(form: Omit<StartAuthenticationRequest, 'type'>): Promise<StartedAuthentication> {
    const reply = await this.request({ type: 'push', ...form });
    if (reply.status !== 200) throw new Error(`The portal was refused: ${JSON.stringify(reply.body)}`);
    return StartedAuthentication.parse(reply.body);
  }

  async get(path: string): Promise<Exchange> {
    return send('GET', this.url + path, { headers: { authorization: this.caller.basic } });
  }

  async result(transactionId: string): Promise<AuthenticationResult> {
    return AuthenticationResult.parse((await this.get(PATHS.authenticationResult(transactionId))).body);
  }

  async enabled(userId: string): Promise<EnabledAuthentication> {
    return EnabledAuthentication.parse((await this.get(PATHS.authenticationOf(userId))).body);
  }

  async enabledOn(userId: string, deviceId: string): Promise<EnabledTypes> {
    return EnabledTypes.parse((await this.get(PATHS.authenticationOn(userId, deviceId))).body);
  }
}
