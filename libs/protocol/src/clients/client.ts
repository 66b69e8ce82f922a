import { CLIENT_CREDENTIALS_GRANT, DEFAULT_SIGNING_ALGORITHM, type SigningAlgorithm } from '@passant/contracts';
import { Checklist } from '../refusals/checklist.js';
import { OAuthError } from '../refusals/errors.js';
import type { Application, ApplicationVersion } from '../applications/application-records.js';
import type { EpochSeconds } from '../time.js';
import type { Client } from './client-records.js';

/** A client that belongs to an application, together with that application. */
export interface ApplicationClient {
  client: Client;
  application: Application;
}

/**
 * Whether a change takes a grant type from a client: it may not use it any more, or falls back to what its application
 * allows after it had registered it.
 */
export function losesGrant(
  grantType: string,
  before: Pick<Client, 'kind' | 'grantTypes'>,
  after: Pick<Client, 'kind' | 'grantTypes'>,
): boolean {
  if (before.grantTypes.includes(grantType)) return !after.grantTypes.includes(grantType);
  return mayUseGrant(before, grantType) && !mayUseGrant(after, grantType);
}

/**
 * Whether a client's registration permits a grant type. A client without an application may use what it registered; a
 * client of an application that registered no grants may use what its application allows. The default grant of custom
 * registration is covered by authorization_code, since both remember a person who signed in.
 */
export function mayUseGrant(client: Pick<Client, 'kind' | 'grantTypes'>, grantType: string): boolean {
  switch (client.kind) {
    case 'api':
      return grantType === CLIENT_CREDENTIALS_GRANT;
    case 'web':
    case 'instance':
      return client.grantTypes.length === 0 || client.grantTypes.includes(grantType);
    case 'dynamic':
      return client.grantTypes.includes(grantType);
  }
}

/**
 * Whether a client must send a `code_challenge`. An administrator may exempt a confidential client; for a public one,
 * nothing else binds a code to whoever requested it (RFC 9700 §2.1.1).
 */
export function requiresPkce(client: Pick<Client, 'authMethod' | 'requirePkce'>): boolean {
  return client.requirePkce || client.authMethod === 'none';
}

/**
 * The default ID token algorithm of a back end. If it signs people in through a browser, it gets the default of OpenID
 * Connect Registration §2, which its library expects. Without redirect URIs it registers people itself, as an app does,
 * and gets the default of apps.
 */
export function usualIdTokenAlgorithm(redirectUris: readonly string[] | undefined): SigningAlgorithm {
  return redirectUris && redirectUris.length > 0 ? 'RS256' : DEFAULT_SIGNING_ALGORITHM;
}

/**
 * Whether an administrator may exempt a client from PKCE: it must authenticate, and be able to request codes at all.
 */
export function mayBeLetOffPkce(client: Pick<Client, 'authMethod' | 'kind' | 'appPlatform'>): boolean {
  return client.authMethod !== 'none' && client.kind !== 'api' && client.appPlatform === null;
}

/** The configured version an app instance runs, if its application lists it. */
export function versionOf(
  instance: Pick<Client, 'appPlatform' | 'appVersion'>,
  application: Application,
): ApplicationVersion | undefined {
  return application.versions.find(
    (entry) => entry.platform === instance.appPlatform && entry.version === instance.appVersion,
  );
}

/**
 * Whether an application allows a version to act. If the application lists no versions, it allows all of them; as soon
 * as it lists one, every unlisted version is refused.
 */
export function isVersionActive(
  instance: Pick<Client, 'appPlatform' | 'appVersion'>,
  application: Application,
): boolean {
  if (application.versions.length === 0) return true;
  const version = versionOf(instance, application);
  return version !== undefined && version.status !== 'DISABLED';
}

/** When a trial ends for its client: it may be deleted later than that. */
const endOfTrial = ({ trial, expiresAt }: Pick<Client, 'trial' | 'expiresAt'>): EpochSeconds =>
  trial === null ? Number.POSITIVE_INFINITY : (expiresAt ?? Number.POSITIVE_INFINITY);

/** Whether a client is there only until it is deleted, because its trial is over. */
export function isTrialOver(client: Pick<Client, 'trial' | 'expiresAt'>, now: EpochSeconds): boolean {
  return endOfTrial(client) <= now;
}

/** When an access token of a client expires: with its trial, at the latest. @param validity seconds */
export function expiryFor(
  client: Pick<Client, 'trial' | 'expiresAt'>,
  validity: number,
  now: EpochSeconds,
): EpochSeconds {
  return Math.min(now + validity, endOfTrial(client));
}

/** The application as its client meets it: a trial may try out what happens while a switch is off. */
export function applicationFor(client: Pick<Client, 'trial'>, application: Application): Application {
  return client.trial === 'STATELESS_OFF' ? { ...application, statelessAuthentication: false } : application;
}

/**
 * Returns the client with its application, if both may currently act.
 * Throws `invalid_client` for a client without an application, for one that is disabled, and for a disabled application
 * or a disabled or unknown version.
 */
export function requireApplicationClient(client: Client, application: Application | undefined): ApplicationClient {
  const checklist = new Checklist();
  const require = (check: string, expected: string, answer: { actual: string; passed: boolean }, cause: string) =>
    checklist.require({ check, expected, ...answer }, () => {
      return new OAuthError('invalid_client', 'Not a valid client.', { cause });
    });
  const whether = (enabled: boolean) => ({ actual: enabled ? 'enabled' : 'disabled', passed: enabled });
  const belongs = { actual: application?.identifier ?? 'none', passed: client.kind !== 'api' && !!application };
  require('application', 'the client belongs to one', belongs, 'the client belongs to no application');
  const { enabled, clientType } = application!;
  const kind = { actual: client.kind, passed: client.kind !== 'web' || clientType === 'web' };
  require('kind of client', `one of a ${clientType} application`, kind, 'the application is no longer a web application');
  require('client enabled', 'enabled', whether(client.enabled), 'the client is disabled');
  require('application enabled', 'enabled', whether(enabled), 'the application is disabled');
  const version = `version ${client.appPlatform} ${client.appVersion}`;
  const status = {
    actual: `${version} is ${versionOf(client, application!)?.status ?? 'not listed'}`,
    passed: clientType !== 'mobile' || isVersionActive(client, application!),
  };
  require('version', 'not disabled; listed, if any is', status, 'the version is disabled or unknown');
  return { client, application: applicationFor(client, application!) };
}
