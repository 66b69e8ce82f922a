import { DANGER, isDanger } from './danger.js';
import { ADMIN_ENDPOINTS, type AdminEndpointName } from './endpoints.js';

const NAMES = Object.keys(ADMIN_ENDPOINTS) as AdminEndpointName[];
const changing = NAMES.filter((name) => ADMIN_ENDPOINTS[name].method !== 'GET');
const NOTHING = { query: {}, body: {} };

describe('The danger zone', () => {
  it('has a line for every endpoint that may change something, and for no other', () => {
    expect(Object.keys(DANGER).sort()).toEqual([...changing].sort());
  });

  it.each(changing.filter((name) => typeof DANGER[name] === 'object'))('excuses %s with a reason', (name) => {
    expect((DANGER[name] as { excused: string }).excused).toMatch(/^[a-z].{15,}[a-z]$/);
  });

  it('holds what deletes, withdraws or disconnects, unless it is about the own account', () => {
    const destructive = changing.filter((name) =>
      /^(delete|withdraw(?!Request)|disconnect|end\w+(Tokens|Grants))/.test(name),
    );
    expect(destructive.length).toBeGreaterThan(12);
    const outside = destructive.filter((name) => !isDanger(name, NOTHING));
    expect(outside).toEqual(['deleteScriptFixture']);
  });

  it.each<[AdminEndpointName, { query: unknown; body: unknown }, boolean]>([
    ['updateSecondApproval', { query: {}, body: { required: true } }, false],
    ['updateSecondApproval', { query: {}, body: { required: false } }, true],
    ['updateSecondApproval', { query: {}, body: undefined }, true],
    ['revokeInitialAccessToken', { query: {}, body: undefined }, false],
    ['revokeInitialAccessToken', { query: { with_clients: 'false' }, body: undefined }, false],
    ['revokeInitialAccessToken', { query: { with_clients: 'true' }, body: undefined }, true],
    ['updateAdministrator', { query: {}, body: { role: 'Admin' } }, true],
    ['updateApplication', { query: {}, body: { enabled: false } }, false],
    ['listApplications', NOTHING, false],
  ])('judges %s by what is asked for: %j', (name, asked, expected) => {
    expect(isDanger(name, asked)).toBe(expected);
  });
});
