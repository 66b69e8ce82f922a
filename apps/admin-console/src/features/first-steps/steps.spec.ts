import { describe, expect, it } from '@jest/globals';
import { firstSteps, type Inventory, readyApplications } from './steps.js';

const switches = {
  stateless_authentication: true,
  stateless_session: false,
  implicit_authentication: false,
  mobile_authentication: false,
  refresh_tokens: false,
};
const complete: Inventory = {
  providers: [{ enabled: true }],
  applications: [{ identifier: 'a', name: 'A', user_authentication: switches, stateless_blockers: [] }],
  installations: [{ client_id: 'A' }],
  apiClients: [{ scopes: ['onegini_api_token_introspection'] }],
};
const open = (change: Partial<Inventory>) =>
  firstSteps({ ...complete, ...change })
    .filter(({ done }) => !done)
    .map(({ id }) => id);

describe('the first steps', () => {
  it('are all done where all is there', () => expect(open({})).toEqual([]));

  it.each<[string, Partial<Inventory>, string[]]>([
    ['a provider that is disabled', { providers: [{ enabled: false }] }, ['provider']],
    ['no application', { applications: [] }, ['application', 'stateless']],
    [
      'an application whose switch is on but cannot work',
      {
        applications: [
          {
            ...{ identifier: 'a', name: 'A', user_authentication: switches },
            stateless_blockers: ['no_enabled_identity_provider'],
          },
        ],
      },
      ['stateless'],
    ],
    ['an API client that may not introspect', { apiClients: [{ scopes: ['onegini_api_config'] }] }, ['api-client']],
    ['no installation', { installations: [] }, ['installation']],
  ])('are reopened by %s', (_, change, expected) => expect(open(change)).toEqual(expected));
});

describe('The applications that can be tried', () => {
  const named = (identifier: string, change: object) => ({ ...complete.applications[0]!, identifier, ...change });

  it('are those with which people can be registered statelessly now', () => {
    const applications = [
      named('off', { user_authentication: { ...switches, stateless_authentication: false } }),
      named('blocked', { stateless_blockers: ['application_disabled'] }),
      named('ready', {}),
    ];
    expect(readyApplications({ applications }).map(({ identifier }) => identifier)).toEqual(['ready']);
  });
});
