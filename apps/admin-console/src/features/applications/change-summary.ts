import type { ApplicationVersion, UserAuthentication } from '@passant/contracts';
import { inWords } from '../../lib/durations.js';
import { asDate } from '../../lib/moments.js';
import { listed, word } from '../../lib/sentence.js';
import { AUDIENCE_POLICY_WORDS } from '../../ui/audience-policy-field.js';
import { PLATFORM_NAMES } from './platforms.js';
import { SWITCH_LABELS, namesOf, type ApplicationForm } from './application-form.js';

/** One change in words: the old and the new value. */
export interface Change {
  name: string;
  before: string;
  after: string;
}

const STATUS_WORDS = {
  LOGIN_REGISTRATION: word('enabled'),
  LOGIN_ONLY: 'login only',
  DISABLED: word('disabled'),
} as const;

const CLIENT_TYPES = { mobile: 'Mobile', web: 'Web' } as const satisfies Record<ApplicationForm['client_type'], string>;

const onOff = (value: boolean) => (value ? word('on') : word('off'));

function versionInWords({ platform, version, status }: ApplicationVersion): string {
  return `${PLATFORM_NAMES[platform]} ${version} (${STATUS_WORDS[status]})`;
}

function inWordsOf(member: Exclude<keyof ApplicationForm, 'user_authentication'>, form: ApplicationForm): string {
  switch (member) {
    case 'enabled':
      return onOff(form.enabled);
    case 'client_type':
      return CLIENT_TYPES[form.client_type];
    case 'access_token_validity':
    case 'stateless_session_duration':
      return inWords(form[member]);
    case 'refresh_token_grace':
      return form.refresh_token_grace === 0 ? word('none') : inWords(form.refresh_token_grace);
    case 'audience_policy':
      return AUDIENCE_POLICY_WORDS[form.audience_policy];
    case 'lenient_until':
      return form.lenient_until === null ? word('none') : asDate(form.lenient_until);
    case 'versions':
      return form.versions.map(versionInWords).join(', ') || 'none listed';
    case 'default_scopes':
    case 'additional_scopes':
    case 'identity_providers':
    case 'stateless_redirect_uris':
      return listed(form[member]) || word('none');
    default:
      return form[member] ?? word('none');
  }
}

/**
 * What the save does to stateless sessions that exist; nothing if it leaves them as they are.
 * @param before the stored values
 * @param changes the changes that a save would send
 */
export function endOfSessions(before: ApplicationForm, changes: Partial<ApplicationForm>): string | undefined {
  const given = ({ client_type, user_authentication: on }: ApplicationForm) =>
    client_type === 'mobile' && on.stateless_authentication && on.stateless_session;
  const after = {
    ...before,
    ...changes,
    user_authentication: { ...before.user_authentication, ...changes.user_authentication },
  };
  if (!given(before)) return undefined;
  if (!given(after)) {
    return 'All stateless sessions end, with their access tokens. Turning them on again brings none back.';
  }
  if (after.stateless_session_duration >= before.stateless_session_duration) return undefined;
  const words = inWords(after.stateless_session_duration);
  return `Stateless sessions that exist end ${words} after their registration, with their access tokens; those that have lasted longer end now. A longer duration later extends none.`;
}

/**
 * Describes the changes to an application for people, member by member.
 * @param before the stored values
 * @param changes the changes that a save would send
 */
export function describeChanges(before: ApplicationForm, changes: Partial<ApplicationForm>): Change[] {
  const { user_authentication: switches, ...members } = changes;
  const after = { ...before, ...members };
  return [
    ...(Object.entries(switches ?? {}) as [keyof UserAuthentication, boolean][]).map(([name, value]) => ({
      name: SWITCH_LABELS[name],
      before: onOff(before.user_authentication[name]),
      after: onOff(value),
    })),
    ...(Object.keys(members) as (keyof typeof members)[]).map((member) => ({
      name: namesOf({ [member]: after[member] })[0]!,
      before: inWordsOf(member, before),
      after: inWordsOf(member, after),
    })),
  ];
}
