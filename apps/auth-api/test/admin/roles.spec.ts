import { ADMIN_ENDPOINTS, ADMIN_ROLES, type AdminEndpointName, type AdminRole, CALLERS } from '@passant/contracts';
import { AdminApi } from '../support/admin-api.js';
import { ADMIN, AuthServer } from '../support/auth-server.js';
import { expectRefusal } from '../support/expectations.js';
import { basic, tokenOf } from '../support/token-client.js';

let server: AuthServer;
const callers = new Map<AdminRole, AdminApi>();
beforeAll(async () => {
  server = await AuthServer.start();
  for (const role of ADMIN_ROLES) callers.set(role, await server.given.administrator(role));
});
afterAll(() => server.close());

const NAMES = Object.keys(ADMIN_ENDPOINTS) as AdminEndpointName[];
const GUARDED = NAMES.filter((name) => CALLERS[name] !== 'anybody');

/** Parameters of nothing that exists, so that a caller who is let in changes nothing. */
function parametersOf(name: AdminEndpointName): Record<string, string> {
  const parameters = [...ADMIN_ENDPOINTS[name].path.matchAll(/\{(\w+)\}/g)].map(([, parameter]) => parameter!);
  return Object.fromEntries(parameters.map((parameter) => [parameter, '00000000-0000-4000-8000-000000000000']));
}

/** Endpoints that succeed for whoever may call them, and end the session of this spec. */
const ENDS_THE_SESSION: AdminEndpointName[] = ['signOut', 'endSessions'];

const EVERY_ROLE = ADMIN_ROLES.flatMap((role) => GUARDED.map((name) => ({ role, name })));
const may = ({ role, name }: { role: AdminRole; name: AdminEndpointName }) => CALLERS[name].includes(role);
const ask = ({ role, name }: { role: AdminRole; name: AdminEndpointName }) =>
  callers.get(role)!.request(name, { parameters: parametersOf(name), ...bodyOf(name) });

it.each(EVERY_ROLE.filter((pair) => !may(pair)))('$role may not $name', async (pair) => {
  const refusal = expectRefusal(await ask(pair), 403, 'forbidden');
  expect(refusal).toMatchObject({ error_description: 'Your role may not do this.' });
  expect(refusal).not.toHaveProperty('fields');
});

it.each(EVERY_ROLE.filter((pair) => may(pair) && !ENDS_THE_SESSION.includes(pair.name)))(
  '$role may $name',
  async (pair) => {
    expect([401, 403, 500]).not.toContain((await ask(pair)).status);
  },
);

function bodyOf(name: AdminEndpointName): { body?: unknown } {
  return ADMIN_ENDPOINTS[name].request === undefined ? {} : { body: {} };
}

/** Somebody of the helpdesk who tries what is not theirs. */
async function curious() {
  const helpdesk = await server.given.administrator('Helpdesk');
  const request = (client_id: string) => helpdesk.request('deleteAppInstallation', { parameters: { client_id } });
  return { email: helpdesk.email, request };
}

describe('The events', () => {
  const asked = ['ADMIN_INVITED', 'ADMIN_SCOPE_CREATED', 'ADMIN_AUTHENTICATION_SUCCESS'] as const;
  const namesFor = async (role: AdminRole, query: Record<string, string> = {}) =>
    new Set(
      (await callers.get(role)!.call('listEvents', { query: { limit: '100', ...query } })).items.map(
        ({ name }) => name,
      ),
    );

  it.each([
    ['Admin', true],
    ['Auditor', true],
    ['Operator', false],
  ] as const)('tell an %s of administrators and what they change: %p', async (role, isTold) => {
    await server.admin.call('inviteAdministrator', { body: { email: `told-${role}@example.com`, role: 'Operator' } });
    await server.admin.call('createScope', { body: { identifier: `told_${role.toLowerCase()}`, description: 'Told' } });
    await tokenOf(server.url, basic('nobody', 'wrong'), { grant_type: 'client_credentials' });
    await server.noted();
    const [all, byAdmin] = [await namesFor(role), await namesFor(role, { admin: server.admin.email })];
    expect(asked.map((name) => all.has(name))).toEqual(asked.map(() => isTold));
    expect(byAdmin.size > 0).toBe(isTold);
    expect([...all].some((name) => !name.startsWith('ADMIN_'))).toBe(true);
  });
});

describe('Roles', () => {
  it('let only Admins change anything but what is their own', () => {
    const own: AdminEndpointName[] = [
      ...(['signOut', 'endOwnSession', 'changeOwnPassword', 'startOwnSecondFactor'] as const),
      ...(['confirmOwnSecondFactor', 'renewOwnRecoveryCodes', 'removeOwnSecondFactor'] as const),
      ...(['startOwnPasskey', 'addOwnPasskey', 'startOwnPasskeyProof', 'removeOwnPasskey'] as const),
    ];
    const questions: AdminEndpointName[] = ['search', 'previewApplicationImpact', 'previewIdentityProviderImpact'];
    const changing = GUARDED.filter((name) => ADMIN_ENDPOINTS[name].method !== 'GET' && !questions.includes(name));
    expect(changing.length).toBeGreaterThan(40);
    for (const name of changing)
      expect([name, CALLERS[name]]).toEqual([name, own.includes(name) ? ADMIN_ROLES : ['Admin']]);
  });

  it('are for HEAD what they are for GET', async () => {
    const helpdesk = callers.get('Helpdesk')!;
    const head = async (path: string) =>
      (await fetch(`${server.url}/admin/api/v1${path}`, { method: 'HEAD', headers: { cookie: helpdesk.cookie } }))
        .status;
    expect(await head('/applications')).toBe(403);
    expect(await head('/session')).toBe(200);
  });

  it('are noted where they did not suffice, without what was asked', async () => {
    await server.seesAnotherMinute();
    const { email, request } = await curious();
    expectRefusal(await request('a-client-of-theirs'), 403, 'forbidden');
    await server.noted();
    const { items } = await server.admin.call('listEvents', {
      query: { name: 'ADMIN_ACTION_UNAUTHORIZED', limit: '50' },
    });
    const event = items.find(({ admin }) => admin === email);
    expect(event).toMatchObject({ details: { action: 'deleteAppInstallation', role: 'Helpdesk' } });
    expect(JSON.stringify(event)).not.toContain('a-client-of-theirs');
  });

  it('change for open sessions at once', async () => {
    const changing = await server.given.administrator('Auditor');
    expect((await changing.request('listScopes')).status).toBe(200);
    await server.admin.call('updateAdministrator', {
      parameters: { email: changing.email },
      body: { role: 'Helpdesk' },
    });
    expectRefusal(await changing.request('listScopes'), 403, 'forbidden');
  });

  it('are nothing that an API client may give, also one that administers the server', async () => {
    const { clientId, secret } = await server.given.resourceServer({ scopes: ['onegini_api_admin'] });
    const token = (await tokenOf(server.url, basic(clientId, secret), { grant_type: 'client_credentials' })).body
      .access_token;
    const invite = await fetch(`${server.url}/admin/api/v1/administrators`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'finder@example.com', role: 'Admin' }),
    });
    expect(invite.status).toBe(403);
    const { items } = await server.admin.call('listAdministrators');
    expect(items.map(({ email }) => email)).toContain(ADMIN.email);
    expect(items.map(({ email }) => email)).not.toContain('finder@example.com');
  });
});
