import type { ErrorCode } from '@passant/contracts';
import type { Present } from '../authorization/standing.js';
import type { Client } from '../clients/client-records.js';
import { NOT_REGISTERED } from '../clients/client-records.js';
import { requireApplicationClient } from '../clients/client.js';
import { planCompletion, planInit } from '../custom-registration/custom-registration.js';
import { planSessionRefresh } from '../custom-registration/stateless-session.js';
import { OAuthError } from '../refusals/errors.js';
import type { EpochSeconds } from '../time.js';
import type { RegisteredPerson } from '../tokens/token-records.js';
import { type TokenPlan, planImplicitAuthentication, planRefresh } from '../tokens/token-request.js';
import { GRANT_TYPE_OF, type RequestShape } from './request-shape.js';

/** What the configuration says to a request. */
export type Decision = { accepted: true; gets: Gets } | { accepted: false; error: ErrorCode; reason: string };

/** What an accepted request leads to, as far as the configuration decides that. */
export interface Gets {
  /** Sorted. */
  scopes: readonly string[];
  /** Seconds until the access token expires. */
  lifetime: number;
  /** Seconds until the stateless session ends; absent if there is none. */
  session?: number;
  refreshToken: boolean;
}

/** One request that a shape may have been. */
export interface Reading {
  shape: RequestShape;
  version: string | null;
  /** A scope that was asked for beside those of the shape. */
  otherScope: string | undefined;
  /** Seconds since the stateless session began. */
  sessionAge: number;
}

/** Any moment: the rules compare with it only what is made of it here. */
const NOW: EpochSeconds = 1_800_000_000;

/** Longer than any token or session lasts. */
const LONG = 10 * 365 * 86_400;

/** What a request of a shape would be told under a configuration, by the functions that decide about real requests. */
export function replay(reading: Reading, present: Present): Decision {
  try {
    return { accepted: true, gets: DECIDE[reading.shape.request](reading, present) };
  } catch (error) {
    if (!(error instanceof OAuthError)) throw error;
    const { cause } = error.options;
    return { accepted: false, error: error.code, reason: typeof cause === 'string' ? cause : error.message };
  }
}

const DECIDE: Record<RequestShape['request'], (reading: Reading, present: Present) => Gets> = {
  init(reading, present) {
    planInit(
      requireApplicationClient(clientOf(reading, present), present.application),
      providerOf(reading, present),
      {},
    );
    return NOTHING;
  },

  complete(reading, present) {
    const { shape } = reading;
    const caller = requireApplicationClient(clientOf(reading, present), present.application);
    const plan = planCompletion(caller, providerOf(reading, present), {
      grant_type: shape.grant === null ? undefined : GRANT_TYPE_OF[shape.grant],
      scope: askedScopes(reading),
      profile_id: shape.hasProfileId ? PERSON.profileId : undefined,
      transaction_id: shape.hasTransactionId ? 'some' : undefined,
    });
    const issue = plan.grant.issue(plan, { id: PERSON.userId, details: {}, amr: [] }, NOW);
    return getsOf({ ...issue, scopes: plan.scopes }, issue.refreshToken || issue.sessionEnd !== undefined);
  },

  refresh(reading, present) {
    const found = { ...earlierOf(reading), profile: PERSON.profile, redirectUri: null, person: personOf(reading) };
    return getsOf(planRefresh(clientOf(reading, present), present, found, askedScope(reading), NOW), true);
  },

  session_refresh(reading, present) {
    const found = { ...earlierOf(reading), identityProvider: personOf(reading).identityProvider, sealed: NO_BYTES };
    const sealing = { user: { id: PERSON.userId, details: {}, amr: [] } };
    const client = clientOf(reading, present);
    return getsOf(planSessionRefresh(client, present, found, sealing, askedScope(reading), NOW), true);
  },

  implicit_authentication(reading, present) {
    const found = { person: personOf(reading), live: true, resources: [] };
    const client = clientOf(reading, present);
    return getsOf(planImplicitAuthentication(client, present, found, askedScope(reading), NOW), false);
  },
};

/** *init* gives no token. */
const NOTHING: Gets = { scopes: [], lifetime: 0, refreshToken: false };

function getsOf(
  plan: Pick<TokenPlan, 'scopes' | 'expiresAt'> & { sessionEnd?: EpochSeconds },
  refreshToken: boolean,
): Gets {
  const { scopes, expiresAt, sessionEnd } = plan;
  return {
    scopes: scopes.toSorted(),
    lifetime: expiresAt - NOW,
    ...(sessionEnd === undefined ? {} : { session: sessionEnd - NOW }),
    refreshToken,
  };
}

const askedScopes = ({ shape: { scopes }, otherScope }: Reading): string[] | undefined =>
  scopes === null ? undefined : [...scopes, ...(otherScope === undefined ? [] : [otherScope])];

const askedScope = (reading: Reading): string | undefined => askedScopes(reading)?.join(' ');

const providerOf = ({ shape }: Reading, { providers }: Present) =>
  providers.find(({ identifier }) => identifier === shape.identityProvider);

const NO_BYTES = Buffer.alloc(0);

/** Somebody: no configured rule asks who. */
const PERSON = { profile: 'profile', profileId: 'PERSON', userId: 'person', userDetails: {}, amr: [] };

const personOf = ({ shape }: Reading): RegisteredPerson => ({
  ...PERSON,
  claimsByScope: false,
  identityProvider: shape.identityProvider ?? '',
  scopes: shape.granted ?? [],
});

/** The refresh token that a request presented. Its own state is no matter of the configuration, so it may be used. */
const earlierOf = ({ shape, sessionAge }: Reading) => ({
  tokenHash: NO_BYTES,
  family: '',
  clientId: CLIENT_ID,
  scopes: shape.granted ?? [],
  resources: [],
  authenticatedAt: NOW - sessionAge,
  issuedAt: NOW - sessionAge,
  expiresAt: NOW + LONG,
  replacedAt: null,
});

const CLIENT_ID = 'client';

function clientOf({ shape, version }: Reading, { application }: Present): Client {
  return {
    ...NOT_REGISTERED,
    clientId: CLIENT_ID,
    kind: shape.clientKind,
    name: null,
    enabled: true,
    application: application?.identifier ?? null,
    appPlatform: shape.platform,
    appVersion: version,
    authMethod: 'private_key_jwt',
    secretHash: null,
    jwks: null,
    jwksUri: null,
    audiencePolicy: null,
    lenientUntil: null,
    introspectionSignedResponseAlg: null,
    flatUserDetails: false,
    grantTypes: shape.clientGrantTypes,
    apiScopes: [],
    visibleApplications: [],
    metadata: {},
    revision: 1,
    edition: 1,
    incarnation: '',
    createdAt: NOW,
  };
}
