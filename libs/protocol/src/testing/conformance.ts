import type { Application } from '../applications/application-records.js';
import { PRACTICE } from '../conformance/conformance.js';
import type { ClientGroup, Judgement, Rule, ServerFacts } from '../conformance/conformance-records.js';
import { anApplication } from './index.js';

/** Facts that meet every rule, so that a spec only states what it changes. */

export const NOW = 1_800_000_000;
export const ISSUER = 'https://login.example.com/oauth';
export const DAY = 86_400;

const METADATA = {
  issuer: ISSUER,
  token_endpoint: `${ISSUER}/v1/token`,
  response_types_supported: ['code'],
  grant_types_supported: ['authorization_code', 'refresh_token', 'client_credentials'],
  code_challenge_methods_supported: ['S256'],
  authorization_response_iss_parameter_supported: true,
  token_endpoint_auth_methods_supported: ['private_key_jwt'],
  id_token_signing_alg_values_supported: ['ES256'],
};

export const EC_KEY = { kty: 'EC', crv: 'P-256', kid: 'one', x: 'x', y: 'y' };
/** An RSA key, which only has to have a size. */
export const rsaKey = (bits: number): Record<string, string> => ({
  kty: 'RSA',
  kid: `rsa-${bits}`,
  e: 'AQAB',
  n: Buffer.alloc(bits / 8, 0xff).toString('base64url'),
});

export function aGroup(changes: Partial<ClientGroup> = {}): ClientGroup {
  return {
    clientId: 'site',
    name: 'Site',
    kind: 'web',
    application: 'portal',
    enabled: true,
    document: null,
    authMethod: 'private_key_jwt',
    requirePkce: true,
    audiencePolicy: null,
    lenientUntil: null,
    idTokenSignedResponseAlg: 'ES256',
    introspectionSignedResponseAlg: null,
    introspectionSight: 'APPLICATIONS',
    grantTypes: ['authorization_code'],
    scopes: [],
    apiScopes: [],
    resources: [],
    clients: 1,
    examples: ['site'],
    native: false,
    redirectPlaces: ['https'],
    keysAtUri: false,
    keyAlgorithms: ['ES256'],
    smallestRsaKey: null,
    createdAt: NOW - DAY,
    lastUsed: NOW - 60,
    clientsInNeed: 0,
    lastNeeded: null,
    ...changes,
  };
}

export const anApi = (changes: Partial<ClientGroup> = {}): ClientGroup =>
  aGroup({ kind: 'api', application: null, redirectPlaces: [], grantTypes: [], ...changes });

export const portal: Application = anApplication({ identifier: 'portal', clientType: 'web', refreshTokens: true });

type Changes = Partial<Omit<ServerFacts, 'practice'>> & {
  practice?: Partial<ServerFacts['practice']>;
  says?: Record<string, unknown>;
  keys?: object[];
};

export function aServer({ practice, says, keys, ...changes }: Changes = {}): ServerFacts {
  return {
    now: NOW,
    issuer: ISSUER,
    practice: { ...PRACTICE, ...practice },
    metadata: [{ path: '/metadata', status: 200, body: { ...METADATA, ...says } }],
    jwks: { path: '/keys', status: 200, body: { keys: keys ?? [EC_KEY] } },
    authorizeAllowsOrigin: undefined,
    openRegistration: false,
    documents: { enabled: false, domains: [] },
    applications: [portal],
    groups: [aGroup()],
    ...changes,
  };
}

/** When a rule is judged how, and what is found. */
export type Row<Facts> = readonly [
  rule: string,
  when: string,
  facts: Facts,
  verdict: Judgement['verdict'],
  evidence: string | RegExp,
];

export function judge<Facts>(rules: readonly Rule<Facts>[], id: string, facts: Facts): Judgement {
  return rules.find((rule) => rule.id === id)!.judge(facts);
}

/** Rules without a row that meets them, or without one that does not. */
export function untried<Facts>(rules: readonly Rule<Facts>[], rows: readonly Row<Facts>[]): string[] {
  return (
    rules
      .map(({ id }) => id)
      .filter((id) => {
        const verdicts = new Set(rows.filter(([rule]) => rule === id).map(([, , , verdict]) => verdict));
        return !verdicts.has('met') || verdicts.size < 2;
      })
      // What this server never does; a row with "met" would need another server.
      .filter((id) => id !== 'application-no-refresh-rotation')
  );
}

export const LENIENT = { audiencePolicy: 'LEGACY', lenientUntil: NOW + DAY, lenientSince: NOW } as const;
export const ENDED = { audiencePolicy: 'LEGACY', lenientUntil: NOW, lenientSince: NOW - 1 } as const;
export const IN_NEED = { clientsInNeed: 1, lastNeeded: NOW - 3600 } as const;
