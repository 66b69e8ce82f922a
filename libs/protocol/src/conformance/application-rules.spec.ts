import { ENDED, LENIENT, NOW, type Row, aGroup, judge, untried } from '../testing/conformance.js';
import { anApplication } from '../testing/index.js';
import { APPLICATION_RULES } from './application-rules.js';
import type { ApplicationFacts, ClientGroup } from './conformance-records.js';

const forApplication = (
  changes: Parameters<typeof anApplication>[0],
  groups: ClientGroup[] = [aGroup()],
): ApplicationFacts => ({ now: NOW, application: anApplication(changes), groups });

const SESSIONS = { statelessAuthentication: true, statelessSession: true, statelessSessionDuration: 600 };

const ROWS: Row<ApplicationFacts>[] = [
  ['application-token-lifetime', 'they live an hour', forApplication({ accessTokenValidity: 3600 }), 'met', /3600/],
  ['application-token-lifetime', 'they live longer', forApplication({ accessTokenValidity: 3601 }), 'not_met', /3601/],
  [
    'application-refresh-rotation',
    'there are refresh tokens',
    forApplication({ refreshTokens: true }),
    'met',
    /30 seconds/,
  ],
  [
    'application-refresh-rotation',
    'there are none',
    forApplication({ refreshTokens: false }),
    'not_applicable',
    /no refresh/,
  ],
  [
    'application-no-refresh-rotation',
    'there are refresh tokens',
    forApplication({ refreshTokens: true }),
    'not_met',
    /another one/,
  ],
  [
    'application-no-refresh-rotation',
    'there are none',
    forApplication({ refreshTokens: false }),
    'not_applicable',
    /no refresh/,
  ],
  [
    'application-refresh-rotation',
    'only stateless sessions have them',
    forApplication(SESSIONS),
    'met',
    /new refresh token/,
  ],
  [
    'application-no-refresh-rotation',
    'only stateless sessions have them',
    forApplication(SESSIONS),
    'not_met',
    /another one/,
  ],
  [
    'application-refresh-expiry',
    'only stateless sessions have them',
    forApplication(SESSIONS),
    'met',
    'A stateless session ends 600 seconds after its registration, and no use extends it.',
  ],
  [
    'application-refresh-expiry',
    'registrations of both kinds have them',
    forApplication({ ...SESSIONS, refreshTokens: true }),
    'met',
    'One that is not used for 2592000 seconds expires. A stateless session ends 600 seconds after its registration, and no use extends it.',
  ],
  [
    'application-refresh-expiry',
    'sessions are on, but stateless authentication is off',
    forApplication({ ...SESSIONS, statelessAuthentication: false }),
    'not_applicable',
    /no refresh/,
  ],
  [
    'application-sole-audience',
    'it has no exception',
    forApplication({}),
    'met',
    'The application makes no exception.',
  ],
  ['application-sole-audience', 'its exception has ended', forApplication(ENDED), 'met', /has ended/],
  ['application-sole-audience', 'it has an exception', forApplication(LENIENT), 'exception', /may name the endpoint/],
  [
    'application-scopes',
    'it lists scopes',
    forApplication({}),
    'met',
    'Without asking: profile. On request: openid. Every other scope is refused or left out.',
  ],
  [
    'application-scopes',
    'it lists none',
    forApplication({ defaultScopes: [], additionalScopes: [] }),
    'not_applicable',
    /no scopes/,
  ],
];

describe('The report about applications', () => {
  it.each(ROWS)('judges %s when %s', (rule, _, facts, verdict, evidence) => {
    const found = judge(APPLICATION_RULES, rule, facts);
    expect(found.verdict).toBe(verdict);
    expect(found.evidence).toEqual(typeof evidence === 'string' ? evidence : expect.stringMatching(evidence));
  });

  it('has rows here for every such rule, with more verdicts than one', () => {
    expect(untried(APPLICATION_RULES, ROWS)).toEqual([]);
  });
});
