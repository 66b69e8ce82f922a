import {
  type AnsweredTransaction,
  type EnrolledDevice,
  PATHS,
  type PendingTransaction,
  type PendingTransactions,
  signedText,
} from '@passant/contracts';
import type { DeviceKey } from './device-key.js';
import { type Exchange, send } from './http.js';

/** The device of a registered person: enrols its key, shows what the person is asked and signs the answer. */
export class AuthenticationDevice {
  /**
   * @param serverUrl public URL of the server, without a slash at the end
   * @param accessToken of a registration that is no stateless one
   */
  constructor(
    private readonly serverUrl: string,
    readonly key: DeviceKey,
    private readonly accessToken: string,
  ) {}

  async enrol(profileId: string, name: string): Promise<Exchange<EnrolledDevice>> {
    return this.call('POST', PATHS.mobileEnrollment, {
      profile_id: profileId,
      device_name: name,
      public_key: this.key.publicJwk,
    });
  }

  async enrolPush(deviceId: string, pushToken: string): Promise<Exchange<EnrolledDevice>> {
    return this.call('PUT', PATHS.mobilePush, { device_id: deviceId, push_token: pushToken });
  }

  /** What waits for the person's answer. */
  async pending(): Promise<Exchange<PendingTransactions>> {
    return this.call('GET', PATHS.mobileTransactions);
  }

  /** Signs what the person decided. */
  async answer(transaction: PendingTransaction, accepted: boolean): Promise<Exchange<AnsweredTransaction>> {
    const signature = await this.key.sign(signedText(transaction, accepted));
    return this.call('POST', PATHS.mobileTransaction(transaction.transaction_id), { accepted, signature });
  }

  private async call<Body>(method: string, path: string, json?: unknown): Promise<Exchange<Body>> {
    const headers = { authorization: `Bearer ${this.accessToken}` };
    return send<Body>(method, this.serverUrl + path, { headers, ...(json === undefined ? {} : { json }) });
  }
}
