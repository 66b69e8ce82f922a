// Packages that come without types; what the benchmarks use of them.

declare module 'autocannon' {
  interface Client {
    setRequests(requests: object[]): void;
    on(event: 'response', listener: (status: number, bytes: number, milliseconds: number) => void): void;
  }
  interface Result {
    duration: number;
    '2xx': number;
    non2xx: number;
    errors: number;
    timeouts: number;
    latency: { p50: number; p99: number };
  }
  export default function autocannon(options: {
    url: string;
    connections: number;
    duration: number;
    timeout: number;
    setupClient(client: Client): void;
  }): Promise<Result>;
}

declare module 'oidc-provider' {
  import type { RequestListener } from 'node:http';

  interface Token {
    save(): Promise<string>;
    destroy(): Promise<void>;
  }
  type TokenClass = new (payload: object) => Token;

  export class Provider {
    constructor(issuer: string, configuration: object);
    callback(): RequestListener;
    AccessToken: TokenClass;
    InitialAccessToken: TokenClass;
    Client: { find(id: string): Promise<object | undefined> };
  }
}
