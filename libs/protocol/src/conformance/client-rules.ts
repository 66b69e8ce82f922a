import {
  AUTHORIZATION_CODE_GRANT,
  type ConformanceSetting,
  STATELESS_AUTHENTICATION_GRANT,
  type SigningAlgorithm,
} from '@passant/contracts';
import type { Application } from '../applications/application-records.js';
import { givesStatelessCodes } from '../authorization/authorization.js';
import { leniencyAt, leniencyOf } from '../clients/audience-policy.js';
import { mayUseGrant, requiresPkce } from '../clients/client.js';
import { type RedirectPlace, redirectPlaceOf } from '../redirect-uris/redirect-uri.js';
import {
  type ClientFacts,
  type ClientGroup,
  type Judgement,
  type Rule,
  listed,
  needOf,
  notApplicable,
  noticeOf,
  whether,
} from './conformance-records.js';

/** RSA keys of at least so many bits (FAPI 2.0 §5.4.1 no. 2). */
export const LEAST_RSA_BITS = 2048;

/** Whether clients of a mobile application can ask for a code that ends in a stateless token. */
function usesStatelessCodes(group: ClientGroup, application: Application | undefined): boolean {
  return (
    application !== undefined && givesStatelessCodes(application) && mayUseGrant(group, STATELESS_AUTHENTICATION_GRANT)
  );
}

/** Whether clients can ask for an authorization code; mobile applications have them for stateless tokens only. */
export function usesCodes(group: ClientGroup, application: Application | undefined): boolean {
  if (group.kind === 'api') return false;
  if (application?.clientType === 'mobile') return usesStatelessCodes(group, application);
  return group.redirectPlaces.length > 0 && mayUseGrant(group, AUTHORIZATION_CODE_GRANT);
}

/** Whether assertions of these clients may be signed with RS256. What keys a URL will hold is not known. */
export function maySignWithRs256({ authMethod, keysAtUri, keyAlgorithms }: ClientGroup): boolean {
  return authMethod === 'private_key_jwt' && (keysAtUri || keyAlgorithms.includes('RS256'));
}

/** With what the server signs for these clients: ID tokens, or introspection answers; undefined if it signs nothing. */
export function signaturesFor(group: ClientGroup, application: Application | undefined): SigningAlgorithm | undefined {
  if (group.kind === 'api') {
    return mayIntrospect(group) ? (group.introspectionSignedResponseAlg ?? undefined) : undefined;
  }
  const getsIdTokens = application?.clientType === 'mobile' || usesCodes(group, application);
  return getsIdTokens ? group.idTokenSignedResponseAlg : undefined;
}

function mayIntrospect({ apiScopes }: ClientGroup): boolean {
  return apiScopes.includes('onegini_api_token_introspection');
}

/** Where an administrator changes something about these clients. */
function place(group: ClientGroup, field: string): ConformanceSetting {
  const { kind, clientId, application, examples, clients } = group;
  const at = (page: Extract<ConformanceSetting, { in: 'console' }>['page'], identifier: string | null | undefined) => ({
    in: 'console' as const,
    page,
    ...(identifier == null ? {} : { identifier }),
    field,
  });
  if (kind === 'web') return at('web-client', clientId);
  if (kind === 'api') return at('api-client', clientId);
  const only = clients === 1 ? examples[0] : undefined;
  if (kind === 'dynamic') return only === undefined ? at('clients', undefined) : at('client', only);
  return only === undefined ? at('app-installations', application) : at('app-installation', only);
}

/** Where the registered metadata is changed: by an administrator for clients of the console, else by the client. */
function registration(group: ClientGroup, field: string): ConformanceSetting {
  return group.kind === 'web' || group.kind === 'api' ? place(group, field) : { in: 'registration', field };
}

/** How a client authenticates is decided when it is created. */
function authentication({ kind }: ClientGroup): ConformanceSetting {
  const field = 'Authenticates with';
  if (kind !== 'web' && kind !== 'api') return { in: 'registration', field };
  return { in: 'console', page: kind === 'web' ? 'web-clients' : 'api-clients', field: `${field}, of a new client` };
}

function placesOf(group: ClientGroup, ...kinds: RedirectPlace[]): string[] {
  return group.redirectPlaces.filter((uri) => kinds.includes(redirectPlaceOf(uri)));
}

/** For rules about redirect URIs: those that the clients registered, or those that their application has for them. */
function aboutRedirects(
  judge: (group: ClientGroup, setting: ConformanceSetting) => Judgement,
): (facts: ClientFacts) => Judgement {
  return ({ group, application }) => {
    if (application && usesStatelessCodes(group, application)) {
      const { identifier, statelessRedirectUris: redirectPlaces } = application;
      const setting = { in: 'console', page: 'application', identifier, field: 'Login pages lead back to' } as const;
      return judge({ ...group, redirectPlaces, native: true }, setting);
    }
    if (group.redirectPlaces.length === 0) return notApplicable('No redirect URI is registered.');
    return judge(group, registration(group, 'Redirect URIs'));
  };
}

/** Rules about clients. */
export const CLIENT_RULES: readonly Rule<ClientFacts>[] = [
  {
    id: 'client-pkce',
    requirement: 'The client has to send a code challenge (PKCE).',
    references: [
      { document: 'oauth-2.1', clause: '4.1.3', strength: 'must' },
      { document: 'rfc-9700', clause: '2.1.1', strength: 'should' },
      { document: 'fapi-2.0', clause: '5.3.2.2 no. 5', strength: 'must' },
    ],
    judge: ({ group, application }) => {
      if (!usesCodes(group, application)) return notApplicable('It cannot ask for an authorization code.');
      if (usesStatelessCodes(group, application)) {
        return whether(true, {
          evidence:
            'Stateless registrations on the login pages: nobody is let off, and requests without a code challenge are refused.',
        });
      }
      return whether(requiresPkce(group), {
        evidence: requiresPkce(group)
          ? 'Requests without a code challenge are refused.'
          : 'An administrator let it off: requests without a code challenge are accepted.',
        setting: place(group, 'Demand PKCE'),
        noticedBy: noticeOf([group]),
      });
    },
  },
  {
    id: 'client-redirects-encrypted',
    requirement: 'No redirect URI is plain http, except a loopback address of a native app.',
    references: [
      { document: 'oauth-2.1', clause: '1.5', strength: 'must' },
      { document: 'rfc-9700', clause: '2.6', strength: 'must' },
      { document: 'fapi-2.0', clause: '5.3.2.2 no. 8', strength: 'must' },
    ],
    judge: aboutRedirects((group, setting) => {
      const plain = placesOf(group, 'http', ...(group.native ? [] : (['loopback', 'localhost'] as const)));
      const kind = group.native ? 'native' : 'web';
      return whether(plain.length === 0, {
        evidence:
          plain.length === 0
            ? `Registered as ${kind}, for ${listed(group.redirectPlaces)}.`
            : `Registered as ${kind}, also for ${listed(plain)}.`,
        setting,
        noticedBy: noticeOf([group]),
      });
    }),
  },
  {
    id: 'client-loopback-literal',
    requirement: 'Loopback redirect URIs name the address 127.0.0.1 or [::1], not localhost.',
    references: [{ document: 'oauth-2.1', clause: '8.4.2', strength: 'should' }],
    judge: aboutRedirects((group, setting) => {
      const loopback = placesOf(group, 'loopback', 'localhost');
      if (loopback.length === 0) return notApplicable('No redirect URI leads to the loopback interface.');
      return whether(placesOf(group, 'localhost').length === 0, {
        evidence: `Registered for ${listed(loopback)}.`,
        setting,
        noticedBy: noticeOf([group]),
      });
    }),
  },
  {
    id: 'client-private-scheme',
    requirement: 'A private-use scheme is a domain name in reverse order.',
    references: [
      { document: 'oauth-2.1', clause: '2.3.1', strength: 'should' },
      { document: 'oauth-2.1', clause: '8.4.3', strength: 'must' },
    ],
    judge: aboutRedirects((group) => {
      const schemes = placesOf(group, 'domain scheme', 'other scheme');
      if (schemes.length === 0) return notApplicable('No redirect URI has a private-use scheme.');
      return whether(placesOf(group, 'other scheme').length === 0, {
        evidence: `Registered for ${listed(schemes)}.`,
        setting: { in: 'environment', name: 'PASSANT_REDIRECT_SCHEMES' },
        noticedBy: noticeOf([group]),
      });
    }),
  },
  {
    id: 'client-confidential',
    requirement: 'The client authenticates.',
    references: [
      { document: 'rfc-9700', clause: '2.5', strength: 'should' },
      { document: 'fapi-2.0', clause: '5.3.2.1 no. 3', strength: 'must' },
    ],
    judge: ({ group }) =>
      whether(group.authMethod !== 'none', {
        evidence: `token_endpoint_auth_method is ${group.authMethod}.`,
        setting: authentication(group),
        noticedBy: noticeOf([group]),
      }),
  },
  {
    id: 'client-asymmetric',
    requirement: 'The client authenticates with a key of its own instead of a shared secret.',
    references: [
      { document: 'oauth-2.1', clause: '2.4', strength: 'should' },
      { document: 'rfc-9700', clause: '2.5', strength: 'should' },
      { document: 'fapi-2.0', clause: '5.3.2.1 no. 6', strength: 'must' },
    ],
    judge: ({ group }) =>
      whether(group.authMethod === 'private_key_jwt', {
        evidence: `token_endpoint_auth_method is ${group.authMethod}.`,
        setting: authentication(group),
        noticedBy: noticeOf([group]),
      }),
  },
  {
    id: 'client-sole-audience',
    requirement: 'Its assertions name the issuer as their only audience.',
    references: [
      { document: 'rfc-10070', clause: '4', strength: 'must' },
      { document: 'oauth-2.1', clause: '2.4', strength: 'must' },
    ],
    judge: ({ group, application, now }) => {
      if (group.authMethod !== 'private_key_jwt') return notApplicable('It makes no assertions.');
      const known = leniencyOf(group, application);
      const active = leniencyAt(known, now);
      const setting: ConformanceSetting =
        known?.of === 'application' && application
          ? { in: 'console', page: 'application', identifier: application.identifier, field: 'Audience of assertions' }
          : place(group, 'Audience of its assertions');
      if (!active) {
        const past = known ? ' An exception has ended.' : '';
        return { verdict: 'met', evidence: `Every other audience is refused.${past}`, setting };
      }
      return {
        verdict: 'exception',
        until: active.until,
        evidence: `An exception of the ${active.of} lets assertions name the endpoint.`,
        setting,
        noticedBy: needOf([group]),
      };
    },
  },
  {
    id: 'client-assertion-algorithm',
    requirement: 'Its assertions are signed with PS256, ES256 or EdDSA.',
    references: [{ document: 'fapi-2.0', clause: '5.4.1 no. 1.2', strength: 'must' }],
    judge: ({ group }) => {
      if (group.authMethod !== 'private_key_jwt') return notApplicable('It makes no assertions.');
      return whether(!maySignWithRs256(group), {
        evidence: group.keysAtUri
          ? 'Its keys are at a URL, and RS256 is accepted as soon as an RSA key is there that does not name PS256.'
          : `Its keys are for ${listed(group.keyAlgorithms)}.`,
        setting: registration(group, 'Public keys'),
        noticedBy: noticeOf([group]),
      });
    },
  },
  {
    id: 'client-key-size',
    requirement: 'RSA keys have at least 2048 bits, elliptic curve keys at least 224.',
    references: [{ document: 'fapi-2.0', clause: '5.4.1 no. 2, 3', strength: 'must' }],
    judge: ({ group }) => {
      if (group.authMethod !== 'private_key_jwt') return notApplicable('It has no keys.');
      const { smallestRsaKey: bits, keysAtUri } = group;
      return whether(bits === null || bits >= LEAST_RSA_BITS, {
        evidence: keysAtUri
          ? 'Its keys are at a URL. Whenever they are fetched, smaller ones are left out.'
          : bits === null
            ? 'Its keys are on the curve P-256.'
            : `Its smallest RSA key has ${bits} bits.`,
        setting: registration(group, 'Public keys'),
        noticedBy: noticeOf([group]),
      });
    },
  },
  {
    id: 'client-signatures',
    requirement: 'What the server signs for it is signed with PS256, ES256 or EdDSA.',
    references: [{ document: 'fapi-2.0', clause: '5.4.1 no. 1.2', strength: 'must' }],
    judge: ({ group, application }) => {
      const algorithm = signaturesFor(group, application);
      const isApi = group.kind === 'api';
      if (algorithm === undefined) {
        if (!isApi) return notApplicable('It gets no ID tokens.');
        return notApplicable(
          mayIntrospect(group)
            ? 'Introspection answers it in JSON, unless it asks for a signature.'
            : 'It may not ask about tokens.',
        );
      }
      const field = isApi ? 'Introspection answers' : 'ID tokens are signed with';
      return whether(algorithm !== 'RS256', {
        evidence: `${isApi ? 'Introspection responses' : 'ID tokens'} are signed with ${algorithm}.`,
        setting: registration(group, field),
        noticedBy: noticeOf([group]),
      });
    },
  },
  {
    id: 'client-removed-grants',
    requirement: 'The client is registered for no grant that was removed: implicit or password.',
    references: [
      { document: 'oauth-2.1', clause: '10.1', strength: 'must' },
      { document: 'rfc-9700', clause: '2.1.2', strength: 'should' },
      { document: 'rfc-9700', clause: '2.4', strength: 'must' },
    ],
    judge: ({ group }) => {
      if (group.grantTypes.length === 0) return notApplicable('It registered no grant types.');
      return whether(!group.grantTypes.some((grant) => grant === 'implicit' || grant === 'password'), {
        evidence: `grant_types are ${listed(group.grantTypes)}.`,
        setting: registration(group, 'Grant types'),
        noticedBy: noticeOf([group]),
      });
    },
  },
  {
    id: 'client-scopes',
    requirement: 'Its tokens get no more privileges than it needs: the scopes it may ask for are listed.',
    references: [
      { document: 'oauth-2.1', clause: '7.1.4', strength: 'should' },
      { document: 'rfc-9700', clause: '2.3', strength: 'should' },
      { document: 'fapi-2.0', clause: '5.3.2.1 no. 14', strength: 'should' },
    ],
    judge: ({ group, application }) => {
      if (group.kind === 'api') {
        return whether(true, { evidence: `Rights: ${listed(group.apiScopes)}.`, setting: place(group, 'May use') });
      }
      if (application && group.scopes.length === 0) {
        return notApplicable('It has the scopes of its application, which are judged there.');
      }
      return whether(group.scopes.length > 0, {
        evidence:
          group.scopes.length > 0
            ? `Registered for ${listed(group.scopes)}.`
            : 'It registered no scopes, so it may ask for every standard one.',
        setting: registration(group, 'Scopes'),
        noticedBy: noticeOf([group]),
      });
    },
  },
  {
    id: 'client-token-audience',
    requirement: 'A resource server takes only tokens that are meant for it.',
    references: [
      { document: 'oauth-2.1', clause: '7.1.4', strength: 'should' },
      { document: 'rfc-9700', clause: '2.3', strength: 'should' },
    ],
    judge: ({ group }) => {
      if (!mayIntrospect(group)) {
        return notApplicable('It may not ask about tokens.');
      }
      const sole = group.introspectionSight === 'RESOURCES';
      return whether(sole && group.resources.length > 0, {
        evidence: sole
          ? `Introspection shows it only tokens for ${listed(group.resources)}.`
          : 'Introspection shows it every token of its applications, whatever API the token is for.',
        setting: place(group, 'Introspection shows it'),
        noticedBy: noticeOf([group]),
      });
    },
  },
];
