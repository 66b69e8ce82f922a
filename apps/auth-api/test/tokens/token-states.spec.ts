import fc from 'fast-check';
import {
  type Application,
  type ClientInformation,
  type CompleteRegistrationResponse,
  type IdentityProvider,
  type IssuedToken,
  PATHS,
  STATELESS_AUTHENTICATION_GRANT,
} from '@passant/contracts';
import { type Exchange, type MobileApp, send } from '@passant/mobile-client';
import { AuthServer } from '../support/auth-server.js';
import { drawn } from '../support/drawn.js';
import { until } from '../support/machine.js';
import type { ResourceServer } from '../support/resource-server.js';
import { DURATION, changeApplication } from '../support/session-world.js';
import { revoke, signed, tokenOf } from '../support/token-client.js';
import { type Access, type Family, Model, oneOf } from '../support/states-model.js';

/** Seconds that an access token and a transaction live. */
const LIFE = { access: 300, transaction: 120 };
/** Attempts that a transaction takes. */
const MOST_ATTEMPTS = 10;

/** Two processes on one database, and everybody who asks them. */
interface Real {
  urls: readonly string[];
  apps: readonly MobileApp[];
  application: Application;
  oneStep: IdentityProvider;
  twoStep: IdentityProvider;
  resourceServer: ResourceServer;
}

let server: AuthServer;
let real: Real;
beforeAll(async () => {
  server = await AuthServer.start();
  const urls = [server.url, await server.startBeside()];
  const oneStep = await server.given.provider();
  const twoStep = await server.given.twoStepProvider({ transaction_validity: LIFE.transaction });
  const application = await server.given.mobileApplication(oneStep, {
    identity_providers: [oneStep.identifier, twoStep.identifier],
    user_authentication: { stateless_authentication: true, stateless_session: true, refresh_tokens: true },
    access_token_validity: LIFE.access,
    stateless_session_duration: DURATION,
    refresh_token_grace: 0,
  });
  const apps = [await server.given.appInstance(application), await server.given.appInstance(application)];
  real = { urls, apps, application, oneStep, twoStep, resourceServer: await server.given.resourceServer() };
});
afterAll(() => server.close());

let people = 0;
/** Another slot for every registration, so that none takes the place of another. */
const slot = () => (people += 1).toString(36).toUpperCase().padStart(6, '0');

const proofOf = (app: MobileApp) => signed(app.key, app.clientId, server.issuer, server.clock.now());

async function step(
  url: string,
  app: MobileApp,
  provider: IdentityProvider,
  what: 'init' | 'complete',
  request: object,
) {
  const json = { ...(await app.authentication()), ...request };
  const path = PATHS.customRegistrationV2(provider.identifier, what);
  return send<CompleteRegistrationResponse & { transaction_id?: string }>('POST', url + path, { json });
}

const refreshOf = async (url: string, app: MobileApp, refresh_token: string) =>
  tokenOf(url, await proofOf(app), { grant_type: 'refresh_token', refresh_token });

const isRefused = ({ status, body }: Exchange<unknown>, code: string) => {
  expect([status, (body as { error?: string }).error]).toEqual([400, code]);
};

/** What a registration or a refresh gave goes into the model. */
function note(model: Model, app: number, issued: { access_token: string }, family: Family | undefined): void {
  const { access_token: text } = issued;
  model.access.push({ text, app, family, expiresAt: model.now + LIFE.access, isRevoked: false });
}

/** A registration begins a family. */
function beginFamily(model: Model, app: number, issued: IssuedToken): void {
  const family = { app, refresh: [issued.refresh_token!], isAlive: true };
  model.families.push(family);
  note(model, app, issued, family);
}

/** Waits until the other process has heard whether the application is switched on, which takes it up to a second. */
async function untilBothKnow(isOn: boolean): Promise<void> {
  const { urls, apps, oneStep } = real;
  const registers = async () => {
    const request = { profile_id: slot(), grant_type: STATELESS_AUTHENTICATION_GRANT };
    return (await step(urls[1]!, apps[0]!, oneStep, 'complete', request)).status === 200;
  };
  await until(async () => (await registers()) === isOn);
}

type Command = fc.AsyncCommand<Model, Real>;

/** A command: what it needs to be possible, what it does, and how it is written in a counterexample. */
const command = (
  text: string,
  isPossible: (model: Model) => boolean,
  run: (model: Model, real: Real) => Promise<void>,
): Command => ({ check: isPossible, run, toString: () => text });

/** Whether whoever asks is whose it is: most of the time. */
const own = fc.constantFrom(true, true, true, false);
const at = fc.nat(1);
const any = fc.nat(1000);

const registers = fc.tuple(at, at, fc.boolean()).map(([process, app, isStateless]) =>
  command(
    `app ${app} registers a person${isStateless ? ' statelessly' : ''} at ${process}`,
    ({ isOn }) => isOn,
    async (model, { urls, apps, oneStep }) => {
      const grant_type = isStateless ? STATELESS_AUTHENTICATION_GRANT : undefined;
      const { status, body } = await step(urls[process]!, apps[app]!, oneStep, 'complete', {
        profile_id: slot(),
        grant_type,
      });
      expect(status).toBe(200);
      beginFamily(model, app, body.oauth_token!);
    },
  ),
);

const refreshes = fc.tuple(at, any, any, own).map(([process, which, generation, isOwn]) =>
  command(
    `refresh token ${generation} of family ${which} is used at ${process}${isOwn ? '' : ' by the other app'}`,
    ({ families, isOn }) => families.length > 0 && isOn,
    async (model, { urls, apps }) => {
      const family = oneOf(model.families, which);
      // Half of the time the one in use.
      const text = generation % 2 === 0 ? family.refresh.at(-1)! : oneOf(family.refresh, generation);
      const reply = await refreshOf(urls[process]!, apps[isOwn ? family.app : 1 - family.app]!, text);
      const isRight = family.isAlive && isOwn && text === family.refresh.at(-1);
      if (!isRight) {
        isRefused(reply, 'invalid_grant');
        // A used one that comes back says that two have it. Somebody else can end nothing by it.
        if (isOwn && text !== family.refresh.at(-1)) family.isAlive = false;
        return;
      }
      expect(reply.status).toBe(200);
      family.refresh.push(reply.body.refresh_token!);
      note(model, family.app, reply.body, family);
    },
  ),
);

const races = fc.tuple(any, fc.integer({ min: 2, max: 4 })).map(([which, many]) =>
  command(
    `the refresh token of family ${which} is used ${many} times at once`,
    ({ families, isOn }) => isOn && families.some(({ isAlive }) => isAlive),
    async (model, { urls, apps }) => {
      const family = oneOf(
        model.families.filter(({ isAlive }) => isAlive),
        which,
      );
      const send = (_: unknown, index: number) =>
        refreshOf(oneOf(urls, index), apps[family.app]!, family.refresh.at(-1)!);
      const replies = await Promise.all(Array.from({ length: many }, send));
      const good = replies.filter(({ status }) => status === 200);
      expect(good).toHaveLength(1);
      family.refresh.push(good[0]!.body.refresh_token!);
      note(model, family.app, good[0]!.body, family);
      // The others brought one that was used.
      family.isAlive = false;
    },
  ),
);

const revokes = fc.tuple(at, any, fc.boolean(), own).map(([process, which, isAccess, isOwn]) =>
  command(
    `${isAccess ? 'access token' : 'a refresh token of family'} ${which} is revoked at ${process}${isOwn ? '' : ' by the other app'}`,
    ({ access, families }) => (isAccess ? access : families).length > 0,
    async (model, { urls, apps }) => {
      const of: Access | Family = isAccess ? oneOf(model.access, which) : oneOf(model.families, which);
      const token = 'text' in of ? of.text : oneOf(of.refresh, which);
      const app = apps[isOwn ? of.app : 1 - of.app]!;
      const { status } = await revoke(urls[process]!, await proofOf(app), { token });
      expect([200, 400]).toContain(status);
      if (!isOwn) return;
      expect(status).toBe(200);
      if ('text' in of) of.isRevoked = true;
      else of.isAlive = false;
    },
  ),
);

const introspects = fc.tuple(at, any).map(([process, which]) =>
  command(
    `access token ${which} is looked at, at ${process}`,
    ({ access }) => access.length > 0,
    async (model, { urls, resourceServer }) => {
      const access = oneOf(model.access, which);
      const headers = { authorization: resourceServer.basic };
      const form = { token: access.text };
      const { body } = await send<{ active: boolean }>('POST', oneOf(urls, process) + PATHS.introspectV2, {
        headers,
        form,
      });
      expect(body.active).toBe(model.isActive(access));
    },
  ),
);

const begins = fc.tuple(at, at).map(([process, app]) =>
  command(
    `app ${app} begins a transaction at ${process}`,
    ({ isOn }) => isOn,
    async (model, { urls, apps, twoStep }) => {
      const { status, body } = await step(urls[process]!, apps[app]!, twoStep, 'init', { data: 'x' });
      expect({ status, body }).toMatchObject({ status: 200 });
      const expiresAt = model.now + LIFE.transaction;
      model.transactions.push({ text: body.transaction_id!, app, attempts: 0, isOpen: true, expiresAt });
    },
  ),
);

const completes = fc
  .tuple(at, any, fc.constantFrom('right', 'wrong', 'wrong', 'fatal'), own, fc.integer({ min: 1, max: 3 }))
  .map(([process, which, data, isOwn, many]) =>
    command(
      `transaction ${which} is completed at ${process} with "${data}"${isOwn ? '' : ' by the other app'}, ${many} at once`,
      ({ transactions, isOn }) => transactions.length > 0 && isOn,
      async (model, { urls, apps, twoStep }) => {
        const transaction = oneOf(model.transactions, which);
        const app = isOwn ? transaction.app : 1 - transaction.app;
        // Wrong answers at once would each be an attempt or find it in use: one is enough to know.
        const times = data === 'right' ? many : 1;
        const send = (_: unknown, index: number) =>
          step(oneOf(urls, process + index), apps[app]!, twoStep, 'complete', {
            ...{ data, profile_id: slot(), transaction_id: transaction.text },
            grant_type: STATELESS_AUTHENTICATION_GRANT,
          });
        const replies = await Promise.all(Array.from({ length: times }, send));
        const isRight = transaction.isOpen && isOwn && model.now < transaction.expiresAt;
        const taken = replies.filter(({ status }) => status === 200);
        expect(taken).toHaveLength(isRight ? 1 : 0);
        for (const reply of replies) if (reply.status !== 200) isRefused(reply, 'invalid_transaction');
        if (!isRight) return;
        transaction.attempts += 1;
        transaction.isOpen = data === 'wrong' && transaction.attempts < MOST_ATTEMPTS;
        const token = taken[0]!.body.oauth_token;
        expect(token !== undefined).toBe(data === 'right');
        if (token) beginFamily(model, app, token);
      },
    ),
  );

const invites = fc.integer({ min: 1, max: 3 }).map((registrations) =>
  command(
    `an administrator makes a token for ${registrations} registrations`,
    () => true,
    async (model, { application }) => {
      model.initial.push({
        text: await server.given.initialAccessToken(application, { registrations }),
        left: registrations,
      });
    },
  ),
);

const installs = fc.tuple(any, fc.integer({ min: 1, max: 4 })).map(([which, many]) =>
  command(
    `initial access token ${which} registers ${many} at once`,
    ({ initial, isOn }) => initial.length > 0 && isOn,
    async (model, { urls }) => {
      const initial = oneOf(model.initial, which);
      const headers = { authorization: `Bearer ${initial.text}` };
      const json = { token_endpoint_auth_method: 'client_secret_basic', software_version: '1.0', app_platform: 'ios' };
      const register = (_: unknown, index: number) =>
        send<ClientInformation>('POST', oneOf(urls, index) + PATHS.clients, { headers, json });
      const replies = await Promise.all(Array.from({ length: many }, register));
      const made = replies.filter(({ status }) => status === 201);
      expect(made).toHaveLength(Math.min(many, initial.left));
      for (const { status } of replies) expect([201, 401]).toContain(status);
      initial.left -= made.length;
      for (const { body } of made) {
        model.clients.push({ clientId: body.client_id, token: body.registration_access_token!, isThere: true });
      }
    },
  ),
);

const deletes = fc.tuple(at, any, own).map(([process, which, isOwn]) =>
  command(
    `client ${which} is deleted at ${process}${isOwn ? '' : ' with the token of another'}`,
    ({ clients }) => clients.length > (isOwn ? 0 : 1),
    async (model, { urls }) => {
      const client = oneOf(model.clients, which);
      const { token } = isOwn ? client : oneOf(model.clients, which + 1);
      const headers = { authorization: `Bearer ${token}` };
      const url = urls[process]! + PATHS.client(client.clientId);
      const { status } = await send('DELETE', url, { headers });
      // While the application is off, a client may neither read nor delete its registration.
      expect(status).toBe(!isOwn || !client.isThere ? 401 : model.isOn ? 204 : 403);
      if (isOwn && model.isOn) client.isThere = false;
      const read = await send('GET', url, { headers: { authorization: `Bearer ${client.token}` } });
      expect(read.status).toBe(!client.isThere ? 401 : model.isOn ? 200 : 403);
    },
  ),
);

const switches = fc.constant(
  command(
    'an administrator switches the application off, or on',
    () => true,
    async (model, { application }) => {
      model.isOn = !model.isOn;
      await changeApplication(server, application, { enabled: model.isOn });
      await untilBothKnow(model.isOn);
    },
  ),
);

const waits = fc.integer({ min: 1, max: 200 }).map((seconds) =>
  command(
    `${seconds} seconds pass`,
    () => true,
    async (model) => {
      server.clock.moveOn(seconds);
      model.now += seconds;
      return Promise.resolve();
    },
  ),
);

/** What everything begins with, so that the first commands have something to ask about. */
async function begun(): Promise<{ model: Model; real: Real }> {
  const model = new Model(server.clock.now());
  for (const command of fc.sample(fc.oneof(registers, begins), { numRuns: 4, seed: 1 })) await command.run(model, real);
  return { model, real };
}

it('Tokens, refresh families, transactions and registrations are in two processes what the documents say, whatever comes in whatever order.', async () => {
  const { numRuns, seed } = drawn(25);
  const commands = fc.commands(
    [
      ...[registers, refreshes, refreshes, refreshes, refreshes, refreshes, races, revokes, introspects, introspects],
      ...[begins, completes, completes, completes, completes, invites, installs, deletes, waits, waits, switches],
    ],
    { maxCommands: 60, size: 'max' },
  );
  await fc.assert(
    fc.asyncProperty(commands, async (drawnCommands) => {
      await server.clock.standing(() => fc.asyncModelRun(begun, drawnCommands));
      await changeApplication(server, real.application, { enabled: true });
      await untilBothKnow(true);
    }),
    { numRuns, seed },
  );
});
