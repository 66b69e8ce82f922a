import { createPublicKey } from 'node:crypto';
import { CLIENT_ASSERTION_TYPE } from '../clients/assertion-types.js';
import type { Application } from '../applications/application-records.js';
import { type Leniency, leniencyAt, leniencyOf } from '../clients/audience-policy.js';
import { LEAST_RSA_BITS, maySignWithRs256, signaturesFor } from './client-rules.js';
import {
  type ClientGroup,
  type Rule,
  type ServerFacts,
  listed,
  needOf,
  noticeOf,
  whether,
} from './conformance-records.js';
import { offered } from './server-rules.js';

/** Algorithms that FAPI 2.0 allows (§5.4.1 no. 1.2). */
const FAPI_ALGORITHMS = ['PS256', 'ES256', 'EdDSA', 'Ed25519'];

/** Types of other kinds of JWT, however they are written, which must not be taken for an assertion. */
const FOREIGN_TYPES = [
  'at+jwt',
  'application/at+jwt',
  'AT+JWT',
  'at+jwt;v=1',
  'application/dpop+jwt; charset=utf-8',
  'logout+jwt',
  'token-introspection+jwt',
];

function publishedKeys({ jwks }: ServerFacts): Record<string, unknown>[] {
  const keys = jwks.status === 200 ? jwks.body?.keys : undefined;
  return Array.isArray(keys) ? (keys as Record<string, unknown>[]) : [];
}

/** Size of a public key in bits: of the modulus for RSA, of the curve for EC; undefined if it is no key. */
function sizeOf(jwk: Record<string, unknown>): number | undefined {
  if (jwk['kty'] === 'EC') return { 'P-256': 256, 'P-384': 384, 'P-521': 521 }[String(jwk['crv'])];
  try {
    return createPublicKey({ key: jwk, format: 'jwk' }).asymmetricKeyDetails?.modulusLength;
  } catch {
    return undefined;
  }
}

function isLargeEnough(jwk: Record<string, unknown>): boolean {
  return (sizeOf(jwk) ?? 0) >= (jwk['kty'] === 'EC' ? 224 : LEAST_RSA_BITS);
}

const METADATA_ALGORITHMS = [
  'id_token_signing_alg_values_supported',
  'introspection_signing_alg_values_supported',
  'token_endpoint_auth_signing_alg_values_supported',
];

/** Whether anything the server signs for these clients is signed with RS256. */
function getsRsaSignatures({ applications }: ServerFacts, group: ClientGroup): boolean {
  const application = applications.find(({ identifier }) => identifier === group.application);
  return signaturesFor(group, application) === 'RS256';
}

/** The exceptions that are one of somebody who makes assertions: of applications, and of clients for themselves. */
function exceptionsOf(applications: readonly Application[], groups: readonly ClientGroup[]): Leniency[] {
  const byIdentifier = new Map(applications.map((application) => [application.identifier, application]));
  const asserting = groups.filter(({ authMethod }) => authMethod === 'private_key_jwt');
  const all = asserting.flatMap((group): [string | ClientGroup, Leniency][] => {
    const leniency = leniencyOf(group, byIdentifier.get(group.application ?? ''));
    return leniency ? [[leniency.of === 'application' ? group.application! : group, leniency]] : [];
  });
  return [...new Map(all).values()];
}

/** Rules about client authentication, signatures and keys of this server. */
export const SERVER_KEY_RULES: readonly Rule<ServerFacts>[] = [
  {
    id: 'server-sole-audience',
    requirement: 'An assertion whose only audience is not the issuer is refused.',
    references: [
      { document: 'rfc-10070', clause: '4', strength: 'must' },
      { document: 'oauth-2.1', clause: '2.4', strength: 'must' },
    ],
    judge: ({ issuer, now, practice, applications, groups }) => {
      const others = [`${issuer}/v1/token`, [issuer, 'https://other.example'], `${issuer}/`, []];
      const taken = others.filter((aud) => practice.acceptsAudience(issuer, aud));
      const ends = exceptionsOf(applications, groups).flatMap((leniency) => leniencyAt(leniency, now)?.until ?? []);
      if (taken.length > 0 || ends.length === 0) {
        return whether(taken.length === 0, {
          evidence: `${others.length} other audiences were tried, and ${others.length - taken.length} refused. No exception lets a client name one of them.`,
          tried: true,
        });
      }
      return {
        verdict: 'exception',
        until: Math.max(...ends),
        evidence: `${others.length} other audiences were tried and refused, but ${ends.length} ${ends.length === 1 ? 'exception lets' : 'exceptions let'} clients name the endpoint.`,
        tried: true,
        noticedBy: needOf(groups),
      };
    },
  },
  {
    id: 'server-audience-string',
    requirement: 'The audience of an assertion is the issuer as a string, not as the member of an array.',
    references: [{ document: 'fapi-2.0', clause: '5.3.2.1 no. 8', strength: 'must' }],
    judge: ({ issuer, practice, groups }) => {
      const taken = practice.acceptsAudience(issuer, [issuer]);
      return whether(!taken, {
        evidence: `["${issuer}"] was tried and ${taken ? 'accepted' : 'refused'}.`,
        tried: true,
        noticedBy: noticeOf(groups.filter(({ authMethod }) => authMethod === 'private_key_jwt')),
      });
    },
  },
  {
    id: 'server-assertion-type',
    requirement: 'An assertion may say that it is one, and another kind of JWT is not taken for one.',
    references: [{ document: 'rfc-10070', clause: '4', strength: 'should' }],
    judge: ({ practice }) => {
      const own = practice.isAssertionType(CLIENT_ASSERTION_TYPE);
      const refused = FOREIGN_TYPES.filter((type) => !practice.isAssertionType(type));
      return whether(own && refused.length === FOREIGN_TYPES.length, {
        evidence: `${CLIENT_ASSERTION_TYPE} was tried and ${own ? 'accepted' : 'refused'}. Of ${listed(FOREIGN_TYPES)} were refused: ${listed(refused)}.`,
        tried: true,
      });
    },
  },
  {
    id: 'server-clock-tolerance',
    requirement: 'Clocks may be 10 seconds ahead, but not more than 60.',
    references: [{ document: 'fapi-2.0', clause: '5.3.2.1 no. 13', strength: 'must' }],
    judge: ({ practice: { clockTolerance } }) =>
      whether(clockTolerance >= 10 && clockTolerance <= 60, {
        evidence: `iat and nbf may be ${clockTolerance} seconds ahead.`,
      }),
  },
  {
    id: 'server-client-authentication',
    requirement: 'Clients authenticate with private_key_jwt or mutual TLS, and in no other way.',
    references: [{ document: 'fapi-2.0', clause: '5.3.2.1 no. 3, 6', strength: 'must' }],
    judge: (facts) => {
      const methods = offered(facts, 'token_endpoint_auth_methods_supported');
      return whether(methods.length > 0 && methods.every((method) => method === 'private_key_jwt'), {
        evidence: `token_endpoint_auth_methods_supported: ${listed(methods)}.`,
        tried: true,
        noticedBy: noticeOf(facts.groups.filter(({ authMethod }) => authMethod !== 'private_key_jwt')),
      });
    },
  },
  {
    id: 'server-algorithms',
    requirement: 'Every signature is PS256, ES256 or EdDSA, and never none.',
    references: [{ document: 'fapi-2.0', clause: '5.4.1 no. 1.2, 1.3', strength: 'must' }],
    judge: (facts) => {
      const algorithms = [...new Set(METADATA_ALGORITHMS.flatMap((member) => offered(facts, member)))];
      const others = algorithms.filter((algorithm) => !FAPI_ALGORITHMS.includes(algorithm));
      return whether(algorithms.length > 0 && others.length === 0, {
        evidence: `The metadata offers ${listed(algorithms)} for ID tokens, introspection and assertions.`,
        tried: true,
        noticedBy: noticeOf(facts.groups.filter((group) => maySignWithRs256(group) || getsRsaSignatures(facts, group))),
      });
    },
  },
  {
    id: 'server-key-size',
    requirement: 'The published RSA keys have at least 2048 bits, elliptic curve keys at least 224.',
    references: [{ document: 'fapi-2.0', clause: '5.4.1 no. 2, 3', strength: 'must' }],
    judge: (facts) => {
      const keys = publishedKeys(facts);
      const each = keys.map((key) => `${String(key['kty'])} ${sizeOf(key) ?? 'of unknown size'}`).toSorted();
      const sizes = [...new Set(each)].map((size) => `${each.filter((one) => one === size).length} × ${size}`);
      return whether(keys.length > 0 && keys.every(isLargeEnough), {
        evidence: `${facts.jwks.path} answered ${facts.jwks.status} with ${listed(sizes)}.`,
        tried: true,
      });
    },
  },
  {
    id: 'server-key-set',
    requirement: 'The published keys hold nothing private, point nowhere else, and each has an identifier of its own.',
    references: [
      { document: 'fapi-2.0', clause: '5.4.2 no. 2, 3', strength: 'should' },
      { document: 'oauth-2.1', clause: '7.1.2', strength: 'should' },
    ],
    judge: (facts) => {
      const keys = publishedKeys(facts);
      const kids = new Set(keys.map(({ kid }) => kid).filter((kid) => typeof kid === 'string'));
      const wrong = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'k', 'x5u', 'jku'].filter((member) =>
        keys.some((key) => member in key),
      );
      return whether(keys.length > 0 && kids.size === keys.length && wrong.length === 0, {
        evidence: `${keys.length} keys with ${kids.size} identifiers. Members that do not belong there: ${listed(wrong)}.`,
        tried: true,
      });
    },
  },
  {
    id: 'server-entropy',
    requirement: 'Tokens and codes have at least 128 bits of entropy.',
    references: [
      { document: 'oauth-2.1', clause: '7.7', strength: 'must' },
      { document: 'fapi-2.0', clause: '5.4.1 no. 4', strength: 'must' },
    ],
    judge: ({ practice: { tokenEntropy } }) =>
      whether(tokenEntropy >= 128, {
        evidence: `Access tokens, refresh tokens and codes hold ${tokenEntropy} random bits, and a MAC.`,
      }),
  },
];
