import { ADMIN_ENDPOINTS, type AdminEndpointName, CALLERS } from '@passant/contracts';
import { type AttackCase, casesOf } from '../case.js';
import {
  NotTested,
  described,
  errorOf,
  requireDiscretion,
  requireRefusal,
  requireStatus,
  requireThat,
} from '../judge.js';
import { backEnds } from '../parts/back-ends.js';
import { roles } from '../parts/roles.js';
import { bearer } from '../parts/registrar.js';
import type { Reply } from '../wire.js';
import { type World, secret } from '../world.js';
import { CONSOLE_PAGES } from './console-pages.js';
import { CONSOLE_DATA } from './console-data.js';

const family = 'console';
const NAMES = Object.keys(ADMIN_ENDPOINTS) as AdminEndpointName[];
const GUARDED = NAMES.filter((name) => CALLERS[name] !== 'anybody');
const CHANGING = GUARDED.filter((name) => ADMIN_ENDPOINTS[name].method !== 'GET');

/** Endpoints by subject, so that a report says which part of the console is open. */
const SUBJECTS = [...new Set(GUARDED.map(subjectOf))].sort();

function subjectOf(name: AdminEndpointName): string {
  return ADMIN_ENDPOINTS[name].path.split('/')[1] ?? '';
}

/** Parameters of nothing that exists, so that even an open endpoint changes nothing. */
export function parametersOfNothing(name: AdminEndpointName): Record<string, string> {
  const found = [...ADMIN_ENDPOINTS[name].path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter!);
  return Object.fromEntries(found.map((parameter) => [parameter, '00000000-0000-4000-8000-000000000000']));
}

/** Calls an endpoint with nothing that it would take: a text is no body of any. */
export function knock(world: World, name: AdminEndpointName, headers: Record<string, string>): Promise<Reply> {
  const json = ADMIN_ENDPOINTS[name].request === undefined ? undefined : 'attack';
  return world.askAdmin(name, headers, { parameters: parametersOfNothing(name), json });
}

/** @throws {Wrong} that names all endpoints that did not refuse so */
async function requireClosed(
  names: readonly AdminEndpointName[],
  ask: (name: AdminEndpointName) => Promise<Reply>,
  status: number,
  error: string,
): Promise<void> {
  const open: string[] = [];
  for (const name of names) {
    const reply = await ask(name);
    if (reply.status !== status || errorOf(reply) !== error)
      open.push(`${name} (${reply.status} ${errorOf(reply) ?? ''})`);
    else requireDiscretion(reply);
  }
  requireThat(open.length === 0, `Expected ${status} with ${error}, but not of: ${open.join(', ')}`);
}

const DOORS = SUBJECTS.flatMap((subject) => {
  const guarded = GUARDED.filter((name) => subjectOf(name) === subject);
  const changing = CHANGING.filter((name) => subjectOf(name) === subject);
  const session = casesOf(
    { family, severity: 'critical', references: ['ASVS 8.2.1', 'ASVS 7.2.1'], expected: '401 with unauthorized' },
    [
      {
        id: `no-session-${subject}`,
        title: `Nobody who is not signed in reads or changes anything under "${subject}".`,
        run: async (world) => {
          await requireClosed(guarded, (name) => knock(world, name, {}), 401, 'unauthorized');
          const forged = { cookie: `passant_session=${'x'.repeat(43)}; __Host-passant_session=${'x'.repeat(43)}` };
          await requireClosed(guarded, (name) => knock(world, name, forged), 401, 'unauthorized');
        },
      },
    ],
  );
  if (changing.length === 0) return session;
  return [
    ...session,
    ...casesOf(
      { family, severity: 'critical', references: ['ASVS 3.5.1', 'RFC 9700 4.7'], expected: '403 with forbidden' },
      [
        {
          id: `no-csrf-token-${subject}`,
          title: `A page of others changes nothing under "${subject}" with the cookie alone.`,
          run: async (world) => {
            const { cookie } = await world.session();
            const attempts: Record<string, string>[] = [{ cookie }, { cookie, 'x-csrf-token': 'x'.repeat(43) }];
            for (const headers of attempts) {
              await requireClosed(changing, (name) => knock(world, name, headers), 403, 'forbidden');
            }
          },
        },
      ],
    ),
  ];
});

const ROLES = (['Operator', 'Auditor', 'Helpdesk'] as const).flatMap((role) =>
  casesOf({ family, severity: 'critical', references: ['ASVS 8.2.1', 'ASVS 8.3.1'], expected: '403 with forbidden' }, [
    {
      id: `role-${role.toLowerCase()}`,
      title: `The role ${role} calls no endpoint that its table does not give it.`,
      run: async (world) => {
        const session = (await world.part(roles))[role];
        requireThat(
          (await world.askAdmin('readSession', { ...session })).text.includes(`"${role}"`),
          `${role} is not signed in.`,
        );
        const closed = GUARDED.filter((name) => !(CALLERS[name] as readonly string[]).includes(role));
        await requireClosed(closed, (name) => knock(world, name, { ...session }), 403, 'forbidden');
      },
    },
    {
      id: `role-${role.toLowerCase()}-promotes`,
      title: `The role ${role} makes itself no Admin.`,
      run: async (world) => {
        const session = (await world.part(roles))[role];
        const { email } = (await world.askAdmin('readSession', { ...session })).json as { email: string };
        const change = { parameters: { email }, json: { role: 'Admin' } };
        requireRefusal(await world.askAdmin('updateAdministrator', { ...session }, change), {
          status: 403,
          error: 'forbidden',
        });
        const after = await world.askAdmin('readSession', { ...session });
        requireThat(after.text.includes(`"${role}"`), described(after));
      },
    },
  ]),
);

const setCookie = (reply: Reply) => reply.headers.getSetCookie().find((line) => /passant_session=/.test(line)) ?? '';

const signedIn = (world: World, headers: Record<string, string> = {}) =>
  world.askAdmin('signIn', headers, { json: world.target.administrator });

const SESSIONS = casesOf({ family, severity: 'high', references: ['ASVS 7.2.4'], expected: 'see the title' }, [
  {
    id: 'fixation',
    title: 'Signing in gives a new session, whatever cookie the browser brought.',
    severity: 'critical',
    expected: 'a cookie that is not the one that was sent',
    async run(world) {
      const mine = 'attack'.repeat(7) + 'x';
      const reply = await signedIn(world, { cookie: `passant_session=${mine}; __Host-passant_session=${mine}` });
      requireStatus(reply, 200);
      requireThat(/passant_session=[\w-]{43}/.test(setCookie(reply)), 'There is no cookie with a session.');
      requireThat(!setCookie(reply).includes(mine), 'The session is the one that the browser brought.');
      const before = await world.askAdmin('readSession', {
        cookie: `passant_session=${mine}; __Host-passant_session=${mine}`,
      });
      requireRefusal(before, { status: 401, error: 'unauthorized' });
    },
  },
  {
    id: 'cookie-flags',
    title: 'The cookie of a session cannot be read by scripts, and is not sent from other sites.',
    references: ['ASVS 3.3.2', 'ASVS 3.3.4'],
    expected: 'HttpOnly; SameSite=Strict; Path=/',
    async run(world) {
      const line = setCookie(await signedIn(world));
      for (const flag of [/;\s*HttpOnly/i, /;\s*SameSite=Strict/i, /;\s*Path=\//i]) {
        requireThat(flag.test(line), `The cookie has no ${flag.source.replace(/\W*/, '')}.`);
      }
      requireThat(!/;\s*Domain=/i.test(line), 'The cookie goes to other hosts of the domain.');
    },
  },
  {
    id: 'cookie-secure',
    title: 'The cookie of a session goes over https alone, and to this host alone.',
    references: ['ASVS 3.3.1', 'ASVS 3.3.3'],
    expected: 'Secure, and a name that begins with __Host-',
    async run(world) {
      const line = setCookie(await signedIn(world));
      if (!world.url.startsWith('https:')) {
        requireThat(line !== '', 'There is no cookie.');
        throw new NotTested('This server is reached over http, where browsers keep no such cookie.');
      }
      requireThat(
        /;\s*Secure/i.test(line) && line.startsWith('__Host-'),
        'The cookie is not bound to https and this host.',
      );
    },
  },
  {
    id: 'signed-out',
    title: 'A session that was signed out opens nothing.',
    references: ['ASVS 7.4.1'],
    expected: '401',
    async run(world) {
      const { email, password } = world.target.administrator;
      const session = await world.signIn(email, password);
      requireStatus(await world.askAdmin('readSession', { ...session }), 200);
      requireStatus(await world.askAdmin('signOut', { ...session }), 204);
      requireRefusal(await world.askAdmin('readSession', { ...session }), { status: 401, error: 'unauthorized' });
    },
  },
  {
    id: 'csrf-token-of-another',
    title: 'The CSRF token of one session is not that of another.',
    severity: 'critical',
    references: ['ASVS 3.5.1'],
    expected: '403 with forbidden',
    async run(world) {
      const mine = await world.session();
      const theirs = (await world.part(roles)).Helpdesk;
      const mixed = { cookie: mine.cookie, 'x-csrf-token': theirs['x-csrf-token'] };
      requireRefusal(await knock(world, 'createScope', mixed), { status: 403, error: 'forbidden' });
    },
  },
  {
    id: 'origin',
    title: 'A page of another origin is not allowed to read answers.',
    references: ['ASVS 3.4.2'],
    expected: 'no Access-Control-Allow-Origin for it',
    async run(world) {
      const headers = { ...(await world.session()), origin: 'https://attack.invalid' };
      const reply = await world.askAdmin('readSession', headers);
      requireStatus(reply, 200, 403);
      requireNoCors(reply);
      const preflight = await world.wire.ask('OPTIONS', '/admin/api/v1/applications', {
        headers: { ...headers, 'access-control-request-method': 'POST' },
      });
      requireNoCors(preflight);
      requireThat(reply.status === 403 || errorOf(reply) === undefined, described(reply));
      requireThat(reply.status === 403 || (reply.json as { role?: string }).role === 'Admin', described(reply));
    },
  },
  {
    id: 'form-sign-in',
    title: 'A form of another site signs nobody in.',
    references: ['ASVS 3.5.2'],
    expected: '415: only JSON is taken, which a form cannot send',
    async run(world) {
      const body = JSON.stringify(world.target.administrator);
      for (const type of ['text/plain', 'application/x-www-form-urlencoded']) {
        const reply = await world.wire.ask('POST', '/admin/api/v1/session', {
          headers: { 'content-type': type },
          body,
        });
        requireRefusal(reply, { status: [400, 415], error: 'invalid_request' });
        requireThat(setCookie(reply) === '', 'It opened a session.');
      }
    },
  },
  {
    id: 'bearer-token',
    title: 'A token of an app opens no part of the administration.',
    severity: 'critical',
    references: ['ASVS 8.2.1'],
    expected: '401 or 403',
    async run(world) {
      const { token } = await world.part(backEnds);
      for (const name of ['readSession', 'listApplications', 'exportConfiguration', 'listAdministrators'] as const) {
        const reply = await knock(world, name, bearer(token));
        requireRefusal(reply, {
          status: [401, 403],
          error: ['unauthorized', 'forbidden', 'invalid_token', 'insufficient_scope'],
        });
      }
    },
  },
  {
    id: 'own-password',
    title: 'Whoever finds an open session does not change its password without knowing it.',
    severity: 'critical',
    references: ['ASVS 6.2.3'],
    expected: '400 with invalid_request',
    async run(world) {
      const session = (await world.part(roles)).Helpdesk;
      const json = { current_password: 'wrong', new_password: secret() };
      requireRefusal(await world.askAdmin('changeOwnPassword', { ...session }, { json }), {
        status: 400,
        error: 'invalid_request',
      });
    },
  },
  {
    id: 'passwords',
    title: 'A sign-in is refused in the same words for a wrong password and an unknown address.',
    severity: 'low',
    references: ['ASVS 6.3.8', 'ASVS 16.5.1'],
    expected: '401 twice, in the same words',
    thorough: true,
    async run(world) {
      const wrong = await world.askAdmin(
        'signIn',
        {},
        { json: { email: `${world.name('nobody')}@passant.invalid`, password: 'wrong' } },
      );
      const own = await world.askAdmin(
        'signIn',
        {},
        { json: { email: world.target.administrator.email, password: 'wrong' } },
      );
      for (const reply of [wrong, own]) requireRefusal(reply, { status: 401, error: 'unauthorized' });
      const words = ({ json }: Reply) => (json as { error_description?: string }).error_description;
      requireThat(words(wrong) === words(own), `"${words(wrong)}" is not "${words(own)}".`);
    },
  },
  {
    id: 'guessing',
    title: 'Whoever guesses passwords has to wait.',
    references: ['ASVS 6.3.1', 'ASVS 2.4.1'],
    expected: '429 after a few guesses',
    thorough: true,
    async run(world) {
      const json = { email: `${world.name('nobody')}@passant.invalid`, password: 'wrong' };
      for (let guesses = 0; guesses < 20; guesses += 1) {
        const { status } = await world.askAdmin('signIn', {}, { json });
        if (status === 429) return;
        requireThat(status === 401, `A guess was answered ${status}.`);
      }
      requireThat(false, 'Twenty guesses were answered at once.');
    },
  },
  {
    id: 'invitation-made-up',
    title: 'A made-up invitation makes nobody an administrator.',
    severity: 'critical',
    references: ['ASVS 6.4.1'],
    expected: '400, 401 or 404',
    async run(world) {
      const json = { token: 'x'.repeat(43), password: 'attack-attack-attack' };
      const reply = await world.askAdmin('acceptInvitation', {}, { json });
      requireRefusal(reply, {
        status: [400, 401, 403, 404, 410],
        error: ['invalid_request', 'unauthorized', 'forbidden', 'not_found', 'invalid_token'],
      });
    },
  },
]);

function requireNoCors(reply: Reply): void {
  const allowed = reply.headers.get('access-control-allow-origin');
  requireThat(allowed === null, `Access-Control-Allow-Origin is "${allowed}".`);
}

export const CONSOLE: readonly AttackCase[] = [...DOORS, ...ROLES, ...SESSIONS, ...CONSOLE_PAGES, ...CONSOLE_DATA];
