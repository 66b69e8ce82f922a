import {
  type Application,
  IMPLICIT_AUTHENTICATION_GRANT,
  STATELESS_AUTHENTICATION_GRANT,
  type TokenAnswer,
} from '@passant/contracts';
import type { Exchange } from '@passant/mobile-client';
import { Store } from '@passant/persistence';
import type { AuthServer } from './auth-server.js';
import { Browser } from './browser.js';
import { RelyingParty, codeOf } from './relying-party.js';
import { changeApplication, proofOf, refreshOf, sessionWorld } from './session-world.js';
import { tokenOf } from './token-client.js';
import { clientOfWeb, signIn } from './web-world.js';

const BACK = 'com.example.app:/registered';

/** Every way in which something is issued: an opened transaction, a code, or a token. */
export const ISSUANCES = [
  ...(['init', 'statelessRegistration', 'registration', 'answer', 'statelessCode', 'code'] as const),
  ...(['statelessRefresh', 'refresh', 'webRefresh', 'implicit', 'clientCredentials'] as const),
];
export type Issuance = (typeof ISSUANCES)[number];

/** Lets the statements that store what is issued wait, after everything was decided, while it is closed. */
class Gate {
  private readonly waiting: (() => void)[] = [];
  private isOpen = true;
  /** What happens before each of these statements. */
  before: (() => Promise<unknown>) | undefined;

  constructor({ completions, authorizationCodes, refreshTokens, accessTokens, registrationTransactions }: Store) {
    this.guard(completions, 'record');
    this.guard(authorizationCodes, 'insert', 'redeem', 'redeemStateless');
    this.guard(refreshTokens, 'rotate');
    this.guard(accessTokens, 'insert', 'insertOnRegistration');
    this.guard(registrationTransactions, 'insert');
  }

  close(): void {
    this.isOpen = false;
  }

  /** Waits until so many statements wait. */
  async holds(statements: number): Promise<void> {
    while (this.waiting.length < statements) await new Promise((resolve) => setTimeout(resolve, 10));
  }

  open(): void {
    this.isOpen = true;
    for (const proceed of this.waiting.splice(0)) proceed();
  }

  private guard<Name extends string>(
    repository: Record<Name, (...parameters: never[]) => Promise<unknown>>,
    ...names: Name[]
  ): void {
    for (const name of names) {
      const store = repository[name].bind(repository);
      repository[name] = async (...parameters: never[]) => {
        await this.before?.();
        if (!this.isOpen) await new Promise<void>((resolve) => this.waiting.push(resolve));
        return store(...parameters);
      };
    }
  }
}

const gates = new WeakMap<AuthServer, Gate>();

function gateOf(server: AuthServer): Gate {
  const gate = gates.get(server) ?? new Gate(server.app.get(Store));
  gates.set(server, gate);
  return gate;
}

/** Lets a request wait before what it gives is stored, and makes a change meanwhile. @returns the answer after it */
export async function answerAcross<Answer>(
  server: AuthServer,
  request: () => Promise<Answer>,
  change: () => Promise<unknown>,
): Promise<Answer> {
  const [answer] = await answersOf(gateOf(server), [request], change);
  return answer!;
}

/** All requests are held before any of them goes on. */
async function answersOf<Answer>(
  gate: Gate,
  requests: readonly (() => Promise<Answer>)[],
  change: () => Promise<unknown>,
): Promise<Answer[]> {
  gate.close();
  const answers = requests.map((request) => request());
  // One that is answered already would never be held.
  const early = await Promise.race([gate.holds(requests.length), ...answers]);
  if (early) throw new Error(`One is answered at once: ${JSON.stringify(early)}`);
  await change();
  gate.open();
  return Promise.all(answers);
}

/**
 * An installation and a web client, with a request of each kind that can be held before what it gives is stored.
 * @param resource identifier of an API that all requests for tokens name
 */
export async function heldWorld(server: AuthServer, resource?: string) {
  const gate = gateOf(server);
  const named: Record<string, string> = resource === undefined ? {} : { resource };
  const world = await sessionWorld(server, {
    switches: { refresh_tokens: true },
    application: { stateless_redirect_uris: [BACK] },
  });
  const { provider, app, register } = world;
  const { client, application: portal } = await clientOfWeb(server, {
    provider,
    application: { user_authentication: { refresh_tokens: true } },
  });
  const [session, registered] = [await register(), await register({ grant_type: undefined })];
  const web = (await client.exchange(await signIn(server, client, 'web'))).body;
  const api = {
    ...(resource === undefined ? {} : { resources: [resource] }),
    applications: [world.application.identifier, portal.identifier],
  };
  const { clientId: apiClient } = await server.given.resourceServer(api);
  const browsing = new RelyingParty(server.url, app.clientId, BACK, {});
  const asked = { grant_type: STATELESS_AUTHENTICATION_GRANT, scope: 'openid profile' };
  const consent = await (await new Browser(server.url).open(browsing.request(asked))).send('answer', { data: 'code' });
  const statelessCode = codeOf(await consent.send('consent'));
  const code = await signIn(server, client, 'code');
  const page = await new Browser(server.url).open(client.request());
  const challenge = await server.given.twoStepProvider();
  await changeApplication(server, world.application, {
    identity_providers: [provider.identifier, challenge.identifier],
  });
  const asExchange = (status: number, body: object) => ({ status, body }) as Exchange<TokenAnswer>;
  const complete = async (request: object) => {
    const { status, body } = await app.complete(provider.identifier, {
      ...{ scope: ['openid', 'profile'], ...(resource === undefined ? {} : { resource: [resource] }) },
      ...request,
    });
    return asExchange(status, body.oauth_token ?? body);
  };
  const ways: Record<Issuance, () => Promise<Exchange<TokenAnswer>>> = {
    init: async () => {
      const { status, body } = await app.init(challenge.identifier, { data: 'begun' });
      return asExchange(status, body);
    },
    answer: async () => {
      const shown = await page.send('answer', { data: 'answered' });
      // Whoever cannot go on is told so, or begins again.
      return asExchange(shown.html.includes('/authorize/consent"') ? 200 : 400, {});
    },
    clientCredentials: async () =>
      tokenOf(server.url, await proofOf(server, app), {
        ...named,
        ...{ grant_type: 'client_credentials', scope: 'read' },
      }),
    statelessRegistration: () => complete({ profile_id: 'CCCCCC', grant_type: STATELESS_AUTHENTICATION_GRANT }),
    registration: () => complete({ profile_id: 'DDDDDD', data: 'dora' }),
    statelessCode: async () => browsing.exchange(statelessCode, named, await proofOf(server, app)),
    code: () => client.exchange(code, named),
    statelessRefresh: () => refreshOf(server, app, session.refresh_token, named),
    refresh: () => refreshOf(server, app, registered.refresh_token, named),
    webRefresh: () =>
      tokenOf(server.url, client.proof, { ...named, grant_type: 'refresh_token', refresh_token: web.refresh_token! }),
    implicit: async () =>
      tokenOf(server.url, await proofOf(server, app), {
        ...{ ...named, grant_type: IMPLICIT_AUTHENTICATION_GRANT, profile_id: 'AAAAAA' },
      }),
  };

  /** Makes a change while all these requests are under way. @returns how they are answered after it */
  async function answersAcross(
    issuances: readonly Issuance[],
    change: () => Promise<unknown>,
  ): Promise<Record<string, Exchange<TokenAnswer>>> {
    const replies = issuances.map((name) => async () => [name, await ways[name]()] as const);
    return Object.fromEntries(await answersOf(gate, replies, change));
  }

  /** Makes a change whenever one of these requests is about to store what it gives. @returns how they are answered */
  async function answersAmid(
    issuances: readonly Issuance[],
    change: () => Promise<unknown>,
  ): Promise<Record<string, Exchange<TokenAnswer>>> {
    const replies: Record<string, Exchange<TokenAnswer>> = {};
    gate.before = change;
    try {
      for (const name of issuances) replies[name] = await ways[name]();
    } finally {
      gate.before = undefined;
    }
    return replies;
  }

  /** Makes a change after all that these requests use was given out, and before any of them is sent. */
  async function answersAfter(
    issuances: readonly Issuance[],
    change: () => Promise<unknown>,
  ): Promise<Record<string, Exchange<TokenAnswer>>> {
    await change();
    const replies: Record<string, Exchange<TokenAnswer>> = {};
    for (const name of issuances) replies[name] = await ways[name]();
    return replies;
  }

  const before = await server.database.dataSource.query<{ hash: Buffer }[]>(
    'SELECT token_hash AS hash FROM access_token',
  );
  return {
    ...world,
    challenge,
    /** The hashes of the access tokens that there were before anything was held. */
    before: before.map(({ hash }) => hash),
    information: app.registration.body,
    client,
    portal,
    apiClient,
    answersAcross,
    answersAmid,
    answersAfter,
  };
}
export type HeldWorld = Awaited<ReturnType<typeof heldWorld>>;

/** Both applications of a world. */
export const applicationsOf = ({ application, portal }: HeldWorld): Application[] => [application, portal];
