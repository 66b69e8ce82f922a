import type { Application, AudiencePolicy } from '../applications/application-records.js';
import { type OAuthError, invalidMember } from '../refusals/errors.js';
import type { EpochSeconds } from '../time.js';
import type { Client } from './client-records.js';

/** Latest end of an exception, in seconds from when it is created or extended: a year, leap years included. */
export const LONGEST_LENIENCY = 366 * 86_400;

/**
 * Which audiences assertions may name besides the issuer, and until when: `lenientUntil` is set if and only if the
 * policy is `LEGACY`. The policy `null` means that of the application.
 */
export interface AudienceRule<Policy extends AudiencePolicy | null = AudiencePolicy | null> {
  audiencePolicy: Policy;
  lenientUntil: EpochSeconds | null;
}

/** An exception to RFC 10070, active or expired. */
export interface Leniency {
  /** Who has it: a client for itself, or an application for all its clients without a policy of their own. */
  of: 'client' | 'application';
  until: EpochSeconds;
}

/** An exception of an application, and the clients that it is for: those created at `lenientSince` or before. */
export type ApplicationLeniency = Pick<Application, 'lenientUntil' | 'lenientSince'>;

/**
 * The exception that applies or applied to a client: its own policy takes precedence over that of its application, which
 * is only for clients that existed when it was made. Later ones were written when the rule was known.
 */
export function leniencyOf(
  client: Pick<Client, 'audiencePolicy' | 'lenientUntil' | 'createdAt'>,
  application: ApplicationLeniency | undefined,
): Leniency | undefined {
  if (client.audiencePolicy !== null) {
    return client.lenientUntil === null ? undefined : { of: 'client', until: client.lenientUntil };
  }
  const made = application?.lenientSince ?? null;
  return made !== null && client.createdAt <= made ? leniencyOfApplication(application!) : undefined;
}

/**
 * When a client counts as created that is created now. Seconds do not tell what came first within one, so a client comes
 * after an exception of its application that is there already, whatever the clock says.
 */
export function creationUnder(application: ApplicationLeniency | undefined, now: EpochSeconds): EpochSeconds {
  const made = application?.lenientSince ?? null;
  return made === null ? now : Math.max(now, made + 1);
}

/** The exception that an application has or had for its clients. */
export function leniencyOfApplication({ lenientUntil: until }: ApplicationLeniency): Leniency | undefined {
  return until === null ? undefined : { of: 'application', until };
}

/** The exception, if it is still active; in the second in which it ends, it no longer is. */
export function leniencyAt(leniency: Leniency | undefined, now: EpochSeconds): Leniency | undefined {
  return leniency !== undefined && now < leniency.until ? leniency : undefined;
}

/** The part of an administrator's change that concerns the rule. */
export interface AudienceChange<Policy extends AudiencePolicy | null = AudiencePolicy | null> {
  audience_policy?: Policy | undefined;
  lenient_until?: EpochSeconds | null | undefined;
}

/**
 * Applies a change. To create or extend an exception, give its end, which must be in the future and at most {@link
 * LONGEST_LENIENCY} away. An exception that the change does not touch stays as it is, even if it has expired.
 * Throws `invalid_request` that names the member.
 */
export function changedAudience<Policy extends AudiencePolicy | null>(
  current: AudienceRule<Policy>,
  { audience_policy: policy, lenient_until: until }: AudienceChange<Policy>,
  now: EpochSeconds,
): AudienceRule<Policy> {
  const audiencePolicy = policy === undefined ? current.audiencePolicy : policy;
  if (audiencePolicy !== 'LEGACY') {
    if (until != null) throw refused('is only taken with the audience policy LEGACY');
    return { audiencePolicy, lenientUntil: null };
  }
  if (until === undefined && current.lenientUntil !== null) return current;
  if (until == null) throw refused('is required with the audience policy LEGACY: the day on which the exception ends');
  if (until === current.lenientUntil) return current;
  if (until <= now) throw refused('must be in the future');
  if (until > now + LONGEST_LENIENCY) throw refused('must be at most a year (366 days) ahead');
  return { audiencePolicy, lenientUntil: until };
}

/**
 * Applies a change to the rule of an application. Whoever extends an exception does not make it anew: it stays one for
 * the clients that existed when it was made, even if it has ended meanwhile. Throws as {@link changedAudience}.
 */
export function changedApplicationAudience(
  current: AudienceRule<AudiencePolicy> & ApplicationLeniency,
  change: AudienceChange<AudiencePolicy>,
  now: EpochSeconds,
): AudienceRule<AudiencePolicy> & ApplicationLeniency {
  const changed = changedAudience(current, change, now);
  return { ...changed, lenientSince: changed.lenientUntil === null ? null : (current.lenientSince ?? now) };
}

const refused = (problem: string): OAuthError => invalidMember('lenient_until', problem);
