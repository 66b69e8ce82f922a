import type { IdentityProviderForm } from './identity-provider-form.js';

const ONE_STEP_COMPLETE = `/**
 * Runs when the app calls "complete".
 *
 * requestPayload: the text the app sent as "data"
 * hookContextCustomParams: { name: [values] } the app sent along, or null
 */
function execute(requestPayload, userIdentifier, registrationData, hookContextCustomParams) {
  const proof = JSON.parse(requestPayload || '{}');

  // Ask the external scheme about the proof here: with HTTP.fetch, or with CRYPTO.verifyJws and a key of the scheme.
  // What the app says by itself proves nothing.
  const person = null;

  if (person === null) {
    LOG.info('Nobody vouches for this person.');
    // 4000–4999: the person may try again.
    return { status: 4000, responsePayload: 'This could not be proven.' };
  }

  // 2000–2999: success. "id" is who it is; what else stands here becomes user_details.
  return {
    status: 2000,
    user: { id: person.id },
  };
}
`;

const TWO_STEP_INIT = `/**
 * Runs when the app calls "init": start something with the external scheme.
 * What is returned as registrationData is given to the complete script.
 */
function execute(requestPayload, userIdentifier, registrationData, hookContextCustomParams) {
  const challenge = CRYPTO.randomUUID();
  LOG.debug('A challenge was made.');

  return {
    status: 2000,
    // The app receives this as "data".
    responsePayload: JSON.stringify({ challenge }),
    registrationData: challenge,
  };
}
`;

const TWO_STEP_COMPLETE = `/**
 * Runs when the app calls "complete": check what the external scheme answered.
 *
 * registrationData: what the init script returned under that name
 */
function execute(requestPayload, userIdentifier, registrationData, hookContextCustomParams) {
  const answer = JSON.parse(requestPayload || '{}');

  // Check here that the external scheme signed the challenge, with CRYPTO.verifyJws and a key of the scheme, and who it says
  // this is. That the app knows the challenge proves nothing: it was told.
  const person = null;

  if (person === null || answer.challenge !== registrationData) {
    // 4000–4999: the person may try again. 5000–5999 would end the registration.
    return { status: 4000, responsePayload: 'The answer does not fit the challenge.' };
  }

  // 2000–2999: success. "id" is who it is; what else stands here becomes user_details.
  return {
    status: 2000,
    user: { id: person.id },
  };
}
`;

const TEMPLATES: Record<IdentityProviderForm['flow'], IdentityProviderForm['scripts']> = {
  ONE_STEP: { complete: ONE_STEP_COMPLETE },
  TWO_STEP: { init: TWO_STEP_INIT, complete: TWO_STEP_COMPLETE },
};

export const EMPTY_IDENTITY_PROVIDER: IdentityProviderForm = {
  identifier: '',
  type: 'CUSTOM_API',
  name: '',
  flow: 'ONE_STEP',
  enabled: true,
  default: false,
  scripts: TEMPLATES.ONE_STEP,
  script_comment: '',
  allowed_hosts: [],
  properties: [],
  transaction_validity: 300,
};

/**
 * The scripts after the flow has changed: a script that has not been edited is replaced by the template of the new
 * flow.
 */
export function scriptsAfterFlowChange(
  scripts: IdentityProviderForm['scripts'],
  to: IdentityProviderForm['flow'],
): IdentityProviderForm['scripts'] {
  const untouched = Object.values(TEMPLATES).some(({ complete }) => complete === scripts.complete);
  const template = TEMPLATES[to];
  return {
    ...scripts,
    init: scripts.init?.trim() ? scripts.init : template.init,
    complete: untouched ? template.complete : scripts.complete,
  };
}
