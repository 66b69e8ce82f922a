import {
  ADMIN_ENDPOINTS,
  AdminSession,
  DELETIONS_WAIT,
  type Endpoint,
  PASSWORD_ALONE,
  type SecondApproval,
  adminPath,
  wantsCode,
} from '@passant/contracts';
import { type Exchange, send } from '@passant/mobile-client';
import { StepFailed } from '../lib/run.mjs';
import type { World } from './world.js';

interface CallOptions {
  parameters?: Record<string, string>;
  body?: unknown;
  ifMatch?: string;
}

/** What an administrator does in the console, done through its API. */
export class AdminConsole {
  private forgetSession = () => {};

  private constructor(
    private readonly world: World,
    private readonly cookie: string,
    private readonly csrfToken: string,
  ) {}

  /** @throws {StepFailed} if the server does not know the administrator */
  static async signIn(world: World): Promise<AdminConsole> {
    const { url, administrator } = world.server;
    const path = adminPath(ADMIN_ENDPOINTS.signIn);
    const reply = await world.wire.through(() => send('POST', url + path, { json: administrator }));
    if (reply.status === 401 || reply.status === 429) {
      const { error_description: why } = reply.body as { error_description?: string };
      throw new StepFailed(`${administrator.email} cannot sign in at ${url}: ${why ?? 'the server refuses.'}`);
    }
    if (wantsCode(reply.body)) {
      throw new StepFailed(`${administrator.email} cannot sign in at ${url}: ${PASSWORD_ALONE}`);
    }
    const { csrf_token: csrfToken } = world.checks.answer(reply, 200, { AdminSession });
    const cookie = reply.headers.get('set-cookie') ?? '';
    world.checks.that(
      'the session cookie is kept from scripts and from other sites',
      /^[^;]+=[^;]+;.*HttpOnly.*SameSite=Strict/.test(cookie),
      () => cookie || 'no cookie',
    );
    const console = new AdminConsole(world, cookie.split(';', 1)[0]!, csrfToken);
    console.forgetSession = world.undo.add('a session of the administrator', () =>
      console.quietly(ADMIN_ENDPOINTS.signOut),
    );
    return console;
  }

  /** @throws {StepFailed} if nothing that the demo makes could be removed without a second administrator */
  async requireDeletions(): Promise<void> {
    const { status, body } = await this.quietly(ADMIN_ENDPOINTS.readSecondApproval);
    if (status === 200 && (body as SecondApproval).required) {
      throw new StepFailed(`${this.world.server.url}: ${DELETIONS_WAIT}`);
    }
  }

  async signOut(): Promise<void> {
    this.world.checks.done(await this.call(ADMIN_ENDPOINTS.signOut));
    this.forgetSession();
  }

  /** Calls an endpoint of the admin API as part of the story: the exchange is printed. */
  call(endpoint: Endpoint, options?: CallOptions): Promise<Exchange> {
    return this.world.wire.through(() => this.quietly(endpoint, options));
  }

  /** The same without printing anything. For cleaning up after the story was cut short. */
  quietly(endpoint: Endpoint, { parameters, body, ifMatch }: CallOptions = {}): Promise<Exchange> {
    return send(endpoint.method, this.world.server.url + adminPath(endpoint, parameters), {
      headers: {
        cookie: this.cookie,
        ...(endpoint.method === 'GET' ? {} : { 'x-csrf-token': this.csrfToken }),
        ...(ifMatch === undefined ? {} : { 'if-match': ifMatch }),
      },
      ...(body === undefined ? {} : { json: body }),
    });
  }
}
