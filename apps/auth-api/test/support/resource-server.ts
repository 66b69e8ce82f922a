import { IntrospectionResponse, PATHS } from '@passant/contracts';
import { type Exchange, send } from '@passant/mobile-client';

/** A back end that introspects tokens. */
export class ResourceServer {
  constructor(
    private readonly url: string,
    readonly clientId: string,
    readonly secret: string,
  ) {}

  get basic(): string {
    return `Basic ${Buffer.from(`${this.clientId}:${this.secret}`).toString('base64')}`;
  }

  async request(
    form: Record<string, string>,
    options: { headers?: Record<string, string>; path?: string } = {},
  ): Promise<Exchange> {
    return send('POST', this.url + (options.path ?? PATHS.introspectV2), {
      headers: options.headers ?? { authorization: this.basic },
      form,
    });
  }

  /** Introspects a token and validates the response against its contract. */
  async introspect(token: string): Promise<IntrospectionResponse> {
    const reply = await this.request({ token });
    if (reply.status !== 200) throw new Error(`Introspection answered ${reply.status}: ${JSON.stringify(reply.body)}`);
    return IntrospectionResponse.parse(reply.body);
  }

  /** When an active token was issued and when it expires, in seconds since the epoch. */
  async timesOf(token: string): Promise<{ iat: number; exp: number }> {
    const answer = await this.introspect(token);
    if (!answer.active) throw new Error('The token is inactive.');
    return { iat: answer.iat, exp: answer.exp };
  }
}
