import { OAuthError } from './errors.js';
import type { EpochSeconds, IdentityProvider, ProviderScripts, ScriptVersion, ShadowRun } from './records.js';

/** The version that a new provider begins with. */
export function firstVersion(provider: IdentityProvider, author: string | null, comment: string | null): ScriptVersion {
  const { identifier, scripts, scriptVersion: version, createdAt } = provider;
  return { identityProvider: identifier, version, scripts, author, comment, createdAt };
}

/** Whether two sets of scripts are the same texts; an empty optional script is no script. */
export function sameScripts(one: ProviderScripts, other: ProviderScripts): boolean {
  return (
    one.complete === other.complete &&
    (one.init ?? '') === (other.init ?? '') &&
    (one.backchannel ?? '') === (other.backchannel ?? '')
  );
}

/** Refuses scripts that a provider's flow cannot run. Throws `invalid_request`. */
export function requireScriptsFor(flow: IdentityProvider['flow'], scripts: ProviderScripts): void {
  if (flow !== 'TWO_STEP' || scripts.init?.trim()) return;
  throw new OAuthError('invalid_request', 'scripts.init: is required for TWO_STEP', {
    fields: { 'scripts.init': 'is required for TWO_STEP' },
  });
}

/** The provider with another version in use. Throws `invalid_request` if its flow needs a script that one lacks. */
export function withVersion(
  provider: IdentityProvider,
  { version, scripts }: Pick<ScriptVersion, 'version' | 'scripts'>,
  now: EpochSeconds,
): IdentityProvider {
  requireScriptsFor(provider.flow, scripts);
  return { ...provider, scripts, scriptVersion: version, revision: provider.revision + 1, updatedAt: now };
}

/** A shadow run of a version. Throws `conflict` for the version in use, which would be compared with itself. */
export function planShadowRun(
  provider: IdentityProvider,
  { version, scripts }: Pick<ScriptVersion, 'version' | 'scripts'>,
  by: { startedBy: string | null; seconds: number; now: EpochSeconds },
): ShadowRun {
  if (version === provider.scriptVersion) {
    throw new OAuthError('conflict', 'This version is in use: there is nothing to compare it with.');
  }
  requireScriptsFor(provider.flow, scripts);
  return { version, scripts, startedBy: by.startedBy, startedAt: by.now, endsAt: by.now + by.seconds };
}

/** The shadow run that goes on now, if there is one. */
export function runningShadow(provider: IdentityProvider, now: EpochSeconds): ShadowRun | undefined {
  const { shadowRun } = provider;
  return shadowRun && shadowRun.endsAt > now ? shadowRun : undefined;
}
