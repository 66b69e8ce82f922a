import { type AdminEndpointName, ADMIN_ENDPOINTS, adminPath, type Endpoint, requireSession } from '@passant/contracts';
import { type Exchange, send } from '@passant/mobile-client';
import type { z } from 'zod';

interface CallOptions {
  parameters?: Record<string, string>;
  query?: Record<string, string> | [string, string][];
  body?: unknown;
  ifMatch?: string;
}

export type ResponseOf<Name extends AdminEndpointName> =
  (typeof ADMIN_ENDPOINTS)[Name] extends Endpoint<never, infer Response>
    ? Response extends z.ZodType
      ? z.output<Response>
      : undefined
    : (typeof ADMIN_ENDPOINTS)[Name]['response'] extends z.ZodType
      ? z.output<(typeof ADMIN_ENDPOINTS)[Name]['response']>
      : undefined;

/** Client for the admin API, with a signed-in administrator. */
export class AdminApi {
  private constructor(
    private readonly url: string,
    readonly email: string,
    readonly cookie: string,
    readonly csrfToken: string,
  ) {}

  static async signIn(url: string, credentials: { email: string; password: string }): Promise<AdminApi> {
    const reply = await send('POST', url + adminPath(ADMIN_ENDPOINTS.signIn), { json: credentials });
    const cookie = reply.headers.get('set-cookie')!.split(';', 1)[0]!;
    return new AdminApi(url, credentials.email, cookie, requireSession(reply.body).csrf_token);
  }

  /** Calls an endpoint and returns whatever it answers. */
  async request(name: AdminEndpointName, options: CallOptions = {}): Promise<Exchange> {
    const endpoint = ADMIN_ENDPOINTS[name];
    const search = options.query ? `?${new URLSearchParams(options.query).toString()}` : '';
    return send(endpoint.method, this.url + adminPath(endpoint, options.parameters) + search, {
      headers: {
        cookie: this.cookie,
        'x-csrf-token': this.csrfToken,
        ...(options.ifMatch === undefined ? {} : { 'if-match': options.ifMatch }),
      },
      ...(options.body === undefined ? {} : { json: options.body }),
    });
  }

  /** Calls an endpoint that has to succeed, and validates the response against its contract. */
  async call<Name extends AdminEndpointName>(name: Name, options: CallOptions = {}): Promise<ResponseOf<Name>> {
    const endpoint: Endpoint = ADMIN_ENDPOINTS[name];
    const reply = await this.request(name, options);
    if (reply.status !== endpoint.status) {
      throw new Error(`${name} answered ${reply.status}: ${JSON.stringify(reply.body)}`);
    }
    return (endpoint.response ? endpoint.response.parse(reply.body) : undefined) as ResponseOf<Name>;
  }
}
