import type { IdentityProviderForm } from './identity-provider-form.js';

const ONE_STEP_COMPLETE = `/**
 * Runs when the app calls "complete".
 *
 * requestPayload: the text the app sent as "data"
 * hookContextCustomParams: { name: [values] } the app sent along, or null
 */
function execute(requestPayload, userIdentifier, registrationData, hookContextCustomParams) {
  const proof = JSON.parse(requestPayload || '{}');

  // Ask the external scheme about the proof here.
  if (!proof.subject) {
    LOG.info('The app sent no subject.');
    // 4000–4999: the person may try again.
    return { status: 4000, responsePayload: 'No subject was given.' };
  }

  // 2000–2999: success. "id" is who it is; what else stands here becomes user_details.
  return {
    status: 2000,
    user: { id: proof.subject },
  };
}
`;

const TWO_STEP_INIT = `/**
 * Runs when the app calls "init": start something with the external scheme.
 * What is returned as registrationData is given to the complete script.
 */
function execute(requestPayload, userIdentifier, registrationData, hookContextCustomParams) {
  const challenge = Math.random().toString(36).slice(2);
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

  if (answer.challenge !== registrationData) {
    // 4000–4999: the person may try again. 5000–5999 would end the registration.
    return { status: 4000, responsePayload: 'The answer does not fit the challenge.' };
  }

  // 2000–2999: success. "id" is who it is; what else stands here becomes user_details.
  return {
    status: 2000,
    user: { id: answer.subject },
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

/** The scripts after a change of flow: a script that nobody has touched gives way to the other flow's template. */
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
