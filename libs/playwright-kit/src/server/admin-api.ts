import { ADMIN_ENDPOINTS, type AdminEndpointName, type Endpoint, adminPath, requireSession } from '@passant/contracts';
import { type Exchange, send } from '@passant/mobile-client';
import type { z } from 'zod';

export interface Administrator {
  email: string;
  password: string;
}

export interface CallOptions {
  /** Path parameters of the endpoint. */
  parameters?: Record<string, string>;
  query?: Record<string, string>;
  body?: unknown;
  ifMatch?: string;
}

/** The successful response of an endpoint. */
export type AnswerOf<Name extends AdminEndpointName> = (typeof ADMIN_ENDPOINTS)[Name]['response'] extends z.ZodType
  ? z.output<(typeof ADMIN_ENDPOINTS)[Name]['response']>
  : undefined;

/**
 * Does what the console does, without the console. It signs in when necessary, and again when the session has ended.
 */
export class AdminApi {
  private session: Promise<Record<string, string>> | undefined;

  constructor(
    private readonly url: string,
    private readonly administrator: Administrator,
  ) {}

  /** Calls an endpoint and returns whatever it answers. */
  async request(name: AdminEndpointName, options: CallOptions = {}): Promise<Exchange> {
    const reply = await this.send(name, options);
    if (reply.status !== 401) return reply;
    // The session has ended: the clock was moved past its end, or it was idle for an hour.
    this.session = undefined;
    return this.send(name, options);
  }

  /** Calls an endpoint that has to succeed. */
  async call<Name extends AdminEndpointName>(name: Name, options: CallOptions = {}): Promise<AnswerOf<Name>> {
    const reply = await this.request(name, options);
    if (reply.status === ADMIN_ENDPOINTS[name].status) return reply.body as AnswerOf<Name>;
    throw new Error(`${name} was answered ${reply.status}: ${JSON.stringify(reply.body)}`);
  }

  private async send(name: AdminEndpointName, { parameters, query, body, ifMatch }: CallOptions): Promise<Exchange> {
    const endpoint: Endpoint = ADMIN_ENDPOINTS[name];
    const search = query ? `?${new URLSearchParams(query).toString()}` : '';
    return send(endpoint.method, this.url + adminPath(endpoint, parameters) + search, {
      headers: { ...(await this.credentials()), ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }) },
      ...(body === undefined ? {} : { json: body }),
    });
  }

  private credentials(): Promise<Record<string, string>> {
    this.session ??= this.signIn().catch((error: unknown) => {
      this.session = undefined;
      throw error;
    });
    return this.session;
  }

  private async signIn(): Promise<Record<string, string>> {
    const reply = await send('POST', this.url + adminPath(ADMIN_ENDPOINTS.signIn), { json: this.administrator });
    if (reply.status !== 200) {
      throw new Error(`${this.administrator.email} could not sign in at ${this.url}: ${JSON.stringify(reply.body)}`);
    }
    const cookie = reply.headers.get('set-cookie')?.split(';', 1)[0] ?? '';
    return { cookie, 'x-csrf-token': requireSession(reply.body).csrf_token };
  }
}
