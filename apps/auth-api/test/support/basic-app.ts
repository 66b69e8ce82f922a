import type { Application, ClientInformation, CompleteRegistrationResponse } from '@passant/contracts';
import { PATHS } from '@passant/contracts';
import { type Exchange, send } from '@passant/mobile-client';

/** An installation of an older kind of app: v1, `Basic`. */
export class BasicApp {
  private constructor(
    private readonly url: string,
    readonly clientId: string,
    readonly secret: string,
  ) {}

  static async install(url: string, application: Application, initialAccessToken: string): Promise<BasicApp> {
    const mobile = application.client_type === 'mobile';
    const reply = await send<ClientInformation>('POST', url + PATHS.clients, {
      headers: { authorization: `Bearer ${initialAccessToken}` },
      json: {
        token_endpoint_auth_method: 'client_secret_basic',
        ...(mobile ? { software_version: '1.0', app_platform: 'ios' } : {}),
      },
    });
    if (reply.status !== 201) throw new Error(`The installation was refused: ${JSON.stringify(reply.body)}`);
    return new BasicApp(url, reply.body.client_id, reply.body.client_secret!);
  }

  get basic(): string {
    return `Basic ${Buffer.from(`${this.clientId}:${this.secret}`).toString('base64')}`;
  }

  async step(
    provider: string,
    step: 'init' | 'complete',
    body: unknown,
    headers: Record<string, string> = { authorization: this.basic },
  ): Promise<Exchange<CompleteRegistrationResponse & { transaction_id?: string }>> {
    return send('POST', this.url + PATHS.customRegistrationV1(provider, step), { headers, json: body });
  }
}
