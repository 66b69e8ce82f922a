import { ENDED, LENIENT, NOW, type Row, aGroup, anApi, judge, portal, untried } from '../testing/conformance.js';
import { anApplication } from '../testing/index.js';
import { CLIENT_RULES } from './client-rules.js';
import type { ClientFacts, ClientGroup } from './conformance-records.js';

const forClient = (changes: Partial<ClientGroup>, application = portal): ClientFacts => ({
  now: NOW,
  group: aGroup(changes),
  application,
});
const forApi = (changes: Partial<ClientGroup>): ClientFacts => ({
  now: NOW,
  group: anApi(changes),
  application: undefined,
});
const forDynamic = (changes: Partial<ClientGroup>): ClientFacts => ({
  now: NOW,
  group: aGroup({ kind: 'dynamic', clientId: null, application: null, ...changes }),
  application: undefined,
});
/** Installations of a mobile app that leads people back from the login pages. */
const forInstances = (changes: Partial<ClientGroup>, statelessRedirectUris: string[]): ClientFacts =>
  forClient(
    { kind: 'instance', clientId: null, redirectPlaces: [], grantTypes: [], ...changes },
    anApplication({ statelessAuthentication: true, statelessRedirectUris }),
  );
const SIGHT = { apiScopes: ['onegini_api_token_introspection'] } as Partial<ClientGroup>;

const INTROSPECTION: ClientGroup['apiScopes'] = ['onegini_api_token_introspection'];

const ROWS: Row<ClientFacts>[] = [
  ['client-pkce', 'it has to', forClient({}), 'met', /refused/],
  ['client-pkce', 'it was let off', forClient({ requirePkce: false }), 'not_met', /let it off/],
  [
    'client-pkce',
    'a public one was let off, which has no effect',
    forClient({ requirePkce: false, authMethod: 'none' }),
    'met',
    /refused/,
  ],
  ['client-pkce', 'its application is mobile', forClient({}, anApplication()), 'not_applicable', /authorization code/],
  [
    'client-pkce',
    'it registers people statelessly on the login pages',
    forInstances({}, ['com.example.app:/registered']),
    'met',
    /nobody is let off/,
  ],
  [
    'client-pkce',
    'its grant types leave stateless authentication out',
    forInstances({ grantTypes: ['refresh_token'] }, ['com.example.app:/registered']),
    'not_applicable',
    /authorization code/,
  ],
  ['client-pkce', 'it has no redirect URI', forClient({ redirectPlaces: [] }), 'not_applicable', /authorization code/],
  ['client-pkce', 'it is an API client', forApi({}), 'not_applicable', /authorization code/],
  ['client-redirects-encrypted', 'all are https', forClient({}), 'met', 'Registered as web, for https.'],
  [
    'client-redirects-encrypted',
    'a native one listens',
    forClient({ native: true, redirectPlaces: ['http://127.0.0.1'] }),
    'met',
    /native/,
  ],
  [
    'client-redirects-encrypted',
    'a web one listens',
    forClient({ redirectPlaces: ['https', 'http://localhost'] }),
    'not_met',
    'Registered as web, also for http://localhost.',
  ],
  [
    'client-redirects-encrypted',
    'another machine is named',
    forClient({ native: true, redirectPlaces: ['http://a.example'] }),
    'not_met',
    /a\.example/,
  ],
  [
    'client-redirects-encrypted',
    'there are none',
    forClient({ redirectPlaces: [] }),
    'not_applicable',
    /No redirect URI/,
  ],
  [
    'client-redirects-encrypted',
    'its application leads back to an app',
    forInstances({}, ['https://app.example/registered', 'http://127.0.0.1/cb']),
    'met',
    'Registered as native, for https://app.example/registered, http://127.0.0.1/cb.',
  ],
  [
    'client-loopback-literal',
    'its application names localhost',
    forInstances({}, ['http://localhost/cb']),
    'not_met',
    /localhost/,
  ],
  [
    'client-loopback-literal',
    'an address is named',
    forClient({ redirectPlaces: ['http://[::1]', 'http://127.0.0.1'] }),
    'met',
    /127/,
  ],
  [
    'client-loopback-literal',
    'localhost is named',
    forClient({ redirectPlaces: ['http://localhost'] }),
    'not_met',
    /localhost/,
  ],
  ['client-loopback-literal', 'neither is', forClient({}), 'not_applicable', /loopback/],
  [
    'client-private-scheme',
    'it is a domain name',
    forClient({ redirectPlaces: ['com.example.app'] }),
    'met',
    /com\.example\.app/,
  ],
  ['client-private-scheme', 'it is any word', forClient({ redirectPlaces: ['myapp'] }), 'not_met', /myapp/],
  ['client-private-scheme', 'there is none', forClient({}), 'not_applicable', /private-use/],
  [
    'client-confidential',
    'it authenticates',
    forClient({ authMethod: 'client_secret_basic' }),
    'met',
    /client_secret_basic/,
  ],
  ['client-confidential', 'it is public', forClient({ authMethod: 'none' }), 'not_met', /none/],
  ['client-asymmetric', 'it has a key', forClient({}), 'met', /private_key_jwt/],
  [
    'client-asymmetric',
    'it has a secret',
    forClient({ authMethod: 'client_secret_post' }),
    'not_met',
    /client_secret_post/,
  ],
  ['client-asymmetric', 'it is public', forClient({ authMethod: 'none' }), 'not_met', /none/],
  ['client-sole-audience', 'it has no exception', forClient({}), 'met', 'Every other audience is refused.'],
  ['client-sole-audience', 'its exception has ended', forClient(ENDED), 'met', /has ended/],
  ['client-sole-audience', 'it has an exception', forClient(LENIENT), 'exception', /exception of the client/],
  [
    'client-sole-audience',
    'its application has one',
    forClient({}, anApplication(LENIENT)),
    'exception',
    /exception of the application/,
  ],
  [
    'client-sole-audience',
    'it is strict where its application is not',
    forClient({ audiencePolicy: 'STRICT' }, anApplication(LENIENT)),
    'met',
    /refused/,
  ],
  [
    'client-sole-audience',
    'it has a secret',
    forClient({ authMethod: 'client_secret_basic' }),
    'not_applicable',
    /no assertions/,
  ],
  ['client-assertion-algorithm', 'its key is EC', forClient({}), 'met', /for ES256\./],
  [
    'client-assertion-algorithm',
    'its RSA key is for PS256 alone',
    forClient({ keyAlgorithms: ['ES256', 'PS256'] }),
    'met',
    /PS256/,
  ],
  [
    'client-assertion-algorithm',
    'one of its keys is for RS256',
    forClient({ keyAlgorithms: ['ES256', 'PS256', 'RS256'] }),
    'not_met',
    /RS256/,
  ],
  [
    'client-assertion-algorithm',
    'its keys are elsewhere',
    forClient({ keysAtUri: true, keyAlgorithms: [] }),
    'not_met',
    /at a URL/,
  ],
  [
    'client-assertion-algorithm',
    'it has a secret',
    forClient({ authMethod: 'client_secret_basic' }),
    'not_applicable',
    /no assertions/,
  ],
  ['client-key-size', 'its key is EC', forClient({}), 'met', /P-256/],
  [
    'client-key-size',
    'its RSA key is large',
    forClient({ keyAlgorithms: ['PS256'], smallestRsaKey: 2048 }),
    'met',
    /2048/,
  ],
  [
    'client-key-size',
    'its RSA key is small',
    forClient({ keyAlgorithms: ['PS256'], smallestRsaKey: 1024 }),
    'not_met',
    /1024/,
  ],
  ['client-key-size', 'its keys are elsewhere', forClient({ keysAtUri: true }), 'met', /left out/],
  ['client-key-size', 'it has none', forClient({ authMethod: 'none' }), 'not_applicable', /no keys/],
  ['client-signatures', 'ID tokens are ES256', forClient({}), 'met', /ES256/],
  ['client-signatures', 'ID tokens are RS256', forClient({ idTokenSignedResponseAlg: 'RS256' }), 'not_met', /RS256/],
  [
    'client-signatures',
    'it has no use for ID tokens',
    forClient({ idTokenSignedResponseAlg: 'RS256', redirectPlaces: [], grantTypes: ['client_credentials'] }),
    'not_applicable',
    /no ID tokens/,
  ],
  [
    'client-signatures',
    'it may not introspect',
    forApi({ apiScopes: [], introspectionSignedResponseAlg: 'RS256' }),
    'not_applicable',
    /may not ask/,
  ],
  [
    'client-signatures',
    'introspection is JSON',
    forApi({ apiScopes: INTROSPECTION, idTokenSignedResponseAlg: 'RS256' }),
    'not_applicable',
    /JSON/,
  ],
  [
    'client-signatures',
    'introspection is ES256',
    forApi({ apiScopes: INTROSPECTION, introspectionSignedResponseAlg: 'ES256' }),
    'met',
    /ES256/,
  ],
  [
    'client-signatures',
    'introspection is RS256',
    forApi({ apiScopes: INTROSPECTION, introspectionSignedResponseAlg: 'RS256' }),
    'not_met',
    /RS256/,
  ],
  ['client-removed-grants', 'it has codes', forClient({}), 'met', /authorization_code/],
  ['client-removed-grants', 'it has passwords', forClient({ grantTypes: ['password'] }), 'not_met', /password/],
  ['client-removed-grants', 'it registered none', forClient({ grantTypes: [] }), 'not_applicable', /no grant types/],
  ['client-scopes', 'its application lists them', forClient({}), 'not_applicable', /of its application/],
  ['client-scopes', 'it lists them itself', forDynamic({ scopes: ['openid'] }), 'met', /openid/],
  ['client-scopes', 'it lists none', forDynamic({}), 'not_met', /every standard one/],
  ['client-scopes', 'it has rights', forApi(SIGHT), 'met', /onegini_api_token_introspection/],
  [
    'client-token-audience',
    'it sees its own tokens',
    forApi({ ...SIGHT, introspectionSight: 'RESOURCES', resources: ['https://api.example'] }),
    'met',
    /https:\/\/api\.example/,
  ],
  ['client-token-audience', 'it sees all tokens', forApi(SIGHT), 'not_met', /every token/],
  ['client-token-audience', 'it may not ask', forApi({}), 'not_applicable', /may not ask/],
];

describe('The report about clients', () => {
  it.each(ROWS)('judges %s when %s', (rule, _, facts, verdict, evidence) => {
    const found = judge(CLIENT_RULES, rule, facts);
    expect(found.verdict).toBe(verdict);
    expect(found.evidence).toEqual(typeof evidence === 'string' ? evidence : expect.stringMatching(evidence));
  });

  it('has rows here for every such rule, with more verdicts than one', () => {
    expect(untried(CLIENT_RULES, ROWS)).toEqual([]);
  });

  it.each<[string, ClientFacts, object]>([
    ['a web client', forClient({ requirePkce: false }), { page: 'web-client', identifier: 'site' }],
    ['the only registered client', forDynamic({ requirePkce: false }), { page: 'client', identifier: 'site' }],
    ['many registered clients', forDynamic({ requirePkce: false, clients: 2 }), { page: 'clients' }],
    [
      'the only installation',
      forClient({ requirePkce: false, kind: 'instance', clientId: null }),
      { page: 'app-installation', identifier: 'site' },
    ],
    [
      'many installations',
      forClient({ requirePkce: false, kind: 'instance', clientId: null, clients: 2 }),
      { page: 'app-installations', identifier: 'portal' },
    ],
  ])('leads to the page of %s', (_, facts, expected) => {
    const { setting } = judge(CLIENT_RULES, 'client-pkce', facts);
    expect(setting).toEqual({ in: 'console', field: 'Demand PKCE', ...expected });
  });
});
