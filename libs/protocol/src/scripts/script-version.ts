import { OAuthError, invalidMember } from '../refusals/errors.js';
import type {
  IdentityProvider,
  ProviderScripts,
  ScriptVersion,
  ShadowRun,
} from '../identity-providers/provider-records.js';
import type { EpochSeconds } from '../time.js';

/** The first version of a new provider. */
export function firstVersion(provider: IdentityProvider, author: string | null, comment: string | null): ScriptVersion {
  const { identifier, scripts, scriptVersion: version, createdAt } = provider;
  return { identityProvider: identifier, version, scripts, author, comment, createdAt };
}

/** Whether two sets of scripts are identical; an empty optional script counts as absent. */
export function sameScripts(one: ProviderScripts, other: ProviderScripts): boolean {
  return (
    one.complete === other.complete &&
    (one.init ?? '') === (other.init ?? '') &&
    (one.backchannel ?? '') === (other.backchannel ?? '')
  );
}

/** Checks that the scripts suit the provider's flow. Throws `invalid_request`. */
export function requireScriptsFor(flow: IdentityProvider['flow'], scripts: ProviderScripts): void {
  if (flow !== 'TWO_STEP' || scripts.init?.trim()) return;
  throw invalidMember('scripts.init', 'is required for TWO_STEP');
}

/** The provider with another version in use. Throws `invalid_request` if the version lacks a script the flow needs. */
export function withVersion(
  provider: IdentityProvider,
  { version, scripts }: Pick<ScriptVersion, 'version' | 'scripts'>,
  now: EpochSeconds,
): IdentityProvider {
  requireScriptsFor(provider.flow, scripts);
  return { ...provider, scripts, scriptVersion: version, revision: provider.revision + 1, updatedAt: now };
}

/** Plans a shadow run of a version. Throws `conflict` for the version in use, which would be compared with itself. */
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

/** The shadow run that is currently active, if there is one. */
export function runningShadow(provider: IdentityProvider, now: EpochSeconds): ShadowRun | undefined {
  const { shadowRun } = provider;
  return shadowRun && shadowRun.endsAt > now ? shadowRun : undefined;
}
