import { DAY, IN_NEED, LENIENT, NOW, aGroup, aServer, anApi, judge, portal } from '../testing/conformance.js';
import { anApplication } from '../testing/index.js';
import { APPLICATION_RULES } from './application-rules.js';
import { CLIENT_RULES } from './client-rules.js';
import { CONFORMANCE_RULES, judgeConformance } from './conformance.js';
import { SERVER_KEY_RULES } from './server-key-rules.js';

describe('The report', () => {
  it('gives every rule an identifier of its own', () => {
    const ids = Object.values(CONFORMANCE_RULES).flatMap((rules) => rules.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('says how long an exception lasts, and who needs it', () => {
    const group = aGroup({ clientId: null, kind: 'instance', clients: 5, examples: ['A', 'B'], ...IN_NEED });
    const application = anApplication({ identifier: 'portal', ...LENIENT });
    const expected = {
      verdict: 'exception',
      until: NOW + DAY,
      // Which of the five it is, the group does not say.
      noticedBy: { clients: 1, examples: [], lastAt: NOW - 3600 },
    };
    expect(judge(CLIENT_RULES, 'client-sole-audience', { now: NOW, group, application })).toMatchObject(expected);
    const facts = { now: NOW, application, groups: [group] };
    expect(judge(APPLICATION_RULES, 'application-sole-audience', facts)).toMatchObject(expected);
    const server = aServer({ applications: [application], groups: [group] });
    expect(judge(SERVER_KEY_RULES, 'server-sole-audience', server)).toMatchObject(expected);
  });

  it('leads to the switch of an application whose only refresh tokens are those of stateless sessions', () => {
    const sessions = {
      statelessAuthentication: true,
      statelessSession: true,
      statelessRedirectUris: ['app.example:/'],
    };
    const application = anApplication({ identifier: 'app', ...sessions });
    const group = aGroup({ kind: 'instance', clientId: null, redirectPlaces: [], grantTypes: [] });
    const facts = { now: NOW, application, groups: [group] };
    const settingOf = (id: string) => judge(APPLICATION_RULES, id, facts).setting;
    const at = (field: string) => ({ in: 'console', page: 'application', identifier: 'app', field });
    expect(settingOf('application-no-refresh-rotation')).toEqual(at('Stateless sessions'));
    expect(settingOf('application-refresh-expiry')).toEqual(at('Longest stateless session'));
    const encrypted = judge(CLIENT_RULES, 'client-redirects-encrypted', { now: NOW, application, group });
    expect(encrypted.setting).toEqual(at('Login pages lead back to'));
  });

  it('counts as who would notice those that are enabled and concerned', () => {
    const groups = [
      aGroup({ examples: ['keyed'] }),
      aGroup({ authMethod: 'none', clients: 2, examples: ['a', 'b'], lastUsed: NOW - 7200 }),
      aGroup({ authMethod: 'client_secret_basic', examples: ['c'], lastUsed: NOW - 3600 }),
      aGroup({ authMethod: 'none', enabled: false, examples: ['off'], lastUsed: NOW }),
    ];
    const says = { token_endpoint_auth_methods_supported: ['none'] };
    const judgement = judge(SERVER_KEY_RULES, 'server-client-authentication', aServer({ says, groups }));
    expect(judgement.noticedBy).toEqual({ clients: 3, examples: ['a', 'b', 'c'], lastAt: NOW - 3600 });
  });

  it('judges the server, each application before its clients, and then the rest', () => {
    const groups = [
      anApi({ clientId: 'api' }),
      aGroup({ clientId: 'site' }),
      aGroup({ clientId: 'lost', application: 'deleted' }),
    ];
    const applications = [anApplication({ identifier: 'app' }), portal];
    const subjects = judgeConformance(aServer({ groups, applications }));
    const names = subjects.map((subject) => {
      if (subject.about === 'server') return 'server';
      return subject.about === 'application' ? subject.application.identifier : subject.group.clientId;
    });
    expect(names).toEqual(['server', 'app', 'portal', 'site', 'api', 'lost']);
    for (const { about, lines } of subjects) {
      expect(lines.map(({ rule }) => rule)).toEqual(CONFORMANCE_RULES[about].map(({ id }) => id));
    }
  });
});
