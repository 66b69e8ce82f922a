import { randomBytes } from 'node:crypto';
import { ADMIN_ENDPOINTS, type AdminEndpointName, AdminSession, type Endpoint, adminPath } from '@passant/contracts';
import { AdminApi, Given } from '@passant/playwright/server';
import { NotTested, described } from './judge.js';
import type { Target } from './installation.js';
import { PREFIX, sweepTheRest } from './removal.js';
import type { Reply, Wire } from './wire.js';

/** Headers of somebody who is signed in to the console. */
export interface Session {
  cookie: string;
  'x-csrf-token': string;
}

/** Everything that a case may use: the server, its administrator, and what was made for the run. */
export class World {
  readonly admin: AdminApi;
  readonly given: Given;
  private readonly parts = new Map<unknown, Promise<unknown>>();
  /** What has to be taken back besides what {@link given} made; the last first. */
  private readonly undo: (() => Promise<void>)[] = [];

  constructor(
    readonly target: Target,
    readonly wire: Wire,
    /** Whether cases may wait, load and throttle. */
    readonly thorough: boolean,
    /** Seconds by which the server's clock is ahead of this machine's. */
    private readonly ahead = 0,
  ) {
    this.admin = new AdminApi(target.url, target.administrator);
    this.given = new Given({ url: target.url, admin: this.admin }, PREFIX);
  }

  get url(): string {
    return this.target.url;
  }

  /** The server's time, in epoch seconds. */
  readonly now = (): number => Math.floor(Date.now() / 1000) + this.ahead;

  /** An unused identifier with the mark of this run. */
  name(what: string): string {
    return this.given.name(what);
  }

  /**
   * Makes a part of the world when a case first asks for it.
   * @throws {NotTested} if it cannot be made
   */
  part<Part>(make: (world: World) => Promise<Part>): Promise<Part> {
    const made =
      this.parts.get(make) ??
      make(this).catch((error: Error) => {
        throw error instanceof NotTested
          ? error
          : new NotTested(`What the case needs could not be made: ${error.message}`);
      });
    this.parts.set(make, made);
    return made as Promise<Part>;
  }

  /** Calls an endpoint of the admin API with any headers, parameters and body. */
  askAdmin(
    name: AdminEndpointName,
    headers: Record<string, string>,
    { parameters = {}, ...asking }: { parameters?: Record<string, string>; json?: unknown; query?: string } = {},
  ): Promise<Reply> {
    const endpoint: Endpoint = ADMIN_ENDPOINTS[name];
    const { query = '', ...body } = asking;
    return this.wire.ask(endpoint.method, adminPath(endpoint, parameters) + query, { headers, ...body });
  }

  /** Signs in to the console. @throws {NotTested} if the server lets them not in */
  async signIn(email: string, password: string): Promise<Session> {
    const reply = await this.askAdmin('signIn', {}, { json: { email, password } });
    const session = AdminSession.safeParse(reply.json);
    if (reply.status !== 200 || !session.success) throw new NotTested(`Nobody could sign in: ${described(reply)}`);
    const cookie = reply.headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
    return { cookie, 'x-csrf-token': session.data.csrf_token };
  }

  /** A session of the administrator, for requests that are not quite what the console sends. */
  session(): Promise<Session> {
    return this.part(administratorSession);
  }

  /** Call this before a change that {@link given} does not know of. */
  afterwards(undo: () => Promise<void>): void {
    this.undo.push(undo);
  }

  /** Removes everything that was made. @returns what could not be removed, one sentence each */
  async close(): Promise<string[]> {
    const left: string[] = [];
    for (const undo of [...this.undo.splice(0).reverse(), () => this.given.removeAll()]) {
      await undo().catch((error: Error) => left.push(error.message));
    }
    return left;
  }

  /** Removes what earlier runs left behind. @param minutes minimum age */
  async sweep(minutes: number): Promise<void> {
    await sweepTheRest(this.admin, minutes);
    await this.given.sweep(minutes);
  }
}

const administratorSession = (world: World): Promise<Session> => {
  const { email, password } = world.target.administrator;
  return world.signIn(email, password);
};

/** A secret that nobody guesses, for what is made for the run. */
export const secret = (): string => randomBytes(24).toString('base64url');
