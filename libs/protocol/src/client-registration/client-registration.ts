import {
  AUTHORIZATION_CODE_GRANT,
  CLIENT_CREDENTIALS_GRANT,
  type ClientMetadata,
  DEFAULT_SIGNING_ALGORITHM,
  IMPLICIT_AUTHENTICATION_GRANT,
  REFRESH_TOKEN_GRANT,
  STATELESS_AUTHENTICATION_GRANT,
  SigningAlgorithm,
} from '@passant/contracts';
import { ASSERTION_ALGORITHMS } from '../clients/client-keys.js';
import { readGrantTypes, readResponseTypes } from './client-registration-grants.js';
import { INSTANCE_METHODS, PUBLIC_OR_NOT, planAuthentication } from './client-registration-credentials.js';
import {
  type RedirectTerms,
  type SectorAnswer,
  readData,
  readDescription,
  readRedirectUris,
  refuseMetadata as refuse,
  requireOneLine,
  requireSector,
} from './client-registration-metadata.js';
import {
  type RegistrationRights,
  grantsOfLock,
  hasNoToken,
  insufficientScope,
  isUnlocked,
  requireGrantRights,
  requireMemberRights,
} from './client-registration-rights.js';
import { isVersionActive, requiresPkce, usualIdTokenAlgorithm, versionOf } from '../clients/client.js';
import { type ScopeTerms, readRegisteredScopes, scopesSoFar, scopesToTell } from './client-registration-scopes.js';
import { shown } from '../refusals/checklist.js';
import { OAuthError } from '../refusals/errors.js';
import type { Application } from '../applications/application-records.js';
import type { Client, ClientAuthMethod } from '../clients/client-records.js';
import { type RedirectKind, kindOfRedirects } from '../redirect-uris/redirect-uri.js';
import { readScope } from '../scopes/scope.js';

/** A client as it will be stored, before identifiers and secrets are generated. */
export type ClientDraft = Omit<
  Client,
  | 'clientId'
  | 'secretHash'
  | 'previousSecretHash'
  | 'previousSecretUntil'
  | 'registrationTokenHash'
  | 'initialAccessToken'
  | 'softwareStatement'
  | 'registeredOpenly'
  | 'expiresAt'
  | 'documentFetchedAt'
  | 'documentFreshUntil'
  | 'trial'
  | 'revision'
  | 'edition'
  | 'incarnation'
  | 'createdAt'
>;

/** The conditions under which a client is registered or changed. */
export interface RegistrationTerms extends RedirectTerms, ScopeTerms {
  /** URLs, such as those of keys, may name this host and its private network. */
  privateUris: boolean;
  /** The response of the `sector_identifier_uri`, if there is one that could be fetched. */
  sector?: SectorAnswer;
  /** The current client, if this is a change. */
  current?: Client;
}

const OWN_GRANTS = [AUTHORIZATION_CODE_GRANT, REFRESH_TOKEN_GRANT, CLIENT_CREDENTIALS_GRANT];
const WEB_GRANTS = [...OWN_GRANTS, IMPLICIT_AUTHENTICATION_GRANT];
const MOBILE_GRANTS = [...WEB_GRANTS, STATELESS_AUTHENTICATION_GRANT];

/**
 * Decides on a registration: an instance of a mobile app, a back end of a web application, or a client without an
 * application. A change is checked in full again, and omitted members are removed (RFC 7592 §2.2).
 * Throws `invalid_client_metadata` or `invalid_redirect_uri` that says which member and why (RFC 7591 §3.2.2), and
 * `insufficient_scope` for what the token does not cover.
 */
export function planRegistration(metadata: ClientMetadata, terms: RegistrationTerms): ClientDraft {
  const { application } = terms;
  if (application === null) return planDynamic(metadata, terms);
  if (!application?.enabled) throw refuse('The application of the initial access token is disabled or deleted.');
  if (metadata.software_id !== undefined && metadata.software_id !== application.identifier) {
    throw refuse('software_id names another application than the initial access token.');
  }
  const mobile = application.clientType === 'mobile';
  const applicationType = mobile ? 'native' : 'web';
  if (metadata.application_type !== undefined && metadata.application_type !== applicationType) {
    throw refuse(`application_type must be "${applicationType}" for this application.`);
  }
  return mobile ? planInstallation(metadata, terms, application) : planBackEnd(metadata, terms, application);
}

/** A client that belongs to no application. */
function planDynamic(metadata: ClientMetadata, terms: RegistrationTerms): ClientDraft {
  const draft = planBrowserClient(metadata, terms, metadata.application_type, {
    methods: PUBLIC_OR_NOT,
    grants: OWN_GRANTS,
    grantsByDefault: [AUTHORIZATION_CODE_GRANT],
    idTokenAlgorithm: 'RS256',
  });
  const { software_id, software_version } = metadata;
  const software = { ...(software_id ? { software_id } : {}), ...(software_version ? { software_version } : {}) };
  for (const [member, value] of Object.entries(software)) requireOneLine(member, value);
  // application_type determines the redirect URIs a client may have. If it has none and did not name a type, omit it.
  const { application_type: kind, ...described } = draft.metadata;
  const isTold = metadata.application_type !== undefined || draft.redirectUris.length > 0;
  return {
    ...draft,
    scopes: scopesToTell(draft),
    kind: 'dynamic',
    application: null,
    appPlatform: null,
    appVersion: null,
    metadata: { ...(isTold ? { application_type: kind } : {}), ...described, ...software },
  };
}

/** A back end of a web application. If it has redirect URIs, it also signs people in through a browser. */
function planBackEnd(metadata: ClientMetadata, terms: RegistrationTerms, application: Application): ClientDraft {
  requireSomeGrant(metadata);
  const draft = planBrowserClient(metadata, terms, 'web', {
    methods: INSTANCE_METHODS,
    grants: WEB_GRANTS,
    grantsByDefault: metadata.redirect_uris?.length
      ? [AUTHORIZATION_CODE_GRANT]
      : grantsByDefault(terms.rights, WEB_GRANTS),
    idTokenAlgorithm: usualIdTokenAlgorithm(metadata.redirect_uris),
  });
  return { ...draft, kind: 'instance', application: application.identifier, appPlatform: null, appVersion: null };
}

/**
 * An installation of a mobile app. It talks to this server directly, so nothing about browsers is registered; its
 * scopes are those of its application.
 */
function planInstallation(metadata: ClientMetadata, terms: RegistrationTerms, application: Application): ClientDraft {
  requireSomeGrant(metadata);
  const version = planVersion(metadata, application, terms.current);
  const authentication = planAuthentication(metadata, {
    methods: INSTANCE_METHODS,
    algorithms: ['ES256'],
    privateUris: terms.privateUris,
  });
  const { grantTypes, asked } = readGrantTypes(metadata, {
    possible: MOBILE_GRANTS,
    byDefault: grantsByDefault(terms.rights, MOBILE_GRANTS),
    authMethod: authentication.authMethod,
    rights: terms.rights,
  });
  requireRights(metadata, terms, asked);
  return {
    ...commonOf(metadata, terms),
    kind: 'instance',
    application: application.identifier,
    ...version,
    ...authentication,
    idTokenSignedResponseAlg: DEFAULT_SIGNING_ALGORITHM,
    requirePkce: true,
    redirectUris: [],
    scopes: [],
    grantTypes,
    responseTypes: [],
    metadata: { application_type: 'native', ...readDescription(metadata), ...readData(metadata.data) },
  };
}

/**
 * If no grant is registered, the client has all that the application allows, so an empty list would mean the opposite.
 */
function requireSomeGrant(metadata: ClientMetadata): void {
  if (metadata.grant_types?.length === 0) throw refuse('grant_types must name a grant, or be left out.');
}

/** The grants of an application's client that names none: with a limited token those it covers, otherwise all. */
function grantsByDefault(rights: RegistrationRights, possible: readonly string[]): string[] {
  if (rights.by === 'master' || isUnlocked(rights.lock)) return [];
  const covered = grantsOfLock(rights.lock).filter((grant) => possible.includes(grant));
  if (covered.length > 0) return covered;
  throw insufficientScope('The token covers no grant that the application has.', 'client-reg');
}

interface BrowserClientRules {
  methods: readonly ClientAuthMethod[];
  grants: readonly string[];
  grantsByDefault: readonly string[];
  /** For the ID tokens of a client that names no algorithm this server supports. */
  idTokenAlgorithm: SigningAlgorithm;
}

/**
 * The parts of the plan that all clients with a browser flow share.
 * @param named the application type; absent if the redirect URIs determine it
 */
function planBrowserClient(
  metadata: ClientMetadata,
  terms: RegistrationTerms,
  named: RedirectKind | undefined,
  rules: BrowserClientRules,
): Omit<ClientDraft, 'kind' | 'application' | 'appPlatform' | 'appVersion'> {
  const authentication = planAuthentication(metadata, {
    methods: rules.methods,
    algorithms: ASSERTION_ALGORITHMS,
    privateUris: terms.privateUris,
  });
  const { grantTypes, asked } = readGrantTypes(metadata, {
    possible: rules.grants,
    byDefault: rules.grantsByDefault,
    authMethod: authentication.authMethod,
    rights: terms.rights,
  });
  const responseTypes = readResponseTypes(metadata, grantTypes);
  const redirectUris = readRedirectUris(metadata.redirect_uris, terms);
  if (grantTypes.includes(AUTHORIZATION_CODE_GRANT) && redirectUris.length === 0) {
    throw new OAuthError('invalid_redirect_uri', 'redirect_uris is required for authorization_code.');
  }
  if (metadata.subject_type !== undefined && metadata.subject_type !== 'public') {
    throw refuse('subject_type must be "public".');
  }
  const sectorUri = metadata.sector_identifier_uri;
  if (sectorUri !== undefined) requireSector(sectorUri, redirectUris, terms.privateUris, terms.sector);
  requireRights(metadata, terms, asked);
  return {
    ...commonOf(metadata, terms),
    ...authentication,
    idTokenSignedResponseAlg: readIdTokenAlgorithm(metadata, rules.idTokenAlgorithm),
    requirePkce: requiresPkce({ ...authentication, requirePkce: terms.current?.requirePkce ?? true }),
    redirectUris,
    scopes: keepsScopes(metadata, terms)
      ? terms.current!.scopes
      : readRegisteredScopes(metadata.scope, grantTypes, terms),
    grantTypes,
    responseTypes,
    metadata: {
      application_type: named ?? kindOfRedirects(redirectUris),
      ...readDescription(metadata),
      ...(metadata.subject_type === undefined ? {} : { subject_type: metadata.subject_type }),
      ...(sectorUri === undefined ? {} : { sector_identifier_uri: sectorUri }),
      ...readData(metadata.data),
    },
  };
}

function commonOf(metadata: ClientMetadata, terms: RegistrationTerms) {
  return {
    name: metadata.client_name ?? null,
    enabled: terms.current?.enabled ?? true,
    audiencePolicy: terms.current?.audiencePolicy ?? null,
    lenientUntil: terms.current?.lenientUntil ?? null,
    introspectionSignedResponseAlg: terms.current?.introspectionSignedResponseAlg ?? null,
    flatUserDetails: terms.current?.flatUserDetails ?? false,
    allowedOrigins: terms.current?.allowedOrigins ?? [],
    apiScopes: [],
    visibleApplications: [],
    resources: [],
    introspectionSight: 'APPLICATIONS' as const,
    registrationLock: [...(terms.current?.registrationLock ?? terms.rights.lock)],
    redirectHosts: [...terms.redirectHosts],
  };
}

/** Uses the named algorithm if the server supports it; otherwise the response tells the client which one it got. */
function readIdTokenAlgorithm(metadata: ClientMetadata, byDefault: SigningAlgorithm): SigningAlgorithm {
  const known = SigningAlgorithm.safeParse(metadata.id_token_signed_response_alg);
  return known.success ? known.data : byDefault;
}

/**
 * A client that is locked by a token keeps the scopes that it omits: registering none would mean all, and a change must
 * not widen them. Without a token there is nothing to widen: such a client may register none at any time.
 */
function keepsScopes({ scope }: ClientMetadata, { rights, current }: RegistrationTerms): boolean {
  if (hasNoToken(rights)) return false;
  return scope === undefined && current !== undefined && rights.by !== 'master' && !isUnlocked(rights.lock);
}

/**
 * Checks what is requested against the rights. Scopes that are already registered need none: a client may always send
 * back what it was given (RFC 7592 §2.2). Throws as {@link requireGrantRights} does.
 */
function requireRights(
  metadata: ClientMetadata,
  { rights, current }: RegistrationTerms,
  asked: readonly string[],
): void {
  requireGrantRights(rights, asked, current !== undefined);
  const { scope, ...others } = metadata;
  const had = current === undefined ? [] : scopesSoFar(current);
  const isRegistered = readScope(scope)?.every((value) => had.includes(value)) ?? true;
  // Without a token, scopes are narrowed to those that need no rights.
  requireMemberRights(rights, isRegistered || hasNoToken(rights) ? others : metadata);
}

/** An existing client may move to any active version; a new client needs a version that accepts new installations. */
function planVersion(
  metadata: ClientMetadata,
  application: Application,
  current: Client | undefined,
): Pick<Client, 'appPlatform' | 'appVersion'> {
  const { app_platform: appPlatform, software_version: appVersion } = metadata;
  if (appPlatform !== 'ios' && appPlatform !== 'android') throw refuse('app_platform must be "ios" or "android".');
  if (current?.appPlatform && current.appPlatform !== appPlatform) throw refuse('app_platform cannot be changed.');
  if (!appVersion) throw refuse('software_version is required.');
  const version: Pick<Client, 'appPlatform' | 'appVersion'> = { appPlatform, appVersion };
  if (application.versions.length > 0) {
    const listed = versionOf(version, application);
    if (!listed) throw refuseVersion(`software_version is unknown for ${appPlatform}.`, appVersion);
    if (current ? !isVersionActive(version, application) : listed.status !== 'LOGIN_REGISTRATION') {
      throw refuseVersion(`software_version takes no new installations for ${appPlatform}.`, appVersion);
    }
  }
  return version;
}

function refuseVersion(why: string, appVersion: string): OAuthError {
  return new OAuthError('invalid_client_metadata', why, { told: `It is ${shown(appVersion)}.` });
}
