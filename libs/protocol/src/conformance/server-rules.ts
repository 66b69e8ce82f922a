import { takesDocuments } from '../client-registration/client-document.js';
import { usesCodes } from './client-rules.js';
import { type ClientGroup, type Rule, type ServerFacts, listed, noticeOf, whether } from './conformance-records.js';

/** The metadata as the first address answered it. */
export function metadataOf({ metadata }: ServerFacts): Record<string, unknown> {
  return metadata.find(({ status, body }) => status === 200 && body !== undefined)?.body ?? {};
}

/** A member of the metadata that is a list; without one, nothing is offered. */
export function offered(facts: ServerFacts, member: string): string[] {
  const value = metadataOf(facts)[member];
  return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : [];
}

/** The clients that ask for authorization codes. */
function codeClients({ groups, applications }: ServerFacts): ClientGroup[] {
  const byIdentifier = new Map(applications.map((application) => [application.identifier, application]));
  return groups.filter((group) => usesCodes(group, byIdentifier.get(group.application ?? '')));
}

/** Requests whose redirect URI differs a little from the registered one: what is registered, and what is asked for. */
const NEAR_MISSES: readonly (readonly [registered: string, given: string])[] = [
  ['https://client.example/cb', 'https://client.example/cb/'],
  ['https://client.example/cb', 'https://client.example/cb?to=https://attacker.example'],
  ['https://client.example/cb', 'https://client.example/cb/../other'],
  ['https://client.example/cb', 'https://client.example:8443/cb'],
  ['https://client.example/cb', 'https://CLIENT.example/cb'],
  ['https://client.example/cb', 'https://client.example.attacker.example/cb'],
];

const LOOPBACK = ['http://127.0.0.1/cb', 'http://127.0.0.1:50123/cb'] as const;

/** Redirect URIs that nobody may register. */
const UNREGISTRABLE = ['https://*.client.example/cb', 'https://client.example/cb#part', 'http://client.example/cb'];

/** Rules about the endpoints of this server and what it does there. */
export const SERVER_RULES: readonly Rule<ServerFacts>[] = [
  {
    id: 'server-metadata',
    requirement: 'Clients find the endpoints in a metadata document that names the issuer.',
    references: [
      { document: 'rfc-9700', clause: '2.6', strength: 'should' },
      { document: 'fapi-2.0', clause: '5.3.2.1 no. 1', strength: 'must' },
    ],
    judge: ({ metadata, issuer }) => {
      const wrong = metadata.filter(({ status, body }) => status !== 200 || body?.['issuer'] !== issuer);
      return whether(metadata.length > 0 && wrong.length === 0, {
        evidence:
          wrong.length === 0
            ? `All ${metadata.length} addresses answered 200 and named ${issuer}.`
            : `Not as expected: ${listed(wrong.map(({ path, status }) => `${path} answered ${status}`))}.`,
        tried: true,
        setting: { in: 'environment', name: 'PASSANT_PUBLIC_URL' },
      });
    },
  },
  {
    id: 'server-tls',
    requirement: 'Every address of the server is https.',
    references: [
      { document: 'oauth-2.1', clause: '1.5', strength: 'must' },
      { document: 'fapi-2.0', clause: '5.2.1 no. 1', strength: 'must' },
      { document: 'fapi-2.0', clause: '5.4.2 no. 1', strength: 'must' },
    ],
    judge: (facts) => {
      const { issuer, groups } = facts;
      const addresses = Object.values(metadataOf(facts)).filter(
        (value): value is string => typeof value === 'string' && /^https?:/.test(value),
      );
      const plain = [issuer, ...addresses].filter((address) => !address.startsWith('https://'));
      return whether(plain.length === 0, {
        evidence:
          plain.length === 0
            ? `The issuer is ${issuer}, and all ${addresses.length} addresses of the metadata are https.`
            : `The issuer is ${issuer}: without a public https address the server is for this machine alone.`,
        tried: true,
        setting: { in: 'environment', name: 'PASSANT_PUBLIC_URL' },
        noticedBy: noticeOf(groups),
      });
    },
  },
  {
    id: 'server-only-codes',
    requirement: 'The authorization endpoint answers with a code, never with a token (no implicit grant).',
    references: [
      { document: 'oauth-2.1', clause: '10.1', strength: 'must' },
      { document: 'rfc-9700', clause: '2.1.2', strength: 'should' },
      { document: 'fapi-2.0', clause: '5.3.2.2 no. 1', strength: 'must' },
    ],
    judge: (facts) => {
      const types = offered(facts, 'response_types_supported');
      return whether(types.length > 0 && types.every((type) => type === 'code'), {
        evidence: `response_types_supported: ${listed(types)}.`,
        tried: true,
      });
    },
  },
  {
    id: 'server-no-password-grant',
    requirement: 'There is no password grant.',
    references: [
      { document: 'oauth-2.1', clause: '10', strength: 'must' },
      { document: 'rfc-9700', clause: '2.4', strength: 'must' },
      { document: 'fapi-2.0', clause: '5.3.2.1 no. 2', strength: 'must' },
    ],
    judge: (facts) => {
      const grants = offered(facts, 'grant_types_supported');
      return whether(grants.length > 0 && !grants.includes('password') && !grants.includes('implicit'), {
        evidence: `grant_types_supported: ${listed(grants)}.`,
        tried: true,
      });
    },
  },
  {
    id: 'server-pkce-s256',
    requirement: 'Code challenges are hashed (S256), and the metadata says so.',
    references: [
      { document: 'oauth-2.1', clause: '7.5.2', strength: 'must' },
      { document: 'rfc-9700', clause: '2.1.1', strength: 'should' },
      { document: 'fapi-2.0', clause: '5.3.2.2 no. 5', strength: 'must' },
    ],
    judge: (facts) => {
      const methods = offered(facts, 'code_challenge_methods_supported');
      return whether(methods.length === 1 && methods[0] === 'S256', {
        evidence: `code_challenge_methods_supported: ${listed(methods)}.`,
        tried: true,
      });
    },
  },
  {
    id: 'server-iss',
    requirement: 'Authorization responses name the issuer (RFC 9207), against mix-up.',
    references: [
      { document: 'oauth-2.1', clause: '4.1.2', strength: 'must' },
      { document: 'rfc-9700', clause: '2.1', strength: 'should' },
      { document: 'fapi-2.0', clause: '5.3.2.2 no. 7', strength: 'must' },
    ],
    judge: (facts) => {
      const value = metadataOf(facts)['authorization_response_iss_parameter_supported'];
      return whether(value === true, {
        evidence: `authorization_response_iss_parameter_supported: ${String(value)}.`,
        tried: true,
      });
    },
  },
  {
    id: 'server-exact-redirects',
    requirement: 'A redirect URI is compared character by character with a complete registered one.',
    references: [
      { document: 'oauth-2.1', clause: '2.3.1', strength: 'must' },
      { document: 'rfc-9700', clause: '2.1', strength: 'must' },
    ],
    judge: ({ practice }) => {
      const matched = NEAR_MISSES.filter(([uri, given]) => practice.matchesRedirectUri(uri, given, 'native'));
      const registrable = UNREGISTRABLE.filter((uri) => practice.isRegistrable(uri));
      return whether(matched.length + registrable.length === 0, {
        evidence: `${NEAR_MISSES.length} near misses were compared, and ${NEAR_MISSES.length - matched.length} refused. Of ${listed(UNREGISTRABLE)} can be registered: ${listed(registrable)}.`,
        tried: true,
      });
    },
  },
  {
    id: 'server-loopback-port',
    requirement: 'The port of a loopback redirect URI is free, for native apps and for nobody else.',
    references: [
      { document: 'oauth-2.1', clause: '8.4.2', strength: 'must' },
      { document: 'rfc-9700', clause: '2.1', strength: 'must' },
    ],
    judge: ({ practice }) => {
      const [native, web] = (['native', 'web'] as const).map((kind) => practice.matchesRedirectUri(...LOOPBACK, kind));
      return whether(native === true && web === false, {
        evidence: `${LOOPBACK[1]} for ${LOOPBACK[0]}: ${native ? 'accepted' : 'refused'} from a native client, ${web ? 'accepted' : 'refused'} from a web client.`,
        tried: true,
      });
    },
  },
  {
    id: 'server-code-lifetime',
    requirement: 'An authorization code lives 60 seconds at most.',
    references: [
      { document: 'oauth-2.1', clause: '4.1.2', strength: 'should' },
      { document: 'fapi-2.0', clause: '5.3.2.1 no. 11', strength: 'must' },
    ],
    judge: ({ practice: { codeValidity } }) =>
      whether(codeValidity <= 60, { evidence: `Codes live ${codeValidity} seconds.` }),
  },
  {
    id: 'server-code-once',
    requirement: 'An authorization code is good once; a second use ends what the first one got.',
    references: [
      { document: 'oauth-2.1', clause: '4.1.3', strength: 'must' },
      { document: 'fapi-2.0', clause: '5.3.2.2 no. 9', strength: 'must' },
    ],
    judge: ({ practice: { codeMemory, codeValidity } }) =>
      whether(codeMemory >= codeValidity, {
        evidence: `One statement decides which use is the first, and a used code is remembered ${codeMemory} seconds.`,
      }),
  },
  {
    id: 'server-redirect-status',
    requirement: 'Redirects are 303, which leaves credentials behind; never 307.',
    references: [
      { document: 'oauth-2.1', clause: '7.5.4', strength: 'must' },
      { document: 'rfc-9700', clause: '4.12', strength: 'must' },
      { document: 'fapi-2.0', clause: '5.3.2.2 no. 10', strength: 'must' },
      { document: 'fapi-2.0', clause: '5.3.2.2 no. 11', strength: 'should' },
    ],
    judge: ({ practice: { redirectStatus } }) =>
      whether(redirectStatus === 303, { evidence: `The login pages redirect with ${redirectStatus}.` }),
  },
  {
    id: 'server-no-cors-at-authorize',
    requirement: 'Scripts of other sites cannot read the authorization endpoint (no CORS).',
    references: [
      { document: 'oauth-2.1', clause: '3.1', strength: 'must' },
      { document: 'rfc-9700', clause: '2.6', strength: 'must' },
      { document: 'fapi-2.0', clause: '5.2.3 no. 3', strength: 'must' },
    ],
    judge: ({ authorizeAllowsOrigin: origin }) =>
      whether(origin === undefined, {
        evidence:
          origin === undefined
            ? 'A preflight request got no Access-Control-Allow-Origin.'
            : `A preflight request got Access-Control-Allow-Origin: ${origin}.`,
        tried: true,
      }),
  },
  {
    id: 'server-no-open-redirector',
    requirement: 'The server is no open redirector: nobody is sent on to an address that nobody vouched for.',
    references: [
      { document: 'oauth-2.1', clause: '7.13.2', strength: 'must' },
      { document: 'rfc-9700', clause: '4.11.2', strength: 'must' },
      { document: 'fapi-2.0', clause: '5.3.2.1 no. 7', strength: 'must' },
    ],
    judge: ({ openRegistration, documents, practice }) => {
      const anybody = [
        ...(openRegistration ? ['Everybody may register a client.'] : []),
        ...(takesDocuments(documents)
          ? [`Whoever publishes a document on ${listed(documents.domains)} has a client.`]
          : []),
      ];
      return whether(anybody.length === 0 || !practice.redirectsForAnyone, {
        evidence:
          anybody.length > 0
            ? `${anybody.join(' ')} Errors of such a client ${practice.redirectsForAnyone ? 'are sent to its address at once' : 'become a page with a link, which a person has to follow'}.`
            : 'Open registration is off, and no client is taken from a document: an administrator, a token or a software statement vouched for every client.',
        setting:
          openRegistration || anybody.length === 0
            ? { in: 'environment', name: 'PASSANT_OPEN_REGISTRATION' }
            : { in: 'console', page: 'client-documents', field: 'Take clients from documents' },
      });
    },
  },
  {
    id: 'server-client-identifiers',
    requirement: 'No client chooses an identifier that could be taken for a person, or tokens tell the two apart.',
    references: [
      { document: 'oauth-2.1', clause: '7.4', strength: 'must' },
      { document: 'rfc-9700', clause: '2.6', strength: 'should' },
      { document: 'rfc-9700', clause: '4.15.1', strength: 'should' },
    ],
    judge: ({ documents, practice: { tokenTypes } }) =>
      whether(tokenTypes.includes('CLIENT_CREDENTIALS'), {
        evidence: `${
          takesDocuments(documents)
            ? `Clients on ${listed(documents.domains)} are known by the address of their document.`
            : 'No client is taken from a document by itself: identifiers are drawn, or chosen where an administrator or a token allows it.'
        } Introspection tells tokens apart, in amr: ${listed(tokenTypes)}.`,
      }),
  },
  {
    id: 'server-sender-constrained',
    requirement: 'Access tokens are bound to whoever got them (DPoP or mutual TLS).',
    references: [
      { document: 'oauth-2.1', clause: '1.4.3', strength: 'should' },
      { document: 'rfc-9700', clause: '2.2.1', strength: 'should' },
      { document: 'fapi-2.0', clause: '5.3.2.1 no. 4, 5', strength: 'must' },
    ],
    judge: (facts) => {
      const metadata = metadataOf(facts);
      const dpop = offered(facts, 'dpop_signing_alg_values_supported');
      const bound = dpop.length > 0 || metadata['tls_client_certificate_bound_access_tokens'] === true;
      return whether(bound, {
        evidence: bound
          ? `dpop_signing_alg_values_supported: ${listed(dpop)}.`
          : 'Not offered: the metadata lists neither DPoP nor certificate-bound access tokens. Tokens are bearer tokens.',
        tried: true,
        noticedBy: noticeOf(facts.groups),
      });
    },
  },
  {
    id: 'server-pushed-requests',
    requirement: 'Authorization requests are pushed by an authenticated client first (PAR), and all others refused.',
    references: [{ document: 'fapi-2.0', clause: '5.3.2.2 no. 2, 3, 4, 6, 12', strength: 'must' }],
    judge: (facts) => {
      const endpoint = metadataOf(facts)['pushed_authorization_request_endpoint'];
      const required = metadataOf(facts)['require_pushed_authorization_requests'] === true;
      return whether(endpoint !== undefined && required, {
        evidence:
          endpoint === undefined
            ? 'Not offered: the metadata lists no pushed_authorization_request_endpoint.'
            : `require_pushed_authorization_requests: ${String(required)}.`,
        tried: true,
        noticedBy: noticeOf(codeClients(facts)),
      });
    },
  },
];
