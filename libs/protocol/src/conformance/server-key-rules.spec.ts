import {
  EC_KEY,
  ENDED,
  LENIENT,
  NOW,
  type Row,
  aGroup,
  aServer,
  judge,
  rsaKey,
  untried,
} from '../testing/conformance.js';
import { anApplication } from '../testing/index.js';
import type { ServerFacts } from './conformance-records.js';
import { SERVER_KEY_RULES } from './server-key-rules.js';

const OF_DEMO = { application: 'demo', clientId: 'of-demo' };

const ROWS: Row<ServerFacts>[] = [
  ['server-sole-audience', 'nobody has an exception', aServer(), 'met', /4 refused/],
  ['server-sole-audience', 'an exception has ended', aServer({ groups: [aGroup(ENDED)] }), 'met', /No exception lets/],
  [
    'server-sole-audience',
    'a client has an exception',
    aServer({ groups: [aGroup(LENIENT)] }),
    'exception',
    /1 exception lets/,
  ],
  [
    'server-sole-audience',
    'an application and a client have one',
    aServer({
      groups: [aGroup(LENIENT), aGroup(OF_DEMO), aGroup({ ...OF_DEMO, clientId: 'another' })],
      applications: [anApplication({ ...LENIENT, identifier: 'demo' })],
    }),
    'exception',
    /2 exceptions let/,
  ],
  [
    'server-sole-audience',
    'an application has one, but no client that existed then',
    aServer({
      groups: [aGroup({ ...OF_DEMO, createdAt: NOW + 1 })],
      applications: [anApplication({ ...LENIENT, identifier: 'demo' })],
    }),
    'met',
    /No exception lets/,
  ],
  [
    'server-sole-audience',
    'a client has one that makes no assertions',
    aServer({ groups: [aGroup({ ...LENIENT, authMethod: 'client_secret_basic' })] }),
    'met',
    /No exception lets/,
  ],
  [
    'server-sole-audience',
    'the endpoint is taken from everybody',
    aServer({ practice: { acceptsAudience: (issuer, aud) => String(aud).startsWith(issuer) } }),
    'not_met',
    /and 1 refused/,
  ],
  ['server-audience-string', 'this server takes an array of one', aServer(), 'not_met', /accepted/],
  [
    'server-audience-string',
    'only a string is taken',
    aServer({ practice: { acceptsAudience: (issuer, aud) => aud === issuer } }),
    'met',
    /refused/,
  ],
  ['server-assertion-type', 'this server looks at types', aServer(), 'met', /accepted/],
  [
    'server-assertion-type',
    'types are told by their text alone',
    aServer({
      practice: { isAssertionType: (typ) => !/^(?:application\/)?[a-z-]+\+jwt$/.test(typ) || typ.startsWith('client') },
    }),
    'not_met',
    /refused: at\+jwt, application\/at\+jwt, logout\+jwt, token-introspection\+jwt\.$/,
  ],
  [
    'server-assertion-type',
    'no type is looked at',
    aServer({ practice: { isAssertionType: () => true } }),
    'not_met',
    /refused: none/,
  ],
  ['server-clock-tolerance', 'this server waits', aServer(), 'met', /30 seconds/],
  ['server-clock-tolerance', 'there is none', aServer({ practice: { clockTolerance: 0 } }), 'not_met', /0 seconds/],
  ['server-clock-tolerance', 'it is wide', aServer({ practice: { clockTolerance: 61 } }), 'not_met', /61 seconds/],
  ['server-client-authentication', 'keys alone are taken', aServer(), 'met', /private_key_jwt/],
  [
    'server-client-authentication',
    'secrets are taken',
    aServer({ says: { token_endpoint_auth_methods_supported: ['private_key_jwt', 'client_secret_basic'] } }),
    'not_met',
    /client_secret_basic/,
  ],
  ['server-algorithms', 'ES256 alone is offered', aServer(), 'met', /ES256/],
  [
    'server-algorithms',
    'RS256 is offered',
    aServer({ says: { introspection_signing_alg_values_supported: ['RS256'] } }),
    'not_met',
    /ES256, RS256/,
  ],
  [
    'server-key-size',
    'the keys are large',
    aServer({ keys: [EC_KEY, rsaKey(2048)] }),
    'met',
    /1 × EC 256, 1 × RSA 2048/,
  ],
  ['server-key-size', 'an RSA key is small', aServer({ keys: [rsaKey(1024)] }), 'not_met', /RSA 1024/],
  ['server-key-size', 'a key is none', aServer({ keys: [{ kty: 'RSA' }] }), 'not_met', /of unknown size/],
  [
    'server-key-size',
    'the keys are not answered',
    aServer({ jwks: { path: '/keys', status: 404, body: undefined } }),
    'not_met',
    /404/,
  ],
  ['server-key-set', 'it is clean', aServer(), 'met', /1 keys with 1 identifiers/],
  ['server-key-set', 'an identifier is there twice', aServer({ keys: [EC_KEY, EC_KEY] }), 'not_met', /2 keys with 1/],
  [
    'server-key-set',
    'something private is there',
    aServer({ keys: [{ ...EC_KEY, d: 'd' }] }),
    'not_met',
    /belong there: d/,
  ],
  ['server-entropy', 'this server draws', aServer(), 'met', /128 random bits/],
  ['server-entropy', 'less is drawn', aServer({ practice: { tokenEntropy: 120 } }), 'not_met', /120/],
];

describe('The report about keys and authentication', () => {
  it.each(ROWS)('judges %s when %s', (rule, _, facts, verdict, evidence) => {
    const found = judge(SERVER_KEY_RULES, rule, facts);
    expect(found.verdict).toBe(verdict);
    expect(found.evidence).toEqual(typeof evidence === 'string' ? evidence : expect.stringMatching(evidence));
  });

  it('has rows here for every such rule, with more verdicts than one', () => {
    expect(untried(SERVER_KEY_RULES, ROWS)).toEqual([]);
  });
});
