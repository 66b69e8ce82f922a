import {
  ADMIN_ENDPOINTS,
  type AdminEndpointName,
  AdminSession,
  type Endpoint,
  PASSWORD_ALONE,
  adminPath,
  wantsCode,
} from '@passant/contracts';
import { type Exchange, send } from '@passant/mobile-client';
import { StepFailed } from '../lib/run.mjs';
import { ADMINISTRATOR } from './passant.js';

/** What this needs of the session. A contest also signs in to earlier builds, whose answers lack what was added since. */
const Session = AdminSession.pick({ csrf_token: true }).loose();

interface CallOptions {
  parameters?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  ifMatch?: string;
}

/** The API behind the console, as a signed-in administrator. */
export class AdminApi {
  private constructor(
    private readonly url: string,
    private readonly cookie: string,
    private readonly csrfToken: string,
  ) {}

  static async signIn(url: string): Promise<AdminApi> {
    const reply = await send('POST', url + adminPath(ADMIN_ENDPOINTS.signIn), { json: ADMINISTRATOR });
    if (reply.status !== 200) throw new StepFailed(`Nobody could sign in: ${JSON.stringify(reply.body)}.`);
    if (wantsCode(reply.body)) throw new StepFailed(PASSWORD_ALONE);
    const cookie = reply.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
    return new AdminApi(url, cookie, Session.parse(reply.body).csrf_token);
  }

  /** Calls an endpoint and returns whatever the response is. */
  async request(name: AdminEndpointName, { parameters, query, body, ifMatch }: CallOptions = {}): Promise<Exchange> {
    const endpoint: Endpoint = ADMIN_ENDPOINTS[name];
    const search = query ? `?${new URLSearchParams(query).toString()}` : '';
    return send(endpoint.method, this.url + adminPath(endpoint, parameters) + search, {
      headers: {
        cookie: this.cookie,
        'x-csrf-token': this.csrfToken,
        ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
      },
      ...(body === undefined ? {} : { json: body }),
    });
  }

  /** Calls an endpoint and fails if it does not succeed. */
  async call<Body>(name: AdminEndpointName, options: CallOptions = {}): Promise<Body> {
    const endpoint: Endpoint = ADMIN_ENDPOINTS[name];
    const reply = await this.request(name, options);
    if (reply.status !== endpoint.status) {
      throw new StepFailed(`${name} was answered ${reply.status}: ${JSON.stringify(reply.body)}.`);
    }
    return reply.body as Body;
  }
}
