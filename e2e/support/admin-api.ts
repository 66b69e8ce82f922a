import { ADMIN_ENDPOINTS, type AdminEndpointName, AdminSession, type Endpoint, adminPath } from '@passant/contracts';
import { send } from '@passant/mobile-client';
import type { ServerUnderTest } from './server.js';

interface CallOptions {
  parameters?: Record<string, string>;
  body?: unknown;
  ifMatch?: string;
}

/** What the console does, without the console: for the world of a story that is about something else. */
export class AdminApi {
  private constructor(
    private readonly baseUrl: string,
    private readonly cookie: string,
    private readonly csrfToken: string,
  ) {}

  static async signIn({ baseUrl, administrator }: ServerUnderTest): Promise<AdminApi> {
    const reply = await send('POST', baseUrl + adminPath(ADMIN_ENDPOINTS.signIn), { json: administrator });
    const cookie = reply.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
    return new AdminApi(baseUrl, cookie, AdminSession.parse(reply.body).csrf_token);
  }

  /** Calls an endpoint, which has to succeed. */
  async call<Body>(name: AdminEndpointName, { parameters, body, ifMatch }: CallOptions = {}): Promise<Body> {
    const endpoint: Endpoint = ADMIN_ENDPOINTS[name];
    const reply = await send<Body>(endpoint.method, this.baseUrl + adminPath(endpoint, parameters), {
      headers: {
        cookie: this.cookie,
        'x-csrf-token': this.csrfToken,
        ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
      },
      ...(body === undefined ? {} : { json: body }),
    });
    if (reply.status !== endpoint.status) throw new Error(`${name} was answered ${reply.status}.`);
    return reply.body;
  }
}
