import { z } from 'zod';
import {
  type Application,
  CreateInitialAccessToken,
  REGISTER_ANYTHING,
  REGISTRATION_SCOPES,
  REGISTRATION_SCOPE_NAMES,
  type RegistrationScope,
} from '@passant/contracts';

/** Form schema of a new token. */
export const TokenForm = z
  .object({
    label: z.string(),
    /** Whether the registered clients belong to an application. */
    belongs: z.enum(['application', 'nobody']),
    application: z.string().nullable(),
    may: z.enum(['anything', 'chosen']),
    scope: z.array(z.enum(REGISTRATION_SCOPE_NAMES)),
    registrations: z.number(),
    expires_in: z.number(),
    /** Lifetime of the registered clients in seconds; 0 means unlimited. */
    client_lifetime: z.number(),
    redirect_hosts: z.array(z.string()),
    encoding: z.enum(['IDENTIFIER', 'SELF_CONTAINED']),
  })
  .superRefine((form, context) => {
    const refuse = (path: PropertyKey[], message: string) => context.addIssue({ code: 'custom', path, message });
    if (form.belongs === 'application' && !form.application) refuse(['application'], 'is required');
    for (const { path, message } of CreateInitialAccessToken.safeParse(requestOf(form)).error?.issues ?? []) {
      if (path[0] !== 'application') refuse(path, message);
    }
  });
export type TokenForm = z.infer<typeof TokenForm>;

export const EMPTY_TOKEN: TokenForm = {
  label: '',
  belongs: 'application',
  application: null,
  may: 'anything',
  scope: ['client-reg:grant:code', 'client-reg:grant:refresh'],
  registrations: 1,
  expires_in: 86_400,
  client_lifetime: 0,
  redirect_hosts: [],
  encoding: 'IDENTIFIER',
};

/** Converts the form to the request of the contract. */
export function requestOf(form: TokenForm): CreateInitialAccessToken {
  const { label, belongs, application, may, scope, client_lifetime: lifetime } = form;
  return {
    ...(label.trim() ? { label } : {}),
    ...(belongs === 'application' && application ? { application } : {}),
    scope: may === 'anything' ? [REGISTER_ANYTHING] : scope,
    registrations: form.registrations,
    expires_in: form.expires_in,
    ...(lifetime === 0 ? {} : { client_lifetime: lifetime }),
    redirect_hosts: form.redirect_hosts,
    encoding: form.encoding,
  };
}

/**
 * The kind of client that registers: an installation of an app, a back end of a web application, or a developer's
 * client.
 */
export type Registrant = 'installation' | 'back end' | 'client';

export function registrantOf(application: Pick<Application, 'client_type'> | undefined): Registrant {
  if (!application) return 'client';
  return application.client_type === 'mobile' ? 'installation' : 'back end';
}

const ONLY_APPS: readonly RegistrationScope[] = ['client-reg:grant:stateless'];
const ONLY_OF_APPLICATIONS: readonly RegistrationScope[] = [...ONLY_APPS, 'client-reg:grant:implicit-authentication'];

/** The scopes that apply to a kind of client, grants first. */
export function scopesFor(registrant: Registrant): RegistrationScope[] {
  const foreign = registrant === 'client' ? ONLY_OF_APPLICATIONS : registrant === 'back end' ? ONLY_APPS : [];
  return REGISTRATION_SCOPE_NAMES.filter((scope) => scope !== REGISTER_ANYTHING && !foreign.includes(scope));
}

/** Whether a scope permits a grant. The others permit a member of the registration. */
export function isGrant(scope: RegistrationScope): boolean {
  return 'grant' in REGISTRATION_SCOPES[scope];
}
