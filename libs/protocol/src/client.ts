import { CLIENT_CREDENTIALS_GRANT } from '@passant/contracts';
import { Checklist } from './checklist.js';
import { OAuthError } from './errors.js';
import type { Application, ApplicationVersion, AudiencePolicy, Client } from './records.js';

/** A client that belongs to an application, with that application. */
export interface ApplicationClient {
  client: Client;
  application: Application;
}

/** Which audiences the assertions of a client may name: its own policy, else that of its application, else the strict. */
export function audiencePolicyOf(
  client: Pick<Client, 'audiencePolicy'>,
  application: Pick<Application, 'audiencePolicy'> | undefined,
): AudiencePolicy {
  return client.audiencePolicy ?? application?.audiencePolicy ?? 'STRICT';
}

/**
 * Whether what a client registered leaves room for a grant type. One of no application may use what it registered, an
 * app instance that registered none what its application allows. Default registration goes by authorization_code: both
 * remember a person who signed in.
 */
export function mayUseGrant(client: Pick<Client, 'kind' | 'grantTypes'>, grantType: string): boolean {
  switch (client.kind) {
    case 'api':
      return grantType === CLIENT_CREDENTIALS_GRANT;
    case 'web':
      return true;
    case 'instance':
      return client.grantTypes.length === 0 || client.grantTypes.includes(grantType);
    case 'dynamic':
      return client.grantTypes.includes(grantType);
  }
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
 * Whether an application knows a version that may act. An application that lists no versions does not manage them; as
 * soon as it lists one, every other is refused.
 */
export function isVersionActive(
  instance: Pick<Client, 'appPlatform' | 'appVersion'>,
  application: Application,
): boolean {
  if (application.versions.length === 0) return true;
  const version = versionOf(instance, application);
  return version !== undefined && version.status !== 'DISABLED';
}

/**
 * The client with its application, if both may act now.
 * Throws `invalid_client` for a client of no application, a disabled application or a disabled or unknown version.
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
  const { identifier, enabled, clientType } = application!;
  const kind = { actual: client.kind, passed: client.kind !== 'web' || clientType === 'web' };
  require('kind of client', `one of a ${clientType} application`, kind, 'the application is no longer a web application');
  require('client enabled', 'enabled', whether(client.enabled), 'the client is disabled');
  require('application enabled', 'enabled', whether(enabled), `application ${identifier} is disabled`);
  const version = `version ${client.appPlatform} ${client.appVersion}`;
  const status = {
    actual: `${version} is ${versionOf(client, application!)?.status ?? 'not listed'}`,
    passed: clientType !== 'mobile' || isVersionActive(client, application!),
  };
  require('version', 'not disabled; listed, if any is', status, `${version} is disabled or unknown`);
  return { client, application: application! };
}
