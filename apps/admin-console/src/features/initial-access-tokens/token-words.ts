import { REGISTER_ANYTHING, type Application } from '@passant/contracts';
import { inWords } from '../../lib/durations.js';
import { REGISTRATION_SCOPE_MEANINGS } from '../../lib/scope-words.js';
import { counted, listed } from '../../lib/sentence.js';
import { registrantOf, type TokenForm } from './token-form.js';

/** What a token permits, in plain words: a summary, what each client may do, and the limits. */
export interface Explanation {
  sentence: string;
  rights: string[];
  limits: string[];
}

const ONES = {
  installation: 'app installation|app installations',
  'back end': 'back end|back ends',
  client: 'client|clients',
} as const;

/**
 * Explains what the holder of a token with these settings will be able to do.
 * @param application the selected application
 */
export function explain(
  form: TokenForm,
  application: Pick<Application, 'name' | 'client_type'> | undefined,
): Explanation {
  const registrant = registrantOf(application);
  const many = Number.isFinite(form.registrations) && form.registrations > 0 ? form.registrations : 1;
  const clients = counted(many, ONES[registrant]);
  const within = inWords(form.expires_in);
  return {
    sentence: application
      ? `Whoever holds this token can register ${clients} of ${application.name} within ${within}.`
      : `Whoever holds this token can register ${clients} within ${within}.`,
    rights: rightsOf(form, application?.name),
    limits: [
      ...(form.redirect_hosts.length > 0
        ? [`It may send people to ${listed(form.redirect_hosts)} and nowhere else.`]
        : []),
      ...(form.client_lifetime > 0
        ? [`A client that is not used within ${inWords(form.client_lifetime)} is deleted.`]
        : []),
      ...(form.encoding === 'SELF_CONTAINED' ? ['The token is a signed JWT: whoever reads it sees all of this.'] : []),
      form.may === 'anything'
        ? 'Whatever it registers now, it may change later with its own token.'
        : 'No later change widens this: it is the lock of every client made with the token.',
    ],
  };
}

function rightsOf({ may, scope }: TokenForm, application: string | undefined): string[] {
  if (may === 'chosen') return scope.map((one) => REGISTRATION_SCOPE_MEANINGS[one]);
  return application === undefined
    ? [REGISTRATION_SCOPE_MEANINGS[REGISTER_ANYTHING]]
    : [`It may do everything that ${application} allows its clients, and may choose its identifier, secret and data.`];
}
