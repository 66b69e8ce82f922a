import { PATHS } from '@passant/contracts';
import { type Exchange, send } from '@passant/mobile-client';
import { basic } from '../world/basic.js';
import type { World } from './world.js';

/** The app's back end: it receives a token and asks the server whose it is. */
export class ResourceServer {
  constructor(
    private readonly world: World,
    private readonly clientId: string,
    private readonly secret: string,
    /** Deletes its API client. */
    readonly remove: () => Promise<void>,
  ) {}

  /** RFC 7662 §2.1, authenticated with `Basic`. */
  introspect(token: string): Promise<Exchange> {
    const authorization = basic(this.clientId, this.secret);
    const url = this.world.server.url + PATHS.introspectV2;
    return this.world.wire.through(() => send('POST', url, { headers: { authorization }, form: { token } }));
  }
}
