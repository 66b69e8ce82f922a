import type { ApplicationVersion } from '@passant/contracts';
import { inWords } from '../../lib/durations.js';
import { listed } from '../../lib/sentence.js';
import { servingProviders } from '../../lib/serving-providers.js';
import type { ApplicationForm } from './application-form.js';
import { statelessBlockers, type ProviderChoice } from './stateless-blockers.js';

/** Something the server does, something it refuses, or something it would do if a prerequisite were not missing. */
export interface Behaviour {
  kind: 'does' | 'refuses' | 'missing';
  text: string;
}

const does = (text: string): Behaviour => ({ kind: 'does', text });
const refuses = (text: string): Behaviour => ({ kind: 'refuses', text });
const missing = (text: string): Behaviour => ({ kind: 'missing', text });

/** Explains in plain words what an application's settings mean, based on the current form values. */
export function effectiveBehaviour(form: ApplicationForm, providers: readonly ProviderChoice[]): Behaviour[] {
  if (!form.enabled) return [refuses('Every request of this application is refused, because it is disabled.')];
  return [
    ...stateless(form, providers),
    ...registration(form),
    ...people(form, providers),
    ...scopes(form),
    ...(form.client_type === 'mobile' ? versions(form.versions) : []),
  ];
}

function token(form: Pick<ApplicationForm, 'access_token_validity'>): string {
  const words = inWords(form.access_token_validity);
  return words ? `a token for ${words}` : 'a token';
}

function duration({ stateless_session_duration: seconds }: ApplicationForm): string {
  const words = inWords(seconds);
  return words ? `${words} after the registration` : 'at its longest duration';
}

function stateless(form: ApplicationForm, providers: readonly ProviderChoice[]): Behaviour[] {
  if (!form.user_authentication.stateless_authentication) return [refuses('Stateless registration is refused.')];
  if (statelessBlockers(form, providers).length > 0) {
    return [missing('Stateless registration is refused until what is missing is there.')];
  }
  const inBrowser =
    form.stateless_redirect_uris.length > 0
      ? [does('An app may also send people to the login pages for that, in a browser.')]
      : [];
  const limits = 'With that token: no mobile authentication enrolment, no implicit authentication';
  if (!form.user_authentication.stateless_session) {
    return [
      does(`Whoever registers statelessly gets ${token(form)}. No profile is stored.`),
      ...inBrowser,
      refuses(`${limits}, no refresh token.`),
    ];
  }
  return [
    does(`Whoever registers statelessly gets ${token(form)} and a refresh token. No profile is stored.`),
    does(`The session ends ${duration(form)}, however often it is refreshed.`),
    ...inBrowser,
    refuses(`${limits}.`),
  ];
}

function registration(form: ApplicationForm): Behaviour[] {
  const { implicit_authentication, mobile_authentication, refresh_tokens } = form.user_authentication;
  return [
    refresh_tokens
      ? does(`Any other registration makes a profile and gives ${token(form)} and a refresh token.`)
      : does(`Any other registration makes a profile and gives ${token(form)}.`),
    implicit_authentication
      ? does('A person with a profile can get a token without doing anything (implicit authentication).')
      : refuses('Implicit authentication is refused.'),
    mobile_authentication
      ? does('A person with a profile can enrol the device for mobile authentication.')
      : refuses('Mobile authentication enrolment is refused.'),
  ];
}

function people(form: ApplicationForm, providers: readonly ProviderChoice[]): Behaviour[] {
  const serving = servingProviders(form, providers);
  const usable = serving.filter(({ enabled }) => enabled);
  if (usable.length === 0)
    return [missing('Nobody can register: no enabled identity provider serves this application.')];
  const names = usable.map(({ name, flow }) => `${name} (${flow === 'ONE_STEP' ? 'one step' : 'two steps'})`);
  const byDefault = form.identity_providers.length === 0 ? ', the default identity provider' : '';
  return [does(`People register with ${listed(names)}${byDefault}.`)];
}

function scopes({ default_scopes, additional_scopes }: ApplicationForm): Behaviour[] {
  const further = additional_scopes.filter((scope) => !default_scopes.includes(scope));
  return [
    default_scopes.length > 0
      ? does(`A request without a scope gets ${listed(default_scopes)}.`)
      : refuses('A request without a scope is refused, because there are no default scopes.'),
    ...(further.length > 0 ? [does(`It may also ask for ${listed(further)}.`)] : []),
  ];
}

function versions(all: readonly ApplicationVersion[]): Behaviour[] {
  const listedVersions = all.filter(({ version }) => version.trim() !== '');
  if (listedVersions.length === 0) return [does('Any version of the app may register, because none is listed.')];
  const named = (status: ApplicationVersion['status']) =>
    listedVersions
      .filter((one) => one.status === status)
      .map(({ platform, version }) => `${platform === 'ios' ? 'iOS' : 'Android'} ${version}`);
  const [enabled, loginOnly, disabled] = [named('LOGIN_REGISTRATION'), named('LOGIN_ONLY'), named('DISABLED')];
  return [
    enabled.length > 0
      ? does(`New installations: ${listed(enabled)} only.`)
      : missing('No new installation is accepted: no version has the status Enabled.'),
    ...(loginOnly.length > 0 ? [does(`${listed(loginOnly)}: installed apps go on, new ones are refused.`)] : []),
    ...(disabled.length > 0 ? [refuses(`${listed(disabled)}: everything is refused.`)] : []),
  ];
}
