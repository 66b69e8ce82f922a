import {
  AUTHORIZATION_CODE_GRANT,
  CLIENT_CREDENTIALS_GRANT,
  type ClientMetadata,
  IMPLICIT_AUTHENTICATION_GRANT,
  REFRESH_TOKEN_GRANT,
  STATELESS_AUTHENTICATION_GRANT,
  ScopeValue,
} from '@passant/contracts';
import { ASSERTION_ALGORITHMS } from './client-keys.js';
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
  insufficientScope,
  isUnlocked,
  requireGrantRights,
  requireMemberRights,
} from './client-registration-rights.js';
import { isVersionActive, versionOf } from './client.js';
import { OAuthError } from './errors.js';
import type { Application, Client, ClientAuthMethod } from './records.js';
import { readScope } from './scope.js';

/** A client as it will be stored, before identifiers and secrets are drawn. */
export type ClientDraft = Omit<
  Client,
  | 'clientId'
  | 'secretHash'
  | 'previousSecretHash'
  | 'previousSecretUntil'
  | 'registrationTokenHash'
  | 'initialAccessToken'
  | 'softwareStatement'
  | 'expiresAt'
  | 'revision'
  | 'createdAt'
>;

/** Under which conditions somebody registers or changes a client. */
export interface RegistrationTerms extends RedirectTerms {
  rights: RegistrationRights;
  /** Whom the client belongs to; `null`: nobody; absent: to an application that was deleted since. */
  application: Application | null | undefined;
  /** Addresses of this machine and its network may be named for keys and the like. */
  privateUris: boolean;
  /** What the server signs ID tokens with. */
  signingAlgorithm: string;
  /** What the `sector_identifier_uri` answered, where there is one that could be asked. */
  sector?: SectorAnswer;
  /** The client as it is, where it is changed. */
  current?: Client;
}

const OWN_GRANTS = [AUTHORIZATION_CODE_GRANT, REFRESH_TOKEN_GRANT, CLIENT_CREDENTIALS_GRANT];
const WEB_GRANTS = [...OWN_GRANTS, IMPLICIT_AUTHENTICATION_GRANT];
const MOBILE_GRANTS = [...WEB_GRANTS, STATELESS_AUTHENTICATION_GRANT];

/**
 * Judges a registration: an instance of a mobile app, a back end of a web application, or a client that belongs to
 * nobody. At a change everything is judged anew, and what is left out is gone (RFC 7592 §2.2).
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
  const applicationType = metadata.application_type ?? 'web';
  const draft = planBrowserClient(metadata, terms, applicationType, {
    methods: PUBLIC_OR_NOT,
    grants: OWN_GRANTS,
    grantsByDefault: [AUTHORIZATION_CODE_GRANT],
  });
  const { software_id, software_version } = metadata;
  const software = { ...(software_id ? { software_id } : {}), ...(software_version ? { software_version } : {}) };
  for (const [member, value] of Object.entries(software)) requireOneLine(member, value);
  // The kind of application says which redirect URIs it may have: nobody without any is told one that was not named.
  const { application_type: kind, ...described } = draft.metadata;
  const isTold = metadata.application_type !== undefined || draft.redirectUris.length > 0;
  return {
    ...draft,
    kind: 'dynamic',
    application: null,
    appPlatform: null,
    appVersion: null,
    metadata: { ...(isTold ? { application_type: kind } : {}), ...described, ...software },
  };
}

/** A back end of a web application. With redirect URIs it signs people in with a browser, too. */
function planBackEnd(metadata: ClientMetadata, terms: RegistrationTerms, application: Application): ClientDraft {
  requireSomeGrant(metadata);
  const draft = planBrowserClient(metadata, terms, 'web', {
    methods: INSTANCE_METHODS,
    grants: WEB_GRANTS,
    grantsByDefault: metadata.redirect_uris?.length
      ? [AUTHORIZATION_CODE_GRANT]
      : grantsByDefault(terms.rights, WEB_GRANTS),
  });
  return { ...draft, kind: 'instance', application: application.identifier, appPlatform: null, appVersion: null };
}

/**
 * An installation of a mobile app. It speaks to this server itself, so nothing about a browser is registered; its scopes
 * are those of its application.
 */
function planInstallation(metadata: ClientMetadata, terms: RegistrationTerms, application: Application): ClientDraft {
  requireSomeGrant(metadata);
  const version = planVersion(metadata, application, terms.current);
  const authentication = planAuthentication(metadata, {
    methods: INSTANCE_METHODS,
    algorithms: ['ES256'],
    privateUris: terms.privateUris,
  });
  const grantTypes = readGrantTypes(metadata, MOBILE_GRANTS, grantsByDefault(terms.rights, MOBILE_GRANTS));
  requireGrantRights(terms.rights, grantTypes);
  requireMemberRights(terms.rights, metadata);
  return {
    ...commonOf(metadata, terms),
    kind: 'instance',
    application: application.identifier,
    ...version,
    ...authentication,
    redirectUris: [],
    scopes: [],
    grantTypes,
    responseTypes: [],
    metadata: { application_type: 'native', ...readDescription(metadata), ...readData(metadata.data) },
  };
}

/** Where nothing is registered, everything the application allows is meant; so an empty list would say the opposite. */
function requireSomeGrant(metadata: ClientMetadata): void {
  if (metadata.grant_types?.length === 0) throw refuse('grant_types must name a grant, or be left out.');
}

/** The grants of a client of an application that names none: with a limited token those it covers, else all. */
function grantsByDefault(rights: RegistrationRights, possible: readonly string[]): string[] {
  if (rights.by === 'master' || isUnlocked(rights.lock)) return [];
  const covered = grantsOfLock(rights.lock).filter((grant) => possible.includes(grant));
  if (covered.length > 0) return covered;
  throw insufficientScope('The token covers no grant that the application has.', 'client-reg');
}

/** What is planned alike for every client that browsers may lead to. */
function planBrowserClient(
  metadata: ClientMetadata,
  terms: RegistrationTerms,
  applicationType: 'web' | 'native',
  rules: { methods: readonly ClientAuthMethod[]; grants: readonly string[]; grantsByDefault: readonly string[] },
): Omit<ClientDraft, 'kind' | 'application' | 'appPlatform' | 'appVersion'> {
  const authentication = planAuthentication(metadata, {
    methods: rules.methods,
    algorithms: ASSERTION_ALGORITHMS,
    privateUris: terms.privateUris,
  });
  const grantTypes = readGrantTypes(metadata, rules.grants, rules.grantsByDefault);
  const responseTypes = readResponseTypes(metadata, grantTypes);
  if (authentication.authMethod === 'none' && grantTypes.includes(CLIENT_CREDENTIALS_GRANT)) {
    throw refuse('grant_types: client_credentials is for clients that authenticate.');
  }
  const redirectUris = readRedirectUris(metadata.redirect_uris, applicationType, terms);
  if (grantTypes.includes(AUTHORIZATION_CODE_GRANT) && redirectUris.length === 0) {
    throw new OAuthError('invalid_redirect_uri', 'redirect_uris is required for authorization_code.');
  }
  if (metadata.subject_type !== undefined && metadata.subject_type !== 'public') {
    throw refuse('subject_type must be "public".');
  }
  const algorithm = metadata.id_token_signed_response_alg;
  if (algorithm !== undefined && algorithm !== terms.signingAlgorithm) {
    throw refuse(`id_token_signed_response_alg must be "${terms.signingAlgorithm}".`);
  }
  const sectorUri = metadata.sector_identifier_uri;
  if (sectorUri !== undefined) requireSector(sectorUri, redirectUris, terms.privateUris, terms.sector);
  requireGrantRights(terms.rights, grantTypes);
  requireMemberRights(terms.rights, metadata);
  return {
    ...commonOf(metadata, terms),
    ...authentication,
    redirectUris,
    grantTypes,
    responseTypes,
    metadata: {
      application_type: applicationType,
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
    introspectionSignedResponseAlg: terms.current?.introspectionSignedResponseAlg ?? null,
    scopes: readScopes(metadata.scope),
    apiScopes: [],
    visibleApplications: [],
    registrationLock: [...(terms.current?.registrationLock ?? terms.rights.lock)],
    redirectHosts: [...terms.redirectHosts],
  };
}

function readScopes(text: string | undefined): string[] {
  const scopes = readScope(text) ?? [];
  const malformed = scopes.find((scope) => !ScopeValue.safeParse(scope).success);
  if (malformed !== undefined) throw refuse('scope names a malformed scope.');
  return scopes;
}

function readGrantTypes(metadata: ClientMetadata, possible: readonly string[], byDefault: readonly string[]): string[] {
  const grantTypes = [...new Set(metadata.grant_types ?? byDefault)];
  for (const [index, grant] of grantTypes.entries()) {
    if (!possible.includes(grant)) throw refuse(`grant_types[${index}] must be one of ${possible.join(', ')}.`);
  }
  if (grantTypes.includes(REFRESH_TOKEN_GRANT) && !grantTypes.includes(AUTHORIZATION_CODE_GRANT)) {
    throw refuse('grant_types: refresh_token needs authorization_code beside it, which gives the first token.');
  }
  return grantTypes;
}

/** RFC 7591 §2.1: `code` and authorization_code belong together. */
function readResponseTypes(metadata: ClientMetadata, grantTypes: readonly string[]): string[] {
  const withCode = grantTypes.includes(AUTHORIZATION_CODE_GRANT);
  const responseTypes = [...new Set(metadata.response_types ?? (withCode ? ['code'] : []))];
  if (responseTypes.some((type) => type !== 'code')) throw refuse('response_types may hold nothing but "code".');
  if (withCode && responseTypes.length === 0) throw refuse('response_types must hold "code" for authorization_code.');
  if (!withCode && responseTypes.length > 0) throw refuse('response_types: "code" needs the grant authorization_code.');
  return responseTypes;
}

/** A client that is there already may move to every version that may act; a new one needs one that takes new ones. */
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
    if (!listed) throw refuse(`software_version ${appVersion} is unknown for ${appPlatform}.`);
    if (current ? !isVersionActive(version, application) : listed.status !== 'LOGIN_REGISTRATION') {
      throw refuse(`software_version ${appVersion} for ${appPlatform} takes no new installations.`);
    }
  }
  return version;
}
