import type { z } from 'zod';
import { Application, type UserAuthentication } from '@passant/contracts';

/** Form schema of an application: the stored members without those that the server maintains itself. */
export const ApplicationForm = Application.omit({
  stateless_blockers: true,
  lenient_since: true,
  etag: true,
  created_at: true,
  updated_at: true,
});
export type ApplicationForm = z.infer<typeof ApplicationForm>;

/**
 * Form schema of a new application. `new` is the path of a console page, so an application with that identifier could
 * not be opened.
 */
export const NewApplicationForm = ApplicationForm.refine(({ identifier }) => identifier !== 'new', {
  path: ['identifier'],
  message: 'is a word that the console needs itself',
});

/** Members of which the server accepts a partial object and merges it. */
export const MERGED_BY_THE_SERVER = ['user_authentication'] as const;

export const EMPTY_APPLICATION: ApplicationForm = {
  identifier: '',
  name: '',
  enabled: true,
  client_type: 'mobile',
  user_authentication: {
    stateless_authentication: false,
    stateless_session: false,
    implicit_authentication: false,
    mobile_authentication: false,
    refresh_tokens: false,
  },
  default_scopes: ['openid'],
  additional_scopes: [],
  access_token_validity: 900,
  refresh_token_grace: 30,
  stateless_session_duration: 3600,
  stateless_redirect_uris: [],
  identity_providers: [],
  default_identity_provider: null,
  versions: [],
  audience_policy: 'STRICT',
  lenient_until: null,
  access_token_web_hook: null,
  user_details_web_hook: null,
};

export function formOf(application: Application): ApplicationForm {
  const { stateless_blockers, lenient_since, etag, created_at, updated_at, ...form } = application;
  return form;
}

const LABELS: Record<Exclude<keyof ApplicationForm, 'user_authentication'>, string> = {
  identifier: 'Identifier',
  name: 'Name',
  enabled: 'Enabled',
  client_type: 'Client type',
  default_scopes: 'Default scopes',
  additional_scopes: 'Additional scopes',
  access_token_validity: 'Access token validity',
  refresh_token_grace: 'Grace of refresh tokens',
  stateless_session_duration: 'Longest stateless session',
  stateless_redirect_uris: 'Login pages lead back to',
  identity_providers: 'Identity providers',
  default_identity_provider: 'Default identity provider',
  versions: 'Versions',
  audience_policy: 'Audience of assertions',
  lenient_until: 'Last day of the exception',
  access_token_web_hook: 'Access token web hook',
  user_details_web_hook: 'User details web hook',
};

export const SWITCH_LABELS: Record<keyof UserAuthentication, string> = {
  stateless_authentication: 'Stateless authentication',
  stateless_session: 'Stateless sessions',
  implicit_authentication: 'Implicit authentication',
  mobile_authentication: 'Mobile authentication',
  refresh_tokens: 'Refresh tokens',
};

/** The labels of the changed members, as shown in the form. */
export function namesOf(changes: Partial<ApplicationForm>): string[] {
  return (Object.keys(changes) as (keyof ApplicationForm)[]).flatMap((member) =>
    member === 'user_authentication'
      ? (Object.keys(changes.user_authentication ?? {}) as (keyof UserAuthentication)[]).map(
          (one) => SWITCH_LABELS[one],
        )
      : [LABELS[member]],
  );
}

/** The label of a member by its dotted path. */
export function nameOf(member: string): string {
  const [first, second] = member.split('.') as [keyof typeof LABELS | 'user_authentication', string?];
  return first === 'user_authentication' ? SWITCH_LABELS[second as keyof UserAuthentication] : LABELS[first];
}
