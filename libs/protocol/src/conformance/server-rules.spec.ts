import { ISSUER, type Row, aServer, judge, untried } from '../testing/conformance.js';
import type { ServerFacts } from './conformance-records.js';
import { SERVER_RULES } from './server-rules.js';

const DOCUMENTS = { enabled: true, domains: ['apps.example'] };

const ROWS: Row<ServerFacts>[] = [
  ['server-metadata', 'every address answers', aServer(), 'met', `All 1 addresses answered 200 and named ${ISSUER}.`],
  [
    'server-metadata',
    'an address fails',
    aServer({ metadata: [{ path: '/metadata', status: 500, body: undefined }] }),
    'not_met',
    'Not as expected: /metadata answered 500.',
  ],
  [
    'server-metadata',
    'another issuer is named',
    aServer({ says: { issuer: 'https://other' } }),
    'not_met',
    /answered 200/,
  ],
  ['server-tls', 'all is https', aServer(), 'met', /all 2 addresses/],
  ['server-tls', 'the issuer is http', aServer({ issuer: 'http://127.0.0.1:3000/oauth' }), 'not_met', /127\.0\.0\.1/],
  ['server-tls', 'an address is http', aServer({ says: { jwks_uri: 'http://a.example/keys' } }), 'not_met', /issuer/],
  ['server-only-codes', 'only code is offered', aServer(), 'met', 'response_types_supported: code.'],
  [
    'server-only-codes',
    'a token is offered, too',
    aServer({ says: { response_types_supported: ['code', 'token'] } }),
    'not_met',
    'response_types_supported: code, token.',
  ],
  ['server-only-codes', 'the metadata is missing', aServer({ metadata: [] }), 'not_met', /none/],
  ['server-no-password-grant', 'it is not offered', aServer(), 'met', /authorization_code/],
  [
    'server-no-password-grant',
    'it is offered',
    aServer({ says: { grant_types_supported: ['password'] } }),
    'not_met',
    'grant_types_supported: password.',
  ],
  ['server-pkce-s256', 'S256 alone is offered', aServer(), 'met', /S256/],
  [
    'server-pkce-s256',
    'plain is offered, too',
    aServer({ says: { code_challenge_methods_supported: ['S256', 'plain'] } }),
    'not_met',
    /plain/,
  ],
  ['server-iss', 'it is promised', aServer(), 'met', /true/],
  [
    'server-iss',
    'it is not promised',
    aServer({ says: { authorization_response_iss_parameter_supported: undefined } }),
    'not_met',
    /undefined/,
  ],
  ['server-exact-redirects', 'this server compares', aServer(), 'met', /6 refused/],
  [
    'server-exact-redirects',
    'prefixes are compared',
    aServer({ practice: { matchesRedirectUri: (registered, given) => given.startsWith(registered) } }),
    'not_met',
    /3 refused/,
  ],
  [
    'server-exact-redirects',
    'wildcards can be registered',
    aServer({ practice: { isRegistrable: (uri) => uri.includes('*') } }),
    'not_met',
    /can be registered: https:\/\/\*/,
  ],
  [
    'server-loopback-port',
    'this server compares',
    aServer(),
    'met',
    /accepted from a native client, refused from a web/,
  ],
  [
    'server-loopback-port',
    'ports are compared for everybody',
    aServer({ practice: { matchesRedirectUri: (registered, given) => registered === given } }),
    'not_met',
    /refused from a native client/,
  ],
  ['server-code-lifetime', 'this server issues codes', aServer(), 'met', 'Codes live 60 seconds.'],
  ['server-code-lifetime', 'codes live longer', aServer({ practice: { codeValidity: 61 } }), 'not_met', /61/],
  ['server-code-once', 'used codes are remembered', aServer(), 'met', /remembered 3600 seconds/],
  ['server-code-once', 'they are forgotten early', aServer({ practice: { codeMemory: 59 } }), 'not_met', /59/],
  ['server-redirect-status', 'this server redirects', aServer(), 'met', /303/],
  ['server-redirect-status', 'forms are sent on', aServer({ practice: { redirectStatus: 307 } }), 'not_met', /307/],
  ['server-no-cors-at-authorize', 'no origin is let in', aServer(), 'met', /no Access-Control-Allow-Origin/],
  [
    'server-no-cors-at-authorize',
    'an origin is let in',
    aServer({ authorizeAllowsOrigin: '*' }),
    'not_met',
    'A preflight request got Access-Control-Allow-Origin: *.',
  ],
  ['server-no-open-redirector', 'registration is closed', aServer(), 'met', /is off/],
  ['server-no-open-redirector', 'registration is open', aServer({ openRegistration: true }), 'met', /page with a link/],
  [
    'server-no-open-redirector',
    'anybody is sent on',
    aServer({ openRegistration: true, practice: { redirectsForAnyone: true } }),
    'not_met',
    /at once/,
  ],
  [
    'server-no-open-redirector',
    'clients are taken from documents',
    aServer({ documents: DOCUMENTS }),
    'met',
    'Whoever publishes a document on apps.example has a client. Errors of such a client become a page with a link, which a person has to follow.',
  ],
  [
    'server-no-open-redirector',
    'clients of documents are sent on',
    aServer({ documents: DOCUMENTS, practice: { redirectsForAnyone: true } }),
    'not_met',
    /apps\.example.* at once/,
  ],
  [
    'server-no-open-redirector',
    'no domain is named for documents',
    aServer({ documents: { enabled: true, domains: [] }, practice: { redirectsForAnyone: true } }),
    'met',
    /no client is taken from a document/,
  ],
  ['server-client-identifiers', 'the server draws them', aServer(), 'met', /^No client is taken from a document/],
  [
    'server-client-identifiers',
    'they are addresses of documents',
    aServer({ documents: DOCUMENTS }),
    'met',
    'Clients on apps.example are known by the address of their document. Introspection tells tokens apart, in amr: DEFAULT, STATELESS_AUTHENTICATION, IMPLICIT_AUTHENTICATION, CLIENT_CREDENTIALS.',
  ],
  [
    'server-client-identifiers',
    'tokens of clients look like those of persons',
    aServer({ documents: DOCUMENTS, practice: { tokenTypes: ['DEFAULT'] } }),
    'not_met',
    /in amr: DEFAULT\.$/,
  ],
  ['server-sender-constrained', 'nothing is offered', aServer(), 'not_met', /bearer tokens/],
  [
    'server-sender-constrained',
    'DPoP is offered',
    aServer({ says: { dpop_signing_alg_values_supported: ['ES256'] } }),
    'met',
    /ES256/,
  ],
  ['server-pushed-requests', 'there is no endpoint', aServer(), 'not_met', /Not offered/],
  [
    'server-pushed-requests',
    'they are not required',
    aServer({ says: { pushed_authorization_request_endpoint: `${ISSUER}/par` } }),
    'not_met',
    /false/,
  ],
  [
    'server-pushed-requests',
    'they are required',
    aServer({
      says: { pushed_authorization_request_endpoint: `${ISSUER}/par`, require_pushed_authorization_requests: true },
    }),
    'met',
    /true/,
  ],
];

describe('The report about endpoints', () => {
  it.each(ROWS)('judges %s when %s', (rule, _, facts, verdict, evidence) => {
    const found = judge(SERVER_RULES, rule, facts);
    expect(found.verdict).toBe(verdict);
    expect(found.evidence).toEqual(typeof evidence === 'string' ? evidence : expect.stringMatching(evidence));
  });

  it('has rows here for every such rule, with more verdicts than one', () => {
    expect(untried(SERVER_RULES, ROWS)).toEqual([]);
  });
});
