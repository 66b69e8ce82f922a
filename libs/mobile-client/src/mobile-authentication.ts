import type { AnsweredTransaction, EnrolledDevice, PendingTransaction, PendingTransactions } from '@passant/contracts';
import { PATHS, signedText } from '@passant/contracts/wire';
import type { DeviceKey } from './device-key.js';
import { type Exchange, send } from './http.js';

/** The device of a registered person: enrols its key, shows the person pending transactions and signs the answer. */
export class AuthenticationDevice {
  /**
   * @param serverUrl public URL of the server, without a trailing slash
   * @param accessToken from a registration that is not stateless
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

  /** Lists the transactions that wait for the person's answer. */
  async pending(): Promise<Exchange<PendingTransactions>> {
    return this.call('GET', PATHS.mobileTransactions);
  }

  /** Signs the person's decision and sends it. */
  async answer(transaction: PendingTransaction, accepted: boolean): Promise<Exchange<AnsweredTransaction>> {
    const signature = await this.key.sign(signedText(transaction, accepted));
    return this.call('POST', PATHS.mobileTransaction(transaction.transaction_id), { accepted, signature });
  }

  private async call<Body>(method: string, path: string, json?: unknown): Promise<Exchange<Body>> {
    const headers = { authorization: `Bearer ${this.accessToken}` };
    return send<Body>(method, this.serverUrl + path, { headers, ...(json === undefined ? {} : { json }) });
  }
}
