import { type RequestListener, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { IntrospectionResponse } from '@passant/contracts';
import { type Exchange, send } from '@passant/mobile-client';
import { type Demand, ResourceServer as Guard, type ResourceServerOptions } from '@passant/resource-server';
import { requireToken } from '@passant/resource-server/express';

/** How the library that guards the API is to behave. */
export type GuardOptions = Partial<
  Omit<ResourceServerOptions, 'url' | 'clientId' | 'clientSecret' | 'privateKey' | 'kid'>
>;

/**
 * A test sees at once what the server says now, also after it has moved the server's clock: the library goes by the clock
 * of the machine, and would keep an answer too long.
 */
const EVERY_TIME_ANEW = { keepSeconds: 0, keepInactiveSeconds: 0, keepUnvouchedSeconds: 0, feed: 'off' } as const;

/** Whether somebody wants the library to keep answers, and has said how. */
const keepsAnswers = (options: GuardOptions) => Object.keys(EVERY_TIME_ANEW).some((name) => name in options);

/** Who asks: an API client that may introspect. */
type Caller = Required<Pick<ResourceServerOptions, 'url' | 'clientId'>> & { clientSecret: string };

/**
 * The library for resource servers, as tests want it. Whoever says anything about what it keeps gets what it keeps
 * otherwise.
 */
export function guardOf(options: Caller & GuardOptions): Guard {
  return new Guard({ ...(keepsAnswers(options) ? {} : EVERY_TIME_ANEW), ...options });
}

/** A small API behind the library for resource servers: whoever is let in is told what their token is about. */
export class ResourceServer {
  /** What a token has to be good for, beyond being active. */
  demand: Demand = {};

  private constructor(
    private readonly server: Server,
    private readonly guard: Guard,
  ) {}

  /** Starts it, for an API client that may introspect. */
  static async start(options: Caller & GuardOptions): Promise<ResourceServer> {
    const server = createServer();
    const api = new ResourceServer(server, guardOf(options));
    server.on('request', api.answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // A test that forgets to close it must not keep the process alive.
    server.unref();
    return api;
  }

  /** URL of the API. */
  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** What the library says about a token. @throws `PassantUnavailable` if it does not know */
  async introspect(token: string): Promise<IntrospectionResponse> {
    return IntrospectionResponse.parse(await this.guard.introspect(token));
  }

  /** Calls the API as an app would. */
  async call(token: string | undefined, path = '/me'): Promise<Exchange> {
    return send('GET', this.url + path, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } });
  }

  /** Stops the API, and listening to the server. */
  async close(): Promise<void> {
    this.server.closeAllConnections();
    await Promise.all([this.guard.close(), new Promise((resolve) => this.server.close(resolve))]);
  }

  private readonly answer: RequestListener = (request, response) => {
    const admit = requireToken(this.guard.require(this.demand));
    admit(request, response, (error) => {
      const [status, body] = error === undefined ? [200, request.token] : [500, { error: 'server_error' }];
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
  };
}
