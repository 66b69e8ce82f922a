import type { Application, ApplicationVersion, IdentityProvider } from '@passant/contracts';

type Scopes = Pick<Application, 'default_scopes' | 'additional_scopes'>;

/**
 * Scopes that an app has to ask for: an application without default scopes gives none by itself, and the server refuses a
 * request that comes to nothing. `undefined` if it need not ask.
 */
export function scopesToAskFor({ default_scopes: given, additional_scopes: more }: Scopes): string[] | undefined {
  return given.length === 0 && more.length > 0 ? more : undefined;
}

/** Scopes of the token, if all goes well. */
export const scopesOfToken = (application: Scopes): string[] =>
  scopesToAskFor(application) ?? application.default_scopes;

/**
 * Why the server refuses an app of this application as it is configured: in the words of the console, one sentence each.
 * Empty if nothing is known against it.
 */
export function refusalsAhead(
  application: Application,
  provider: IdentityProvider,
  { platform, version }: Pick<ApplicationVersion, 'platform' | 'version'>,
): string[] {
  const { enabled, user_authentication: switches, default_scopes: given, additional_scopes: more } = application;
  const listed = application.versions.find((one) => one.platform === platform && one.version === version);
  const reasons: string[] = [];
  if (!enabled) reasons.push('The application is disabled.');
  if (!switches.stateless_authentication) reasons.push('Stateless authentication is off.');
  if (!provider.enabled) reasons.push('The identity provider is disabled.');
  if (provider.public_key === 'REFUSED') {
    reasons.push('The scripts of the identity provider trust a key that everybody has, so they do not run here.');
  }
  if (listed?.status === 'DISABLED') reasons.push('This version of the app is disabled.');
  if (listed?.status === 'LOGIN_ONLY') reasons.push('This version of the app may not register.');
  if (given.length + more.length === 0) reasons.push('The application gives no scopes.');
  return reasons;
}
