import {
  type Application,
  type CompleteRegistrationRequest,
  type IdentityProvider,
  JWT_BEARER_ASSERTION_TYPE,
  PATHS,
  STATELESS_AUTHENTICATION_GRANT,
} from '@passant/contracts';
import { type AssertionChanges, DeviceKey, MobileApp } from '@passant/mobile-client';
import { VERSION } from '@passant/playwright/server';
import { prepared, requireStatus, requireThat } from '../judge.js';
import type { Reply } from '../wire.js';
import type { World } from '../world.js';

/** Two steps: what *init* gave out has to come back, so a transaction that was swapped is noticed by nobody but the server. */
const ECHO = {
  init: 'function execute() { return { status: 2000, registrationData: CRYPTO.randomUUID() }; }',
  complete: `function execute(data) {
  if (data === 'again') return { status: 4001 };
  return { status: 2000, user: { id: data || 'person-anna' } };
}`,
};

/** An app on a phone, as an attacker has it: with its key, and free in what it sends. */
export class Phone {
  constructor(
    private readonly world: World,
    readonly app: MobileApp,
    readonly application: Application,
  ) {}

  get clientId(): string {
    return this.app.clientId;
  }

  get key(): DeviceKey {
    return this.app.key;
  }

  /** A good assertion, but for the changes. */
  async assertion(changes: AssertionChanges = {}): Promise<string> {
    return (await this.app.authentication(changes)).client_assertion;
  }

  /** Sends *init* or *complete* with a fresh assertion, or with what takes its place. */
  async step(
    provider: IdentityProvider | string,
    step: 'init' | 'complete',
    request: CompleteRegistrationRequest & Record<string, unknown> = {},
    assertion?: string,
  ): Promise<Reply> {
    const identifier = typeof provider === 'string' ? provider : provider.identifier;
    const json = { ...(await this.proof(assertion)), ...request };
    return this.world.wire.ask('POST', PATHS.customRegistrationV2(identifier, step), { json });
  }

  /** Registers a person statelessly, without a transaction. */
  register(provider: IdentityProvider, assertion?: string): Promise<Reply> {
    return this.step(provider, 'complete', STATELESS, assertion);
  }

  /** Begins a two-step registration. @returns the transaction */
  async begin(provider: IdentityProvider): Promise<string> {
    const reply = prepared(await this.step(provider, 'init', {}), 200);
    return (reply.json as { transaction_id: string }).transaction_id;
  }

  /** Sends a form to an OAuth endpoint, with a fresh assertion. */
  async post(path: string, form: Record<string, string>, assertion?: string): Promise<Reply> {
    return this.world.wire.ask('POST', path, { form: { ...(await this.proof(assertion)), ...form } });
  }

  async proof(assertion?: string): Promise<Record<string, string>> {
    return {
      client_assertion_type: JWT_BEARER_ASSERTION_TYPE,
      client_assertion: assertion ?? (await this.assertion()),
    };
  }
}

/** What an app sends to register a person statelessly. */
export const STATELESS = { data: 'attack-person', profile_id: 'ATTACK', grant_type: STATELESS_AUTHENTICATION_GRANT };

export interface Issued {
  access_token: string;
  refresh_token?: string;
  id_token?: string;
  scope: string;
}

/** What was issued, by a registration or at the token endpoint. */
export function issuedBy(reply: Reply): Issued {
  const body = prepared(reply, 200).json as { oauth_token?: Issued } & Issued;
  return body.oauth_token ?? body;
}

/**
 * RFC 6749 §3.3: a server may leave out scopes, and says what it granted.
 * @throws {Wrong} if that is more than these
 */
export function requireNotWider(reply: Reply, granted: readonly string[]): void {
  requireStatus(reply, 200);
  const { scope } = reply.json as { scope?: unknown };
  const scopes = typeof scope === 'string' ? scope.split(' ') : [];
  requireThat(scopes.length > 0 && scopes.every((name) => granted.includes(name)), `The scope is "${String(scope)}".`);
}

/** Two applications with installations, and providers of both flows. */
export interface Mobile {
  oneStep: IdentityProvider;
  twoStep: IdentityProvider;
  /** Linked to the same application. */
  anotherTwoStep: IdentityProvider;
  /** Linked to no application here. */
  foreignProvider: IdentityProvider;
  phone: Phone;
  /** Another installation of the same application. */
  neighbour: Phone;
  /** An installation of another application. */
  stranger: Phone;
}

/** The part of the world that apps need. */
export async function mobile(world: World): Promise<Mobile> {
  const { given } = world;
  const twoSteps = { flow: 'TWO_STEP', scripts: ECHO } as const;
  const oneStep = await given.provider({ name: 'Attack suite: one step' });
  const twoStep = await given.provider({ name: 'Attack suite: two steps', ...twoSteps });
  const anotherTwoStep = await given.provider({ name: 'Attack suite: two steps', ...twoSteps });
  const foreignProvider = await given.provider({ name: 'Attack suite: of nobody', ...twoSteps });
  const switches = { stateless_session: true, refresh_tokens: true, implicit_authentication: true };
  const application = await given.application({
    name: 'Attack suite',
    default_scopes: ['openid', 'profile'],
    identity_providers: [oneStep, twoStep, anotherTwoStep].map(({ identifier }) => identifier),
    refresh_token_grace: 0,
    user_authentication: switches,
  });
  const other = await given.application({
    name: 'Attack suite: another',
    default_scopes: ['openid', 'profile'],
    identity_providers: [oneStep.identifier, twoStep.identifier],
    user_authentication: switches,
  });
  return {
    ...{ oneStep, twoStep, anotherTwoStep, foreignProvider },
    phone: await installed(world, application, oneStep),
    neighbour: await installed(world, application, oneStep),
    stranger: await installed(world, other, oneStep),
  };
}

/** Installs an app and registers a person, so that what is refused later is not refused for another reason. */
export async function installed(world: World, application: Application, provider: IdentityProvider): Promise<Phone> {
  const initialAccessToken = await world.given.initialAccessToken(application, { expires_in: 600 });
  const app = await MobileApp.install({
    ...{ kind: 'mobile', serverUrl: world.url, application: application.identifier, now: world.now },
    ...{ ...VERSION, initialAccessToken, name: 'Attack suite' },
  });
  if (app.registration.status !== 201) throw new Error(`an installation was answered ${app.registration.status}`);
  const phone = new Phone(world, app, application);
  issuedBy(await phone.register(provider));
  return phone;
}
